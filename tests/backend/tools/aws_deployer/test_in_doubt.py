"""What no read can settle is left alone and told, never sent again."""

from typing import Any

import pytest

from backend.domain.errors import CopilotError
from backend.domain.plans.sealing import VerifiedPlan
from backend.tools.aws_deployer.apply import apply_step
from backend.tools.aws_deployer.journal import RecordKind
from backend.tools.aws_deployer.undo import undo_step
from tests.backend.tools.aws_deployer.hello import Deployer, hello_plan
from tests.backend.tools.aws_deployer.test_compose import call, plan
from tests.doubles.fake_account import Died, FakeAws, Fault
from tests.doubles.fake_services import State

FOREIGN: Any = {"trust": {}, "tags": {}, "policies": {}, "arn": "arn:aws:iam::1:role/foreign"}


async def code_of(work: Any) -> str:
    with pytest.raises(CopilotError) as error:
        await work
    return error.value.error_code


async def died_before_create_role() -> tuple[Deployer, VerifiedPlan, str]:
    """The intent is written, the call was not made; the name of the role."""
    deployer = Deployer()
    verified = deployer.verified(hello_plan())
    steps = [str(step.step_id) for step in verified.plan.steps]
    deployer.aws.call_faults = {steps.index("create_role"): Fault.DIED_BEFORE}
    with pytest.raises(Died):
        await deployer.apply(verified)
    return deployer, verified, str(verified.plan.step("create_role").params["role_name"])


async def test_what_somebody_else_made_meanwhile_is_not_taken_for_ours() -> None:
    deployer, verified, name = await died_before_create_role()
    deployer.aws.state.roles[name] = dict(FOREIGN)
    assert await code_of(deployer.apply(verified)) == "E_IN_DOUBT"
    assert "CreateRole" not in deployer.aws.effect_names()


async def test_what_somebody_else_made_meanwhile_is_not_deleted() -> None:
    deployer, verified, name = await died_before_create_role()
    deployer.aws.state.roles[name] = dict(FOREIGN)
    errors = await deployer.undo(verified)
    assert [error.error_code for error in errors] == ["E_IN_DOUBT"]
    assert deployer.aws.state.roles == {name: FOREIGN}
    assert deployer.aws.state.buckets == {}


async def test_once_it_is_out_of_the_way_the_undo_is_finished() -> None:
    deployer, verified, name = await died_before_create_role()
    deployer.aws.state.roles[name] = dict(FOREIGN)
    await deployer.undo(verified)
    del deployer.aws.state.roles[name]
    assert await deployer.undo(verified) == []
    assert deployer.aws.resources() == Deployer().aws.resources()


async def test_a_lost_reply_over_a_foreign_change_is_not_repeated() -> None:
    """The alias moved, but not to where the step wanted it."""
    deployer = Deployer()
    first = await deployer.deploy()
    second = deployer.verified(deployer.second_release(first))
    deployer.aws.call_faults = {deployer.aws.attempts + 4: Fault.DIED_BEFORE}
    with pytest.raises(Died):
        await deployer.apply(second)
    deployer.aws.state.functions["hello"]["aliases"]["live"] = "7"
    assert await code_of(deployer.apply(second)) == "E_IN_DOUBT"
    assert "UpdateAlias" not in deployer.aws.effect_names()


async def invoking() -> tuple[Deployer, VerifiedPlan]:
    deployer = Deployer()
    await deployer.deploy()
    return deployer, deployer.verified(plan(call("invoke_lambda")))


@pytest.mark.parametrize("fault", [Fault.LOST_REPLY, Fault.LOST_REQUEST, Fault.BROKEN])
async def test_an_invocation_in_doubt_is_never_repeated(fault: Fault) -> None:
    deployer, verified = await invoking()
    attempts = deployer.aws.attempts
    deployer.aws.call_faults = {attempts: fault}
    for _ in range(2):
        assert await code_of(deployer.apply(verified)) == "E_IN_DOUBT"
    assert deployer.aws.attempts == attempts + 1


async def test_an_invocation_that_died_is_never_repeated() -> None:
    deployer, verified = await invoking()
    deployer.aws.call_faults = {deployer.aws.attempts: Fault.DIED_AFTER}
    with pytest.raises(Died):
        await deployer.apply(verified)
    assert await code_of(deployer.apply(verified)) == "E_IN_DOUBT"
    assert deployer.aws.effect_names().count("Invoke") == 1


@pytest.mark.parametrize("fault", [Fault.DENIED, Fault.THROTTLED])
async def test_an_invocation_that_aws_refused_did_not_happen(fault: Fault) -> None:
    """There is nothing in doubt, so there is nothing to escalate."""
    deployer, verified = await invoking()
    attempts = deployer.aws.attempts
    deployer.aws.call_faults = {attempts + number: fault for number in range(9)}
    refused = "E_ACCESS_DENIED" if fault is Fault.DENIED else "E_AWS_THROTTLED"
    assert await code_of(deployer.apply(verified)) == refused
    sent = deployer.aws.attempts
    assert await code_of(deployer.apply(verified)) == refused
    undone = await undo_step(deployer.workshop(), verified.plan, "invoke_lambda")
    assert undone is not None
    assert (undone.kind, undone.is_changed) == (RecordKind.UNDONE, False)
    assert deployer.aws.attempts == sent
    assert "Invoke" not in deployer.aws.effect_names()


async def test_an_invocation_in_doubt_is_told_when_it_is_undone() -> None:
    deployer, verified = await invoking()
    deployer.aws.call_faults = {deployer.aws.attempts: Fault.LOST_REPLY}
    assert await code_of(deployer.apply(verified)) == "E_IN_DOUBT"
    undo = undo_step(deployer.workshop(), verified.plan, "invoke_lambda")
    assert await code_of(undo) == "E_IN_DOUBT"


@pytest.mark.spec("S2-43")
async def test_an_invocation_cannot_be_undone() -> None:
    deployer, verified = await invoking()
    assert (await apply_step(deployer.workshop(), verified, "invoke_lambda")).is_changed
    undo = undo_step(deployer.workshop(), verified.plan, "invoke_lambda")
    assert await code_of(undo) == "E_IRREVERSIBLE"


@pytest.mark.parametrize("state", [{"busy_reads": 10_000}, {"is_failing": True}])
async def test_a_function_that_never_becomes_ready_is_not_called_applied(
    state: dict[str, Any],
) -> None:
    """And undo removes it."""
    deployer = Deployer(FakeAws(State(**state)))
    verified = deployer.verified(hello_plan())
    assert await code_of(deployer.apply(verified)) == "E_IN_DOUBT"
    assert await deployer.undo(verified) == []
    assert deployer.aws.resources() == Deployer().aws.resources()
