"""A run's state, rebuilt from its events alone: pure, so that whoever looks sees the same."""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import Field, JsonValue

from backend.domain.canonical import JsonObject
from backend.domain.events import Event, EventType
from backend.domain.identifiers import Value
from backend.domain.plans.plan import OPERATION_TARGET

Payload = dict[str, Any]


class RunState(Value):
    """What the events of a run say so far."""

    node: str | None = None
    completion_state: str | None = None
    deployment_id: str | None = None
    plan: JsonObject | None = None
    plan_digest: str | None = None
    change_set_digest: str | None = None
    question: JsonObject | None = None
    url: str | None = None
    health: JsonValue = None
    failure: JsonObject | None = None
    answers: tuple[JsonObject, ...] = ()
    step_states: dict[str, str] = Field(default_factory=dict[str, str])
    undo: JsonObject = Field(default_factory=lambda: {"undone": [], "left": []})
    account: dict[str, JsonObject | None] = Field(
        default_factory=lambda: {"before": None, "after": None}
    )
    """What the account looked like around the newest plan that was begun."""

    def steps(self) -> tuple[JsonObject, ...]:
        """Each step of the plan, with what became of it."""
        shown = ("step_id", "action", "title", "resource", "effect", "label")
        found: list[dict[str, Any]] = list((self.plan or {}).get("steps", []))  # type: ignore[call-overload]
        return tuple(
            {
                **{name: step[name] for name in shown},
                "state": self.step_states.get(step["step_id"], "planned"),
            }
            for step in found
        )


def replayed(events: Iterable[Event]) -> RunState:
    """The state after the events, in their order."""
    state = RunState()
    for event in events:
        change = _CHANGES.get(event.type)
        if change is not None:
            state = state.model_copy(update=change(state, event.payload))
    return state


def _drafted(_: RunState, payload: Payload) -> Payload:
    plan = payload["plan"]
    belongs_to = None if plan.get("target") == OPERATION_TARGET else plan["deployment_id"]
    return {"plan": plan, "deployment_id": belongs_to, "step_states": {}}


def _asked(_: RunState, payload: Payload) -> Payload:
    digests = {name: payload[name] for name in ("plan_digest", "change_set_digest")}
    return {"question": payload, **digests}


def _applied(state: RunState, payload: Payload) -> Payload:
    return _step(state, payload, "applied" if payload["is_changed"] else "unchanged")


def _checked(_: RunState, payload: Payload) -> Payload:
    return {"health": {key: value for key, value in payload.items() if key != "node"}}


def _closed(_: RunState, payload: Payload) -> Payload:
    outputs: Payload = payload.get("outputs") or {}
    return {"url": outputs.get("url"), "failure": payload.get("failure")}


def _broken(_: RunState, payload: Payload) -> Payload:
    error = {name: payload.get(name) for name in ("error_code", "message", "next_step")}
    return {"completion_state": "escalated", "question": None, "failure": error}


def _looked_at(state: RunState, payload: Payload) -> Payload:
    digest = {key: value for key, value in payload.items() if key != "node"}
    known = {} if digest["moment"] == "before" else state.account
    return {"account": {"before": None, "after": None, **known, digest["moment"]: digest}}


def _step(state: RunState, payload: Payload, became: str) -> Payload:
    return {"step_states": {**state.step_states, payload["step_id"]: became}}


_CHANGES: dict[EventType, Callable[[RunState, Payload], Payload]] = {
    EventType.NODE_STARTED: lambda _, payload: {"node": payload.get("node")},
    EventType.PLAN_DRAFTED: _drafted,
    EventType.APPROVAL_REQUESTED: _asked,
    EventType.APPROVAL_DECIDED: lambda _, payload: {"question": None},
    EventType.STEP_APPLIED: _applied,
    EventType.STEP_FAILED: lambda state, payload: _step(state, payload, "failed"),
    EventType.STEP_UNDONE: lambda state, payload: _step(state, payload, "undone"),
    EventType.HEALTH_CHECKED: _checked,
    EventType.ACCOUNT_DIGESTED: _looked_at,
    EventType.UNDO_COMPLETED: lambda _, payload: {"undo": payload["undo"]},
    EventType.DEPLOYMENT_SUCCEEDED: _closed,
    EventType.DEPLOYMENT_FAILED: _closed,
    EventType.OPERATION_ANSWERED: lambda _, payload: {"answers": tuple(payload["answers"])},
    EventType.OPERATION_SUCCEEDED: _closed,
    EventType.OPERATION_FAILED: _closed,
    EventType.GRAPH_COMPLETED: lambda _, payload: {
        "completion_state": payload["completion_state"],
        "question": None,
    },
    EventType.GRAPH_FAILED: _broken,
}
