"""Answers: bound to what was shown, complete, in time, and only once."""

import asyncio
from typing import Any

import pytest

from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.identifiers import ApprovalId
from backend.domain.plans.approval import Actor, Answer
from backend.domain.plans.sealing import SealedPlan, verify_seal
from tests.backend.runs.house import House, agreeing
from tests.backend.tools.aws_deployer.hello import KEY

OTHER = "sha256:" + "f" * 64


@pytest.mark.spec("S2-94")
@pytest.mark.parametrize("name", ["plan_digest", "change_set_digest"])
async def test_an_answer_to_something_else_is_not_bound(house: House, name: str) -> None:
    run_id = await house.start()
    changed: Any = {name: OTHER}
    with pytest.raises(UserCanFix) as error:
        await house.answer(run_id, **changed)
    assert error.value.error_code == "APPROVAL_NOT_BOUND"
    assert (await house.question(run_id)).status == "open"


async def test_a_public_endpoint_needs_its_tick_and_may_get_it_afterwards(house: House) -> None:
    run_id = await house.start()
    with pytest.raises(UserCanFix) as error:
        await house.answer(run_id, allowed_exposures=())
    assert error.value.error_code == "E_NOT_APPROVED"
    assert (await house.question(run_id)).status == "open"
    assert house.deployer.aws.attempts == 0
    await house.answer(run_id)
    assert (await house.question(run_id)).status == "decided"


async def test_a_plan_is_not_approved_after_its_time(house: House) -> None:
    run_id = await house.start()
    await house.question(run_id)
    house.clock.advance(hours=25)
    with pytest.raises(UserCanFix, match="PLAN_EXPIRED"):
        await house.answer(run_id)


async def test_an_unknown_question_is_not_answered(house: House) -> None:
    run_id = await house.start()
    with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
        await house.answer(run_id, approval_id=ApprovalId("run_none.1"))


async def test_of_fifty_answers_at_once_one_counts(house: House) -> None:
    run_id = await house.start()
    question = await house.question(run_id)
    people = [Actor(user_id=f"person_{number}", kind="user") for number in range(50)]

    async def answer(person: Actor) -> str | None:
        try:
            await house.service.decide_approval(person, agreeing(question))
        except CopilotError as error:
            return error.error_code
        return None

    results = await asyncio.gather(*map(answer, people))
    assert (results.count(None), results.count("REPLAY")) == (1, 49)
    winner = people[results.index(None)]
    answered = await house.question(run_id)
    decision: Any = answered.decision
    sealed = SealedPlan.from_json(decision["sealed_plan"])
    verified = verify_seal(sealed, KEY.public_key(), run_id, house.clock())
    assert verified.plan.digest == answered.plan_digest
    assert answered.decided_by == sealed.approval.actor.user_id == winner.user_id
    assert (await house.ended(run_id)).completion_state == "succeeded"
    assert house.deployer.aws.repeated_effects() == []


async def test_a_second_answer_is_told_who_was_first(house: House) -> None:
    run_id = await house.start()
    question = await house.question(run_id)
    first = Actor(user_id="ada", kind="user")
    await house.service.decide_approval(first, agreeing(question))
    with pytest.raises(UserCanFix) as error:
        await house.answer(run_id, answer=Answer.REJECTED)
    assert error.value.error_code == "REPLAY"
    assert "decided by ada" in error.value.message


async def test_a_rejection_changes_nothing_and_says_why(house: House) -> None:
    run_id = await house.start()
    await house.answer(run_id, answer=Answer.REJECTED, reason="Not today.")
    run = await house.ended(run_id)
    assert (run.completion_state, house.deployer.aws.attempts) == ("rejected", 0)
    decided = await house.wait_for(run_id, "deployment_failed")
    failure: Any = decided.payload["failure"]
    assert failure["message"].endswith("Not today.")
    assert (await house.audited())[-1] == "approval_decided"


async def test_a_rejection_needs_no_ticks(house: House) -> None:
    run_id = await house.start()
    await house.answer(run_id, answer=Answer.REJECTED, allowed_exposures=(), confirmed_steps={})
    assert (await house.ended(run_id)).completion_state == "rejected"


async def test_a_question_that_nobody_answers_expires(house: House) -> None:
    run_id = await house.start()
    await house.question(run_id)
    house.host.advance(86_400)
    assert (await house.ended(run_id)).completion_state == "expired"
