"""The executor: previews, applies step by step, and takes back newest first."""

from typing import Any

import pytest

from agentpro.handlers import Outcome
from backend.agents.executor import CANCELLED, apply, preview, undo
from tests.backend.agents.scenes import (
    APPLIED,
    BEFORE,
    CANCEL,
    CHANGE_SET,
    FAILURE,
    PLAN,
    SEALED,
    STEPS,
    applying,
    scene,
    undoing,
)
from tests.doubles.node_contexts import ScriptedContext, gave, refused


def code_of(outcome: Outcome) -> str:
    failure: Any = outcome.facts["failure"]
    return failure["error_code"]


def steps_told(context: ScriptedContext, event_type: str) -> list[str]:
    return [payload["step_id"] for payload in context.told(event_type)]


@pytest.mark.spec("S2-95", "S2-111", "S2-126")
async def test_a_preview_is_told_and_handed_on() -> None:
    context = scene(answers={"preview": gave(CHANGE_SET.to_json())})
    outcome = await preview(context)
    assert outcome.facts == {"change_set": CHANGE_SET.to_json()}
    assert context.told("change_set_created") == [dict(outcome.facts)]
    assert context.calls[0].args == {"plan": PLAN.to_json()}


@pytest.mark.spec("S2-91", "S2-92", "S2-128")
async def test_steps_are_applied_in_their_order_with_the_seal() -> None:
    context = applying()
    outcome = await apply(context)
    assert outcome.facts == {"steps": APPLIED, **BEFORE}
    leaves = ["begin", "digest_before", *(f"apply_{step}" for step in STEPS)]
    assert [called.leaf for called in context.calls] == leaves
    changing = [called for called in context.calls if called.capability != "digest"]
    assert all(called.args["sealed_plan"] == SEALED for called in changing)
    assert steps_told(context, "step_started") == steps_told(context, "step_applied") == STEPS


@pytest.mark.parametrize("number", range(len(STEPS)))
async def test_it_stops_at_the_first_step_that_fails(number: int) -> None:
    failing = STEPS[number]
    context = applying(answers={f"apply_{failing}": refused("E_AWS_REFUSED")})
    outcome = await apply(context)
    failure: Any = outcome.facts["failure"]
    assert (outcome.name, failure["error_code"]) == ("failed", "E_AWS_REFUSED")
    assert failure["step_id"] == failing
    assert len(context.calls) == len(["begin", "digest"]) + number + 1
    assert outcome.facts["steps"] == {step: APPLIED[step] for step in STEPS[:number]}
    assert context.told("step_failed") == [{"step_id": failing, "failure": failure}]


@pytest.mark.spec("S2-94")
@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("RUN_LOCKED", "locked"),
        ("PLAN_SIGNATURE_INVALID", "refused"),
        ("PLAN_EXPIRED", "refused"),
        ("REPLAY", "refused"),
    ],
)
async def test_a_plan_that_may_not_begin_is_not_begun(code: str, name: str) -> None:
    context = applying(answers={"begin": refused(code)})
    outcome = await apply(context)
    assert (outcome.name, code_of(outcome)) == (name, code)
    assert (context.call_names(), context.events) == (["aws_deployer.begin"], [])


async def test_it_can_be_cancelled_between_two_steps() -> None:
    context = applying(messages=[None, None, CANCEL])
    outcome = await apply(context)
    assert (outcome.name, code_of(outcome)) == ("cancelled", CANCELLED)
    assert steps_told(context, "step_applied") == STEPS[:2]
    assert {waited for _, waited in context.waits} == {0}


async def test_a_message_that_is_no_cancellation_changes_nothing() -> None:
    context = applying(messages=[{"kind": "approved"}, "nonsense"])
    assert (await apply(context)).name == "applied"


@pytest.mark.spec("S2-96")
async def test_it_takes_back_newest_first() -> None:
    context = undoing()
    outcome = await undo(context)
    backwards = [*reversed(STEPS)]
    *steps, look = context.calls
    assert [called.args["step_id"] for called in steps] == backwards
    assert look.leaf == "digest_after"
    assert steps_told(context, "step_undone") == backwards
    undone: Any = outcome.facts["undo"]
    assert [each["step_id"] for each in undone["undone"]] == backwards
    assert undone["left"] == []


@pytest.mark.parametrize("resisting", STEPS)
async def test_a_step_that_resists_does_not_keep_the_others(resisting: str) -> None:
    no = refused("E_IN_DOUBT")
    context = undoing(answers={f"undo_{resisting}": no, f"undo_again_{resisting}": no})
    outcome = await undo(context)
    told: Any = outcome.facts["undo"]
    assert outcome.name == "incomplete"
    assert len(context.calls) == len(STEPS) + len(["again", "digest"])
    (left,) = told["left"]
    assert (left["step_id"], left["error"]["error_code"]) == (resisting, "E_IN_DOUBT")
    assert left["resource"] == PLAN.step(resisting).resource
    assert resisting not in steps_told(context, "step_undone")
    assert context.told("undo_completed") == [{"undo": told}]


async def test_what_goes_with_something_else_is_not_left() -> None:
    """The permission resists, and is gone when its function is."""
    context = undoing(
        answers={
            "undo_create_url": refused("E_AWS_REFUSED"),
            "undo_again_create_url": gave({**APPLIED["create_url"], "is_changed": False}),  # type: ignore[dict-item]
        }
    )
    outcome = await undo(context)
    told: Any = outcome.facts["undo"]
    assert (outcome.name, told["left"]) == ("undone", [])
    assert len(told["undone"]) == len(STEPS) - 1


async def test_a_step_that_never_began_is_not_told_as_undone() -> None:
    context = undoing(answers={"undo_create_url": gave(None)})
    outcome = await undo(context)
    assert outcome.name == "undone"
    assert "create_url" not in steps_told(context, "step_undone")


@pytest.mark.parametrize(
    ("code", "name", "state"),
    [(CANCELLED, "cancelled", "cancelled"), ("E_AWS_REFUSED", "undone", None)],
)
async def test_the_reason_decides_how_the_run_goes_on(
    code: str, name: str, state: str | None
) -> None:
    outcome = await undo(undoing(facts={"failure": {**FAILURE, "error_code": code}}))
    assert (outcome.name, outcome.facts.get("completion_state")) == (name, state)


async def test_a_cancelled_run_that_leaves_something_is_not_called_cancelled() -> None:
    outcome = await undo(
        undoing(
            facts={"failure": {**FAILURE, "error_code": CANCELLED}},
            answers={
                "undo_create_role": refused("E_IN_DOUBT"),
                "undo_again_create_role": refused("E_IN_DOUBT"),
            },
        )
    )
    assert (outcome.name, outcome.facts.get("completion_state")) == ("incomplete", None)
