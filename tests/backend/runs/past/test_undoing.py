"""What a run could not take back is told exactly, and taken back once the cause is gone."""

from typing import Any

import pytest

from backend.domain.commands import UndoRun
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import GraphRunId
from backend.runs.past.undoing import undo_run
from backend.runs.service import TENANT
from backend.runs.views import escalation_view, run_view
from tests.backend.runs.house import OWNER, House
from tests.doubles.fake_account import Fault


async def stuck(house: House) -> GraphRunId:
    """A run that failed, and whose undo AWS then refused half-way."""
    run_id = await house.start()
    house.probe.status = 500

    async def deny() -> None:
        aws = house.deployer.aws
        denied = range(aws.attempts + 6, aws.attempts + 50)
        aws.call_faults = dict.fromkeys(denied, Fault.DENIED)

    house.probe.meanwhile = deny
    await house.answer(run_id)
    await house.ended(run_id)
    house.deployer.aws.call_faults = {}
    return run_id


async def left_of(house: House, run_id: GraphRunId) -> list[Any]:
    view = run_view(await house.run(run_id), await house.events(run_id))
    left: Any = view.undo["left"]
    return left


@pytest.mark.spec("S2-96", "S2-155")
async def test_what_is_left_is_told_with_its_reason(house: House) -> None:
    run_id = await stuck(house)
    assert (await house.run(run_id)).completion_state == "escalated"
    left = await left_of(house, run_id)
    assert left
    for each in left:
        assert each["resource"]
        assert each["error"]["error_code"]
        assert each["error"]["next_step"]
    (case,) = await house.repositories.escalations.open_ones(TENANT)
    view = escalation_view(case)
    assert (view.graph_run_id, view.left) == (run_id, tuple(left))
    assert view.failure
    assert view.failure["error_code"] == view.reason_code


@pytest.mark.spec("S2-96")
@pytest.mark.slow
async def test_it_is_taken_back_when_the_cause_is_gone(house: House) -> None:
    before = house.deployer.aws.resources()
    run_id = await stuck(house)
    assert house.deployer.aws.resources() != before
    undoing = await undo_run(house.service, OWNER, UndoRun(graph_run_id=run_id))
    await house.answer(undoing)
    assert (await house.ended(undoing)).completion_state == "succeeded"
    assert house.deployer.aws.resources() == before
    assert await house.repositories.escalations.open_ones(TENANT) == []
    (case,) = await house.store.find("escalations", {})
    assert case["resolution"] == f"Taken back by the run {undoing}."
    assert await house.repositories.deployments.of_tenant(TENANT) == []


@pytest.mark.slow
async def test_it_can_be_tried_again(house: House) -> None:
    before = house.deployer.aws.resources()
    run_id = await stuck(house)
    first = await undo_run(house.service, OWNER, UndoRun(graph_run_id=run_id))
    await house.question(first)
    aws = house.deployer.aws
    aws.call_faults = {aws.attempts: Fault.DENIED}
    await house.answer(first)
    assert (await house.ended(first)).completion_state == "escalated"
    again = await undo_run(house.service, OWNER, UndoRun(graph_run_id=run_id))
    await house.answer(again)
    assert (await house.ended(again)).completion_state == "succeeded"
    assert house.deployer.aws.resources() == before


async def test_a_run_that_made_a_release_is_rolled_back_instead(house: House) -> None:
    run_id = await house.deploy()
    with pytest.raises(UserCanFix) as refusal:
        await undo_run(house.service, OWNER, UndoRun(graph_run_id=run_id))
    assert refusal.value.error_code == "E_IS_RELEASED"
    assert "copilot rollback" in refusal.value.next_step


async def test_a_run_that_goes_on_undoes_by_itself(house: House) -> None:
    run_id = await house.start()
    await house.question(run_id)
    with pytest.raises(UserCanFix, match="E_RUN_GOES_ON"):
        await undo_run(house.service, OWNER, UndoRun(graph_run_id=run_id))


async def test_a_run_without_a_plan_has_nothing_to_undo(house: House) -> None:
    house.github.refusals["check"] = UserCanFix("E_SYNTAX", "It does not compile.", "Correct it.")
    run_id = await house.start()
    await house.ended(run_id)
    with pytest.raises(UserCanFix, match="E_NOTHING_TO_UNDO"):
        await undo_run(house.service, OWNER, UndoRun(graph_run_id=run_id))
