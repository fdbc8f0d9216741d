"""The state of a run is a pure fold over its events."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import DataObject, data, lists, sampled_from

from backend.domain.events import Event, EventType
from backend.runs.replay import RunState, replayed
from tests.backend.runs.conftest import Stories
from tests.doubles.events import CONTEXT, NOW

KINDS = ("succeeded", "failed", "rolled_back")
STEPS = ("a", "b", "c")
MADE: list[tuple[EventType, dict[str, Any]]] = [
    (EventType.NODE_STARTED, {"node": "intake"}),
    (EventType.PLAN_DRAFTED, {"plan": {"deployment_id": "dep_1", "steps": []}}),
    (EventType.APPROVAL_REQUESTED, {"plan_digest": "p", "change_set_digest": "c"}),
    (EventType.APPROVAL_DECIDED, {"approval_id": "run_1.1", "answer": "approved"}),
    *((EventType.STEP_APPLIED, {"step_id": step, "is_changed": True}) for step in STEPS),
    *((EventType.STEP_FAILED, {"step_id": step}) for step in STEPS),
    *((EventType.STEP_UNDONE, {"step_id": step}) for step in STEPS),
    (EventType.STEP_APPLIED, {"step_id": "a", "is_changed": False}),
    (EventType.HEALTH_CHECKED, {"node": "validation", "status": 200}),
    (EventType.UNDO_COMPLETED, {"undo": {"undone": [], "left": []}}),
    (EventType.DEPLOYMENT_SUCCEEDED, {"outputs": {"url": "u"}, "failure": None}),
    (EventType.DEPLOYMENT_FAILED, {"outputs": None, "failure": {"error_code": "A"}}),
    (EventType.OPERATION_ANSWERED, {"answers": [{"step_id": "a", "answer": {}}]}),
    (EventType.OPERATION_SUCCEEDED, {"failure": None}),
    (EventType.OPERATION_FAILED, {"failure": {"error_code": "A"}}),
    (EventType.GRAPH_COMPLETED, {"completion_state": "succeeded"}),
    (EventType.GRAPH_FAILED, {"error_code": "A", "message": "b", "next_step": "c"}),
]


def event(event_type: EventType, payload: dict[str, Any]) -> Event:
    return CONTEXT.event(event_type, event_id="e", occurred_at=NOW, payload=payload)


EVENTS = lists(sampled_from([event(*made) for made in MADE]), max_size=30)


def state(*told: tuple[EventType, dict[str, Any]]) -> RunState:
    return replayed(event(*each) for each in told)


@given(drawn=data())
def test_any_prefix_of_a_run_has_a_state(stories: Stories, drawn: DataObject) -> None:
    events = stories[drawn.draw(sampled_from(KINDS))]
    known = events[: drawn.draw(sampled_from(range(len(events) + 1)))]
    found = replayed(known)
    assert RunState.from_json(found.to_json()) == found
    assert len(found.steps()) == len((found.plan or {}).get("steps", []))  # type: ignore[arg-type]
    started = [each.payload["node"] for each in known if each.type is EventType.NODE_STARTED]
    assert found.node == (started[-1] if started else None)


@given(events=EVENTS)
def test_the_same_events_give_the_same_state_and_stay_as_they_are(events: list[Event]) -> None:
    before = deepcopy(events)
    assert replayed(events) == replayed(iter(events)) == replayed(deepcopy(events))
    assert events == before


@given(events=EVENTS, drawn=data())
def test_what_the_state_does_not_know_does_not_count(
    events: list[Event], drawn: DataObject
) -> None:
    idle = [event(name, {}) for name in (EventType.TOOL_CALLED, EventType.TURN_ADDED)]
    place = drawn.draw(sampled_from(range(len(events) + 1)))
    assert replayed([*events[:place], *idle, *events[place:]]) == replayed(events)


@given(events=EVENTS)
def test_an_event_that_is_told_twice_in_a_row_counts_once(events: list[Event]) -> None:
    assert replayed(each for told in events for each in (told, told)) == replayed(events)


def test_a_deployment_that_succeeded(stories: Stories) -> None:
    found = replayed(stories["succeeded"])
    assert (found.completion_state, found.question, found.failure) == ("succeeded", None, None)
    assert str(found.url).startswith("https://")
    assert all(step["state"] == "applied" for step in found.steps())
    health: Any = found.health
    assert health["is_healthy"]
    assert "node" not in health


def test_a_deployment_that_failed_and_was_taken_back(stories: Stories) -> None:
    found = replayed(stories["failed"])
    states = [step["state"] for step in found.steps()]
    assert states == ["undone"] * 4 + ["failed"] + ["planned"] * (len(states) - 5)
    assert (found.completion_state, found.url) == ("undone", None)
    assert found.failure is not None
    assert found.failure["error_code"] == "E_ACCESS_DENIED"
    assert (len(found.undo["undone"]), found.undo["left"]) == (4, [])  # type: ignore[arg-type]


def test_a_question_is_open_until_it_is_answered() -> None:
    asked = (EventType.APPROVAL_REQUESTED, {"plan_digest": "p", "change_set_digest": "c"})
    assert state(asked).question == asked[1]
    answered = state(asked, (EventType.APPROVAL_DECIDED, {"answer": "approved"}))
    assert (answered.question, answered.plan_digest) == (None, "p")


@pytest.mark.parametrize("ending", [EventType.GRAPH_COMPLETED, EventType.GRAPH_FAILED])
def test_a_run_that_has_ended_asks_nothing(ending: EventType) -> None:
    payload = {"completion_state": "escalated", "error_code": "A", "message": "b", "next_step": "c"}
    found = state(
        (EventType.APPROVAL_REQUESTED, {"plan_digest": "p", "change_set_digest": "c"}),
        (ending, payload),
    )
    assert (found.question, found.completion_state) == (None, "escalated")


def test_a_new_plan_forgets_the_steps_of_the_old_one() -> None:
    plan = {"deployment_id": "dep_1", "steps": []}
    applied = (EventType.STEP_APPLIED, {"step_id": "a", "is_changed": True})
    assert state(applied, (EventType.PLAN_DRAFTED, {"plan": plan})).step_states == {}


def test_a_step_that_changed_nothing_is_unchanged() -> None:
    found = state((EventType.STEP_APPLIED, {"step_id": "a", "is_changed": False}))
    assert found.step_states == {"a": "unchanged"}


def test_an_operation_has_answers_and_belongs_to_no_deployment() -> None:
    plan = {"deployment_id": "operations", "target": "operation", "steps": []}
    answers = [{"step_id": "a", "answer": {"facts": {}}}]
    found = state(
        (EventType.PLAN_DRAFTED, {"plan": plan}),
        (EventType.OPERATION_ANSWERED, {"answers": answers}),
        (EventType.OPERATION_SUCCEEDED, {"failure": None}),
    )
    assert [*found.answers] == answers
    assert (found.deployment_id, found.failure, found.url) == (None, None, None)
