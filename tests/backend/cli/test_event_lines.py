"""What the events of a run say on the command line."""

from datetime import UTC, datetime

import pytest
from pydantic import JsonValue

from backend.cli.showing.event_lines import EventLines
from backend.domain.events import Event, EventContext, EventType
from backend.domain.identifiers import ApplicationId, EnvironmentId, Scope, SessionId, TenantId

_SCOPE = Scope(
    tenant_id=TenantId("local"),
    environment_id=EnvironmentId("default"),
    application_id=ApplicationId("hello"),
)


def event_of(event_type: EventType, payload: dict[str, JsonValue]) -> Event:
    context = EventContext(scope=_SCOPE, session_id=SessionId("ses_1"), correlation_id="run_1")
    now = datetime(2026, 1, 2, tzinfo=UTC)
    return context.event(event_type, event_id="event_1", occurred_at=now, payload=payload)


@pytest.mark.parametrize(
    ("event_type", "payload", "said"),
    [
        (EventType.RUN_PAUSED, {"message": "The disk is full."}, "Paused: The disk is full. It"),
        (EventType.RUN_RESUMED, {}, "The run goes on."),
        (
            EventType.GUARDRAIL_TRIPPED,
            {"reasoning": "It holds a secret.", "reason_code": "E_GUARDRAIL"},
            "Held back: It holds a secret. (E_GUARDRAIL)",
        ),
        (EventType.ESCALATION_OPENED, {"escalation_id": "esc_1"}, "recorded for an operator"),
    ],
)
def test_what_is_over_is_a_line(
    event_type: EventType, payload: dict[str, JsonValue], said: str
) -> None:
    line = EventLines().line(event_of(event_type, payload))
    assert line is not None
    assert said in line.text


@pytest.mark.parametrize(
    ("event_type", "payload", "said"),
    [
        (EventType.NODE_QUEUED, {"node": "plan_drafting"}, "Waiting for a turn to plan"),
        (EventType.NODE_STARTED, {"node": "reading"}, "Asking AWS"),
        (EventType.NODE_STARTED, {"node": "closure"}, None),
    ],
)
def test_what_has_begun_is_progress(
    event_type: EventType, payload: dict[str, JsonValue], said: str | None
) -> None:
    assert EventLines().progress(event_of(event_type, payload)) == said
