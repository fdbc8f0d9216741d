"""The envelope of every event."""

import pytest
from pydantic import ValidationError

from backend.domain.events import Event
from tests.doubles.events import CONTEXT, event

ENVELOPE = (
    *("type", "event_id", "sequence", "occurred_at", "session_id", "graph_run_id"),
    *("correlation_id", "agent", "phase", "status", "latency_ms", "error_code", "payload"),
)


@pytest.mark.spec("S2-16", "S2-17")
def test_the_envelope_has_the_fields_of_the_glossary_and_the_scope() -> None:
    fields = event().to_json()

    assert set(fields) == {*ENVELOPE, "tenant_id", "environment_id", "application_id"}
    assert fields["correlation_id"] == CONTEXT.correlation_id
    assert fields["occurred_at"] == "2030-01-02T03:04:05Z"


def test_an_event_survives_its_json_form() -> None:
    told = event(agent="executor", latency_ms=12, payload={"steps": ["a", 1, None]})

    assert Event.from_json(told.to_json()) == told


@pytest.mark.parametrize(
    "change", [{"type": "graph_exploded"}, {"latency_ms": -1}, {"sequence": 0}, {"more": 1}]
)
def test_what_is_outside_the_envelope_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Event.from_json({**event().to_json(), **change})  # type: ignore[dict-item]
