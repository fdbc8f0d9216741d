"""The account before and after a plan: told, and compared after an undo."""

from typing import Any

import pytest

from backend.agents.executor import apply, undo
from backend.agents.validator import check
from backend.domain.account_digests import entries_of
from backend.domain.canonical import JsonObject
from tests.backend.agents.scenes import BEFORE, LOOK, PLAN, applying, undoing, validating
from tests.doubles.node_contexts import gave, refused

OWN = "iam:role/" + next(
    step.resource.removeprefix("iam:role/") for step in PLAN.steps if step.action == "create_role"
)


def look(resources: dict[str, str], **more: Any) -> JsonObject:
    return {**LOOK, "digest": "sha256:3", "resources": {**resources}, **more}


@pytest.mark.spec("S2-155")
async def test_the_account_is_looked_at_before_the_first_step() -> None:
    context = applying()
    outcome = await apply(context)
    assert outcome.facts["account_before"] == BEFORE["account_before"]
    assert context.told("account_digested") == [BEFORE["account_before"]]
    names = context.call_names()
    assert names.index("aws_deployer.digest") < names.index("aws_deployer.apply_step")


async def test_the_entries_of_the_plan_are_asked_for_first() -> None:
    context = applying()
    await apply(context)
    (asked,) = [called.args for called in context.calls if called.capability == "digest"]
    assert asked["first"] == [*entries_of(step.resource for step in PLAN.steps)]


async def test_the_account_is_looked_at_after_a_validation() -> None:
    outcome = await check(context := validating())
    after: Any = outcome.facts["account_after"]
    assert (after["moment"], after["digest"]) == ("after", LOOK["digest"])
    assert context.told("account_digested") == [after]


async def test_a_look_that_is_refused_is_recorded_and_stops_nothing() -> None:
    context = applying(answers={"digest_before": refused("E_AWS_REFUSED")})
    outcome = await apply(context)
    before: Any = outcome.facts["account_before"]
    assert outcome.name == "applied"
    assert (before["digest"], before["is_complete"]) == (None, False)
    assert before["reason"].startswith("E_AWS_REFUSED: ")


@pytest.mark.spec("S2-155")
async def test_what_an_undo_leaves_different_is_named() -> None:
    changed = look({"iam:role/other": "sha256:2", OWN: "sha256:9"})
    context = undoing(facts=BEFORE, answers={"aws_deployer.digest": gave(changed)})
    outcome = await undo(context)
    told: Any = outcome.facts["undo"]
    assert outcome.name == "incomplete"
    (left,) = told["left"]
    assert (left["resource"], left["error"]["error_code"]) == (OWN, "E_ACCOUNT_DIFFERS")
    assert left["step_id"] == "create_role"


async def test_aws_is_asked_again_before_a_difference_counts() -> None:
    """IAM shows a deletion later than it happens."""
    late = gave(look({"iam:role/other": "sha256:2", OWN: "sha256:9"}))
    context = undoing(facts=BEFORE, answers={"digest_after": late})
    outcome = await undo(context)
    assert outcome.name == "undone"
    assert len(context.told("account_digested")) == 1


async def test_what_others_changed_is_reported_and_not_ours() -> None:
    theirs = look({"iam:role/other": "sha256:7"})
    context = undoing(facts=BEFORE, answers={"aws_deployer.digest": gave(theirs)})
    outcome = await undo(context)
    told: Any = outcome.facts["undo"]
    assert (outcome.name, told["left"]) == ("undone", [])


@pytest.mark.parametrize("facts", [BEFORE, {}])
async def test_without_two_looks_nothing_is_compared(facts: JsonObject) -> None:
    answers = {"aws_deployer.digest": refused("E_AWS_REFUSED")} if facts else {}
    outcome = await undo(undoing(facts=facts, answers=answers))
    assert outcome.name == "undone"
