"""Events that tests emit."""

from datetime import UTC, datetime
from typing import Unpack

from backend.domain.events import Event, EventContext, EventDetails, EventType
from backend.domain.identifiers import (
    ApplicationId,
    EnvironmentId,
    GraphRunId,
    Scope,
    SessionId,
    TenantId,
)

NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
CONTEXT = EventContext(
    scope=Scope(
        tenant_id=TenantId("local"),
        environment_id=EnvironmentId("default"),
        application_id=ApplicationId("hello"),
    ),
    session_id=SessionId("session_1"),
    graph_run_id=GraphRunId("run_1"),
    correlation_id="correlation_1",
)


def event(event_id: str = "event_1", **details: Unpack[EventDetails]) -> Event:
    return CONTEXT.event(EventType.STEP_APPLIED, event_id=event_id, occurred_at=NOW, **details)
