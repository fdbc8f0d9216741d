"""Approve, reject and cancel in one mailbox, whenever they come, and however often."""

import asyncio
from dataclasses import replace

import pytest

from backend.domain.commands import CancelRun
from backend.domain.errors import CopilotError, OperatorMustAct, UserCanFix
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.approval import Answer
from tests.backend.runs.house import OWNER, House, agreeing
from tests.backend.runs.test_recovery import StillHost

DAY_S, HOUR_S = 86_400.0, 3_600.0


async def pass_time(house: House, seconds: float) -> None:
    """For the waits of the engine, and for everything that asks what time it is."""
    house.clock.advance(seconds=seconds)
    house.host.advance(seconds)


async def waiting(house: House) -> GraphRunId:
    run_id = await house.start()
    await house.question(run_id)
    return run_id


def cancelling(run_id: GraphRunId) -> CancelRun:
    return CancelRun(graph_run_id=run_id)


async def test_an_approval_is_waited_for_over_restarts_and_given_late(house: House) -> None:
    run_id = await waiting(house)
    for _ in range(23):
        await pass_time(house, HOUR_S)
        await house.host.restart()
    await house.answer(run_id)
    assert (await house.ended(run_id)).completion_state == "succeeded"


async def test_nobody_answers_for_a_day_over_restarts(house: House) -> None:
    run_id = await waiting(house)
    await pass_time(house, 23 * HOUR_S)
    await house.host.restart()
    assert (await house.run(run_id)).status == "waiting"
    await pass_time(house, HOUR_S)
    assert (await house.ended(run_id)).completion_state == "expired"
    assert house.deployer.aws.effects == []


@pytest.mark.parametrize("answer", list(Answer))
async def test_an_answer_after_the_expiry_is_refused(house: House, answer: Answer) -> None:
    run_id = await waiting(house)
    await pass_time(house, DAY_S)
    await house.ended(run_id)
    with pytest.raises(UserCanFix) as refusal:
        await house.answer(run_id, answer=answer)
    assert refusal.value.error_code in ("E_RUN_ENDED", "PLAN_EXPIRED")
    assert house.deployer.aws.effects == []


async def test_an_approval_after_a_cancel_comes_too_late(house: House) -> None:
    run_id = await waiting(house)
    question = await house.question(run_id)
    await house.service.cancel_run(OWNER, cancelling(run_id))
    await house.ended(run_id)
    with pytest.raises(UserCanFix, match="E_RUN_ENDED"):
        await house.service.decide_approval(OWNER, agreeing(question))
    assert (await house.run(run_id)).completion_state == "cancelled"
    assert house.deployer.aws.effects == []


async def test_of_a_cancel_and_an_approval_in_the_mailbox_the_first_counts(house: House) -> None:
    """Both are there before the run looks: it is replayed over them after a restart."""
    run_id = await waiting(house)
    question = await house.question(run_id)
    await house.service.cancel_run(OWNER, cancelling(run_id))
    still = StillHost(running=(run_id,))
    if (await house.run(run_id)).status != "ended":
        await replace(house.service, host=still).decide_approval(OWNER, agreeing(question))
        await house.service.recover()
    assert (await house.ended(run_id)).completion_state == "cancelled"
    assert house.deployer.aws.effects == []


async def test_a_cancel_after_an_approval_takes_back_what_was_applied(house: House) -> None:
    before = house.deployer.aws.resources()
    run_id = await waiting(house)
    await house.answer(run_id)
    await house.service.cancel_run(OWNER, cancelling(run_id))
    assert (await house.ended(run_id)).completion_state == "cancelled"
    assert house.deployer.aws.resources() == before


async def test_a_cancel_during_the_undo_lets_it_finish(house: House) -> None:
    before = house.deployer.aws.resources()
    run_id = await waiting(house)
    house.probe.status = 500

    async def cancel() -> None:
        await house.service.cancel_run(OWNER, cancelling(run_id))

    house.probe.meanwhile = cancel
    await house.answer(run_id)
    run = await house.ended(run_id)
    assert run.completion_state in ("undone", "cancelled")
    assert house.deployer.aws.resources() == before


async def test_cancelling_twice_is_cancelling_once(house: House) -> None:
    run_id = await waiting(house)
    for _ in range(2):
        await house.service.cancel_run(OWNER, cancelling(run_id))
    assert (await house.ended(run_id)).completion_state == "cancelled"


async def test_a_decided_answer_is_sent_again_by_every_start_and_heard_once(house: House) -> None:
    run_id = await waiting(house)
    question = await house.question(run_id)
    await replace(house.service, host=StillHost()).decide_approval(OWNER, agreeing(question))
    for _ in range(3):
        await house.host.restart()
        await house.service.recover()
    assert (await house.ended(run_id)).completion_state == "succeeded"
    assert house.deployer.aws.repeated_effects() == []


async def test_an_answer_that_the_engine_could_not_take_is_delivered_without_a_restart(
    house: House,
) -> None:
    run_id = await waiting(house)
    question = await house.question(run_id)
    locked = OperatorMustAct("E_STORE_UNAVAILABLE", "It is locked.", "Wait.")
    away = replace(house.service, host=StillHost(failing=locked))
    with pytest.raises(OperatorMustAct):
        await away.decide_approval(OWNER, agreeing(question))
    for _ in range(3):
        await house.service.deliver_decided()
    assert (await house.ended(run_id)).completion_state == "succeeded"
    assert house.deployer.aws.repeated_effects() == []


async def test_one_run_that_cannot_be_reached_keeps_no_other_from_hearing(house: House) -> None:
    run_ids = [await waiting(house) for _ in range(2)]
    for run_id in run_ids:
        question = agreeing(await house.question(run_id), answer=Answer.REJECTED)
        await replace(house.service, host=StillHost()).decide_approval(OWNER, question)
    lost = OperatorMustAct("E_STORE_UNAVAILABLE", "It is locked.", "Wait.")
    host = StillHost(failing=lost)
    await replace(house.service, host=host).deliver_decided()
    assert [sent[0] for sent in host.sent] == run_ids[1:]


async def test_fifty_answers_at_once_are_one_execution(house: House) -> None:
    run_id = await waiting(house)
    question = await house.question(run_id)

    async def answer() -> str:
        try:
            await house.service.decide_approval(OWNER, agreeing(question))
        except CopilotError as error:
            return error.error_code
        return "taken"

    answers = await asyncio.gather(*(answer() for _ in range(50)))
    assert sorted(set(answers)) == ["REPLAY", "taken"]
    assert answers.count("taken") == 1
    assert (await house.ended(run_id)).completion_state == "succeeded"
    assert house.deployer.aws.repeated_effects() == []
    assert (
        len([event for event in await house.events(run_id) if event.type == "graph_started"]) == 1
    )
