"""What the events of each run say of its wish and its newest plan."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from backend.domain.canonical import JsonObject
from backend.domain.events import Event, EventType
from backend.domain.identifiers import GraphRunId
from backend.domain.intake import DeploymentRequest
from backend.domain.plans.plan import Plan

_DOCUMENTS = {
    EventType.PLAN_DRAFTED: "plan",
    EventType.VERDICT_GIVEN: "verdict",
    EventType.CHANGE_SET_CREATED: "change_set",
}
_SUCCEEDED = (EventType.DEPLOYMENT_SUCCEEDED, EventType.OPERATION_SUCCEEDED)


@dataclass(kw_only=True, slots=True)
class ToldRun:
    """One run, as far as it was told."""

    request: DeploymentRequest | None = None
    """What a deployment was asked for, with the answers to its form."""
    operation: JsonObject | None = None
    documents: JsonObject = field(default_factory=dict[str, Any])
    """``plan``, ``verdict`` and ``change_set`` of the newest plan, each as its ``to_json()``."""
    has_changed: bool = False
    has_succeeded: bool = False

    @property
    def plan(self) -> Plan | None:
        """The newest plan."""
        return Plan.from_json(self.documents["plan"]) if "plan" in self.documents else None


def told_runs(events: Iterable[Event]) -> dict[GraphRunId, ToldRun]:
    """By run, in the order in which they had their plans or, where they did, succeeded."""
    found: dict[GraphRunId, ToldRun] = {}
    for event in events:
        if event.graph_run_id is None:
            continue
        run = found.setdefault(event.graph_run_id, ToldRun())
        _note(run, event)
        if event.type in (EventType.PLAN_DRAFTED, *_SUCCEEDED):
            found[event.graph_run_id] = found.pop(event.graph_run_id)
    return found


def _note(run: ToldRun, event: Event) -> None:
    payload: dict[str, Any] = event.payload
    match event.type:
        case EventType.GRAPH_STARTED:
            run.operation = payload["inputs"].get("operation")
            run.request = _request(payload["inputs"].get("request"))
        case EventType.INTAKE_COMPLETED:
            run.request = _request(payload["request"])
        case EventType.PLAN_DRAFTED:
            run.documents = {"plan": payload["plan"]}
        case kind if kind in _DOCUMENTS:
            run.documents[_DOCUMENTS[kind]] = payload[_DOCUMENTS[kind]]
        case EventType.STEP_APPLIED:
            run.has_changed = run.has_changed or payload["is_changed"]
        case kind if kind in _SUCCEEDED:
            run.has_succeeded = True
        case _:
            pass


def _request(value: Any) -> DeploymentRequest | None:
    return None if value is None else DeploymentRequest.from_json(value)
