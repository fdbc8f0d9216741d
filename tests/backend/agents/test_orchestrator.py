"""The orchestrator: one question with both digests, and an end that says how it came."""

from typing import Any

import pytest

from agentpro.identifiers import COMPLETION_STATES
from backend.agents.handler import CONTROL
from backend.agents.orchestrator import (
    APPROVAL_TIME_S,
    close,
    close_operation,
    escalate,
    explain,
    request_approval,
    respond,
    route,
)
from backend.domain.plans.approval import confirmations_of, exposures_of
from tests.backend.agents.scenes import (
    CANCEL,
    CHANGE_SET,
    FAILURE,
    FOUND,
    PLAN,
    SEALED,
    operating,
    scene,
)

APPROVED = {"kind": "approved", "sealed_plan": SEALED}
ACTOR = {"user_id": "local_owner", "kind": "local_owner"}
REJECTED = {"kind": "rejected", "actor": ACTOR, "reason": "Too expensive."}


@pytest.mark.spec("S2-75", "S2-144")
async def test_the_question_holds_all_that_an_answer_must_bind() -> None:
    context = scene(visit=2)
    await request_approval(context)
    (asked,) = context.told("approval_requested")
    assert asked["approval_id"] == "run_1.2"
    assert asked["plan_digest"] == PLAN.digest
    assert asked["change_set_digest"] == CHANGE_SET.digest
    assert asked["exposures"] == [*exposures_of(PLAN)]
    assert asked["confirmations"] == confirmations_of(PLAN)
    assert context.waits == [(CONTROL, APPROVAL_TIME_S)]


async def test_an_approval_hands_the_sealed_plan_on() -> None:
    context = scene(messages=[APPROVED])
    outcome = await request_approval(context)
    assert dict(outcome.facts) == {"sealed_plan": SEALED}
    (decided,) = context.told("approval_decided")
    assert (decided["approval_id"], decided["answer"]) == ("run_1.1", "approved")


@pytest.mark.parametrize(
    ("message", "state", "code", "said"),
    [
        (REJECTED, "rejected", "E_REJECTED", "rejected: Too expensive."),
        ({"kind": "rejected", "reason": None}, "rejected", "E_REJECTED", "rejected."),
        (None, "expired", "PLAN_EXPIRED", "expired."),
        (CANCEL, "cancelled", "E_CANCELLED", "cancelled."),
    ],
)
async def test_any_other_answer_ends_the_run_and_says_why(
    message: Any, state: str, code: str, said: str
) -> None:
    context = scene(messages=[message])
    outcome = await request_approval(context)
    failure: Any = outcome.facts["failure"]
    assert outcome.name == outcome.facts["completion_state"] == state
    assert failure["error_code"] == code
    assert failure["message"].endswith(said)
    assert "sealed_plan" not in outcome.facts
    (decided,) = context.told("approval_decided")
    given = message or {}
    assert decided == {
        "approval_id": "run_1.1",
        "answer": state,
        "actor": given.get("actor"),
        "reason": given.get("reason"),
    }


async def test_a_failure_before_any_change_ends_as_undone() -> None:
    assert (await explain(scene())).facts == {"completion_state": "undone"}


@pytest.mark.spec("S2-18")
async def test_a_case_holds_a_snapshot_of_what_is_known() -> None:
    context = scene(facts={"failure": FAILURE})
    await escalate(context)
    (opened,) = context.told("escalation_opened")
    assert opened["escalation_id"] == "run_1.1"
    assert opened["failure"] == FAILURE
    assert opened["plan"] == PLAN.to_json()
    assert {"verdict", "change_set", "steps", "health", "undo"} <= set(opened)


@pytest.mark.parametrize(
    ("undo", "is_sealed", "state"),
    [
        (None, False, "undone"),
        (None, True, "escalated"),
        ({"undone": [], "left": []}, True, "undone"),
        ({"undone": [], "left": [{"step_id": "a"}]}, True, "escalated"),
    ],
)
async def test_a_case_is_open_while_something_is_left(
    undo: Any, is_sealed: bool, state: str
) -> None:
    context = scene(facts={"undo": undo}, without=() if is_sealed else ("sealed_plan",))
    outcome = await escalate(context)
    assert (outcome.name, outcome.facts["completion_state"]) == ("recorded", state)


@pytest.mark.spec("S2-131")
@pytest.mark.parametrize("state", sorted(COMPLETION_STATES))
async def test_the_end_is_told_with_its_state(state: str) -> None:
    context = scene(facts={"completion_state": state, "failure": FAILURE, "outputs": {"url": "u"}})
    outcome = await close(context)
    ((name, told),) = context.events
    assert name == ("deployment_succeeded" if state == "succeeded" else "deployment_failed")
    assert outcome.facts["completion_state"] == told["completion_state"] == state
    assert (told["failure"], told["outputs"]) == (FAILURE, {"url": "u"})


async def test_a_run_that_nobody_stopped_has_succeeded() -> None:
    assert (await close(scene())).facts == {"completion_state": "succeeded"}


@pytest.mark.spec("S1-10", "S1-11")
@pytest.mark.parametrize(
    "operation",
    [
        None,
        {},
        {"calls": [], "region": "us-east-1"},
        {"calls": [{"tool": "list_buckets"}], "region": "us-east-1"},
        {"calls": [{"tool": "list_buckets", "args": {}}], "region": ""},
        {"calls": [{"tool": "list_buckets", "args": {}}] * 21, "region": "us-east-1"},
    ],
)
async def test_what_cannot_be_read_as_calls_goes_no_further(operation: Any) -> None:
    outcome = await route(operating(inputs={"operation": operation}))
    failure: Any = outcome.facts["failure"]
    assert (outcome.name, failure["error_code"]) == ("unclear", "E_INVALID_OPERATION")


async def test_answers_are_told_once() -> None:
    context = scene(facts={"answers": [FOUND]})
    await respond(context)
    assert context.told("operation_answered") == [{"answers": [FOUND]}]


async def test_the_reads_of_a_chain_that_changes_are_told_too() -> None:
    changing, reading = PLAN.steps[:2]
    done = {"step_id": changing.step_id, "outputs": {}, "is_changed": True}
    read = {"step_id": reading.step_id, "outputs": {}, "is_changed": False, "answer": {"facts": {}}}
    context = scene(facts={"steps": {reading.step_id: read, changing.step_id: done}})
    await respond(context)
    told = {"step_id": reading.step_id, "title": reading.title, "action": reading.action}
    assert context.told("operation_answered") == [{"answers": [{**told, "answer": {"facts": {}}}]}]


async def test_where_nothing_was_asked_nothing_is_told() -> None:
    context = scene()
    await respond(context)
    assert context.events == []


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (None, "operation_succeeded"),
        ("undone", "operation_failed"),
        ("rejected", "operation_failed"),
    ],
)
async def test_an_operation_ends_as_one(state: str | None, event: str) -> None:
    context = scene(facts={"completion_state": state, "failure": FAILURE})
    await close_operation(context)
    ((name, payload),) = context.events
    assert (name, payload["completion_state"]) == (event, state or "succeeded")
    assert set(payload) == {"plan", "steps", "failure", "undo", "completion_state"}
