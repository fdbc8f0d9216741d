"""A rollback after closure: a plan from the journal, previewed, approved and applied like any
other.
"""

from pathlib import Path

import pytest

from backend.domain.errors import CopilotError
from backend.domain.plans.approval import confirmations_of
from backend.domain.plans.policy import review
from backend.domain.plans.verdict import Decision
from backend.tools.aws_deployer.rollback import draft_rollback
from tests.backend.tools.aws_deployer.hello import Deployer, hello_plan
from tests.backend.tools.aws_deployer.operations.office import Office
from tests.doubles.fake_account import Died, Fault


async def test_the_newest_step_is_taken_back_first() -> None:
    deployer = Deployer()
    first = await deployer.deploy()
    plan = await deployer.rollback_plan("run_1", "run_9")
    expected = [f"undo_{step.step_id}" for step in reversed(first.plan.steps)]
    assert [step.step_id for step in plan.steps] == expected
    assert review(plan).decision is Decision.APPROVED


async def test_the_name_of_the_application_confirms_the_whole() -> None:
    deployer = Deployer()
    await deployer.deploy()
    plan = await deployer.rollback_plan("run_1", "run_9")
    assert set(confirmations_of(plan).values()) == {"hello"}


@pytest.mark.spec("S2-155")
async def test_a_rollback_gives_back_the_account_as_it_was() -> None:
    deployer = Deployer()
    await deployer.deploy()
    await deployer.apply(deployer.verified(await deployer.rollback_plan("run_1", "run_9")))
    assert deployer.aws.resources() == Deployer().aws.resources()


async def test_the_second_release_is_rolled_back_to_the_first() -> None:
    deployer = Deployer()
    first = await deployer.deploy()
    before = deployer.aws.resources()
    await deployer.apply(deployer.verified(deployer.second_release(first)))
    await deployer.apply(deployer.verified(await deployer.rollback_plan("run_2", "run_9")))
    assert deployer.aws.resources() == before
    await deployer.apply(deployer.verified(await deployer.rollback_plan("run_1", "run_10")))
    assert deployer.aws.resources() == Deployer().aws.resources()


async def test_what_was_undone_within_the_run_is_not_rolled_back_again() -> None:
    """A run that planned again has two plans with the same steps; one of them stands."""
    deployer = Deployer()
    undone = await deployer.deploy()
    await deployer.undo(undone)
    again = deployer.verified(hello_plan(nonce="fedcba9876543210"))
    await deployer.apply(again)
    plan = await deployer.rollback_plan("run_1", "run_9")
    assert len(plan.steps) == len(again.plan.steps)
    await deployer.apply(deployer.verified(plan))
    assert deployer.aws.resources() == Deployer().aws.resources()


async def test_a_run_that_changed_nothing_has_no_rollback() -> None:
    deployer = Deployer()
    await deployer.undo(await deployer.deploy())
    with pytest.raises(CopilotError) as error:
        await deployer.rollback_plan("run_1", "run_9")
    assert error.value.error_code == "E_NOTHING_TO_UNDO"


def test_an_empty_journal_has_no_rollback() -> None:
    with pytest.raises(CopilotError) as error:
        draft_rollback((), "hello")
    assert error.value.error_code == "E_NOTHING_TO_UNDO"


async def test_a_rollback_that_is_interrupted_goes_on() -> None:
    deployer = Deployer()
    await deployer.deploy()
    verified = deployer.verified(await deployer.rollback_plan("run_1", "run_9"))
    deployer.aws.call_faults = {deployer.aws.attempts + 5: Fault.DIED_AFTER}
    with pytest.raises(Died):
        await deployer.apply(verified)
    await deployer.apply(verified)
    assert deployer.aws.repeated_effects() == []
    assert deployer.aws.resources() == Deployer().aws.resources()


TAGGED = ("create_bucket", "create_log_group", "create_role", "create_function")


async def dead_at(step_id: str, fault: Fault) -> Deployer:
    """A run that was lost in the middle of a call."""
    deployer = Deployer()
    number = [str(step.step_id) for step in hello_plan().steps].index(step_id)
    deployer.aws.call_faults = {number: fault}
    with pytest.raises(Died):
        await deployer.deploy()
    return deployer


@pytest.mark.parametrize("fault", [Fault.DIED_BEFORE, Fault.DIED_AFTER])
@pytest.mark.parametrize("step_id", TAGGED)
async def test_what_a_lost_call_may_have_made_is_taken_back_by_its_tag(
    step_id: str, fault: Fault
) -> None:
    deployer = await dead_at(step_id, fault)
    await deployer.apply(deployer.verified(await deployer.rollback_plan("run_1", "run_9")))
    assert deployer.aws.resources() == Deployer().aws.resources()


async def test_what_nothing_marks_as_made_by_the_run_is_left_to_a_person() -> None:
    deployer = await dead_at("publish_version", Fault.DIED_AFTER)
    plan = await deployer.rollback_plan("run_1", "run_9")
    assert plan.steps[0].step_id == "undo_create_function"


INVOKE = ("invoke_lambda", {"function_name": "worker"})


@pytest.fixture
async def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    await office.furnished()
    return office


async def test_what_cannot_be_undone_is_left_out_and_named(office: Office) -> None:
    before = office.deployer.aws.resources()
    await office.do(("create_log_group", {"log_group": "/more"}), INVOKE)
    plan = await office.deployer.rollback_plan("run_1", "run_9")
    assert [step.step_id for step in plan.steps] == ["undo_step_1"]
    assert "stays: step_2 (invoke_lambda)." in plan.intent
    await office.deployer.apply(office.deployer.verified(plan))
    assert office.deployer.aws.resources() == before


async def test_where_nothing_can_be_undone_there_is_no_rollback(office: Office) -> None:
    await office.do(INVOKE)
    with pytest.raises(CopilotError, match="invoke_lambda") as error:
        await office.deployer.rollback_plan("run_1", "run_9")
    assert error.value.error_code == "E_IRREVERSIBLE"
