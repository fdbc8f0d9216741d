"""Events: what happened, in one envelope for every sink and every screen."""

from datetime import datetime
from enum import StrEnum
from typing import TypedDict, Unpack

from pydantic import AwareDatetime, Field, JsonValue

from backend.domain.identifiers import (
    ApplicationId,
    EnvironmentId,
    GraphRunId,
    Scope,
    SessionId,
    TenantId,
    Value,
)


class EventType(StrEnum):
    """The closed set of things that are told."""

    GRAPH_STARTED = "graph_started"
    NODE_QUEUED = "node_queued"
    NODE_STARTED = "node_started"
    NODE_COMPLETED = "node_completed"
    NODE_EXHAUSTED = "node_exhausted"
    GRAPH_COMPLETED = "graph_completed"
    GRAPH_FAILED = "graph_failed"
    INTAKE_REQUESTED = "intake_requested"
    INTAKE_COMPLETED = "intake_completed"
    BRIEF_CREATED = "brief_created"
    PREFLIGHT_COMPLETED = "preflight_completed"
    PLAN_DRAFTED = "plan_drafted"
    VERDICT_GIVEN = "verdict_given"
    CHANGE_SET_CREATED = "change_set_created"
    APPROVAL_REQUESTED = "approval_requested"
    APPROVAL_DECIDED = "approval_decided"
    PLAN_SEALED = "plan_sealed"
    STEP_STARTED = "step_started"
    STEP_APPLIED = "step_applied"
    STEP_FAILED = "step_failed"
    STEP_UNDONE = "step_undone"
    UNDO_COMPLETED = "undo_completed"
    ACCOUNT_DIGESTED = "account_digested"
    HEALTH_CHECKED = "health_checked"
    DEPLOYMENT_SUCCEEDED = "deployment_succeeded"
    DEPLOYMENT_FAILED = "deployment_failed"
    OPERATION_ANSWERED = "operation_answered"
    OPERATION_SUCCEEDED = "operation_succeeded"
    OPERATION_FAILED = "operation_failed"
    ESCALATION_OPENED = "escalation_opened"
    CREDENTIAL_USED = "credential_used"
    TOOL_CALLED = "tool_called"
    GUARDRAIL_TRIPPED = "guardrail_tripped"
    RUN_LOCKED = "run_locked"
    RUN_PAUSED = "run_paused"
    RUN_RESUMED = "run_resumed"
    TURN_ADDED = "turn_added"


class Event(Value):
    """One thing that happened; ``event_id`` stays the same when a run is replayed."""

    type: EventType
    event_id: str
    sequence: int | None = Field(default=None, ge=1)
    """The place in its session's log, from 1 without gaps; ``None`` before the log has it."""
    occurred_at: AwareDatetime
    tenant_id: TenantId
    environment_id: EnvironmentId
    application_id: ApplicationId
    session_id: SessionId
    graph_run_id: GraphRunId | None = None
    correlation_id: str
    agent: str | None = None
    phase: str | None = None
    status: str | None = None
    latency_ms: int | None = Field(default=None, ge=0)
    error_code: str | None = None
    payload: dict[str, JsonValue] = Field(default_factory=dict[str, JsonValue])


class EventDetails(TypedDict, total=False):
    """The optional part of an event's envelope."""

    agent: str | None
    phase: str | None
    status: str | None
    latency_ms: int | None
    error_code: str | None
    payload: dict[str, JsonValue]


class EventContext(Value):
    """What all events of one run share; handed on by value, so that no event loses its run."""

    scope: Scope
    session_id: SessionId
    graph_run_id: GraphRunId | None = None
    correlation_id: str

    def event(
        self,
        event_type: EventType,
        *,
        event_id: str,
        occurred_at: datetime,
        **details: Unpack[EventDetails],
    ) -> Event:
        """An event of this run."""
        return Event(
            type=event_type,
            event_id=event_id,
            occurred_at=occurred_at,
            tenant_id=self.scope.tenant_id,
            environment_id=self.scope.environment_id,
            application_id=self.scope.application_id,
            session_id=self.session_id,
            graph_run_id=self.graph_run_id,
            correlation_id=self.correlation_id,
            **details,
        )
