"""Apply and undo over a twin of the account, each step under its own least policy."""

import asyncio
import json
from typing import Any

import pytest

from backend.domain.errors import CopilotError
from backend.domain.identifiers import GraphRunId
from backend.tools.aws_deployer.account_digest import account_digest
from backend.tools.aws_deployer.apply import apply_step
from backend.tools.aws_deployer.journal import RecordKind
from backend.tools.aws_deployer.undo import undo_step
from tests.backend.tools.aws_deployer.hello import (
    SCOPE,
    SECRET_VALUE,
    Deployer,
    hello_plan,
    texts_in,
)
from tests.doubles.fake_account import Fault
from tests.doubles.fake_lambda import TOO_LONG_ENVIRONMENT


@pytest.fixture
def deployer() -> Deployer:
    return Deployer()


async def refused(work: Any) -> CopilotError:
    with pytest.raises(CopilotError) as error:
        await work
    return error.value


@pytest.mark.spec("S2-111")
async def test_a_plan_is_applied_step_by_step(deployer: Deployer) -> None:
    verified = await deployer.deploy()
    function = deployer.aws.state.functions["hello"]
    assert function["aliases"] == {"live": "1"}
    assert function["urls"] == {"live": "NONE"}
    assert sorted(function["policies"]["live"]) == ["allow-public-invoke", "allow-public-url"]
    variables = function["settings"]["Environment"]["Variables"]
    assert variables == {"DATABASE_PASSWORD": SECRET_VALUE}
    assert len(deployer.aws.effects) == len(verified.plan.steps)


async def test_outputs_reach_the_steps_that_refer_to_them(deployer: Deployer) -> None:
    await deployer.deploy()
    records = await deployer.journal.records(SCOPE, GraphRunId("run_1"))
    outputs = {str(each.step_id): each.outputs for each in records if each.outputs}
    assert outputs["publish_version"] == {"version": "1"}
    assert outputs["create_url"]["url"].startswith("https://")
    assert outputs["create_role"]["role_arn"] == deployer.aws.state.functions["hello"]["role"]


@pytest.mark.spec("S2-15", "S2-200")
async def test_every_step_and_its_undo_do_with_the_policy_of_their_errand(
    deployer: Deployer,
) -> None:
    """The twin refuses whatever the errand's own policy does not name."""
    verified = await deployer.deploy()
    assert await deployer.undo(verified) == []
    assert all(errand.policy for errand in deployer.vault.errands)
    assert deployer.aws.resources() == Deployer().aws.resources()


async def test_applying_again_changes_nothing(deployer: Deployer) -> None:
    verified = await deployer.deploy()
    before = deployer.aws.resources()
    await deployer.apply(verified)
    assert deployer.aws.resources() == before
    assert deployer.aws.repeated_effects() == []


@pytest.mark.spec("S2-155")
async def test_undo_gives_back_the_account_as_it_was(deployer: Deployer) -> None:
    before = account_digest(deployer.aws.account())
    verified = await deployer.deploy()
    assert account_digest(deployer.aws.account())["digest"] != before["digest"]
    assert await deployer.undo(verified) == []
    assert account_digest(deployer.aws.account()) == before


async def test_undoing_again_does_nothing(deployer: Deployer) -> None:
    verified = await deployer.deploy()
    await deployer.undo(verified)
    calls = len(deployer.aws.effects)
    assert await deployer.undo(verified) == []
    assert len(deployer.aws.effects) == calls


async def test_undoing_what_never_began_is_nothing(deployer: Deployer) -> None:
    verified = deployer.verified(hello_plan())
    assert await undo_step(deployer.workshop(), verified.plan, "create_role") is None
    assert deployer.aws.attempts == 0


async def test_an_update_is_applied_and_undone_exactly(deployer: Deployer) -> None:
    first = await deployer.deploy()
    before = deployer.aws.resources()
    second = deployer.verified(deployer.second_release(first))
    await deployer.apply(second)
    assert deployer.aws.state.functions["hello"]["aliases"] == {"live": "2"}
    assert await deployer.undo(second) == []
    assert deployer.aws.resources() == before


async def test_what_is_already_as_wanted_is_neither_sent_nor_undone(deployer: Deployer) -> None:
    storage = ("create_bucket", "upload_package", "create_log_group", "keep_logs", "create_role")
    first = deployer.verified(hello_plan())
    for step_id in storage:
        await apply_step(deployer.workshop(), first, step_id)
    before = deployer.aws.resources()
    again = deployer.verified(hello_plan(nonce="fedcba9876543210"))
    for step_id in storage:
        record = await apply_step(deployer.workshop(), again, step_id)
        assert (record.is_changed, again.change_set.change(step_id).kind) == (False, "none")
    assert await deployer.undo(again) == []
    assert deployer.aws.resources() == before
    assert len(deployer.aws.effects) == len(storage)


async def test_drift_since_the_preview_sends_nothing(deployer: Deployer) -> None:
    verified = deployer.verified(hello_plan())
    name = next(step for step in verified.plan.steps if step.action == "create_role")
    deployer.aws.state.roles[str(name.params["role_name"])] = {
        "arn": "arn:aws:iam::123456789012:role/foreign",
        "trust": {},
        "tags": {},
        "policies": {},
    }
    with pytest.raises(CopilotError) as error:
        await deployer.apply(verified)
    assert error.value.error_code == "PREVIEW_DRIFTED"
    assert "CreateRole" not in deployer.aws.effect_names()
    assert await deployer.undo(verified) == []
    assert list(deployer.aws.state.buckets) == []


async def test_another_identity_sends_nothing(deployer: Deployer) -> None:
    verified = deployer.verified(hello_plan())
    deployer.aws.caller_arn = "arn:aws:iam::123456789012:user/somebody-else"
    error = await refused(deployer.apply(verified))
    assert (error.error_code, deployer.aws.attempts) == ("CREDENTIAL_BINDING", 0)


async def test_another_identity_undoes_nothing(deployer: Deployer) -> None:
    verified = await deployer.deploy()
    calls = deployer.aws.attempts
    deployer.aws.account_id = "999999999999"
    errors = await deployer.undo(verified)
    assert {error.error_code for error in errors} == {"CREDENTIAL_BINDING"}
    assert deployer.aws.attempts == calls


@pytest.mark.parametrize(
    ("step_id", "table"),
    [
        ("create_bucket", "buckets"),
        ("create_role", "roles"),
        ("create_log_group", "log_groups"),
        ("create_function", "functions"),
    ],
)
async def test_undo_leaves_what_does_not_carry_the_tag_of_its_run(
    deployer: Deployer, step_id: str, table: str
) -> None:
    verified = await deployer.deploy()
    (resource,) = getattr(deployer.aws.state, table).values()
    resource["tags"] = {**resource["tags"], "aws-copilot:run": "run_of_somebody_else"}
    error = await refused(undo_step(deployer.workshop(), verified.plan, step_id))
    assert error.error_code == "E_NOT_OURS"
    assert len(getattr(deployer.aws.state, table)) == 1


async def test_steps_are_applied_in_their_order_alone(deployer: Deployer) -> None:
    verified = deployer.verified(hello_plan())
    error = await refused(apply_step(deployer.workshop(), verified, "create_role"))
    assert (error.error_code, deployer.aws.attempts) == ("E_NOT_APPROVED", 0)


async def test_a_plan_whose_undo_began_is_not_applied_further(deployer: Deployer) -> None:
    verified = deployer.verified(hello_plan())
    await apply_step(deployer.workshop(), verified, "create_bucket")
    await undo_step(deployer.workshop(), verified.plan, "create_bucket")
    for step_id in ("create_bucket", "upload_package"):
        error = await refused(apply_step(deployer.workshop(), verified, step_id))
        assert error.error_code == "E_NOT_APPROVED"
    assert deployer.aws.effect_names() == ["CreateBucket", "DeleteBucket"]


async def test_a_run_that_plans_again_applies_the_new_plan(deployer: Deployer) -> None:
    """The new plan has the same run and the same step ids as the one that was undone."""
    first = await deployer.deploy()
    assert await deployer.undo(first) == []
    again = deployer.verified(hello_plan("run_1", nonce="fedcba9876543210"))
    await deployer.apply(again)
    assert deployer.aws.state.functions["hello"]["aliases"] == {"live": "1"}
    assert await deployer.undo(again) == []
    assert deployer.aws.resources() == Deployer().aws.resources()


@pytest.mark.spec("S2-151", "S2-201")
async def test_secrets_stand_in_no_record_and_no_change_set(deployer: Deployer) -> None:
    verified = await deployer.deploy()
    await deployer.undo(verified)
    records = [record.to_json() for record in deployer.journal.kept]
    everything = [*texts_in([*records, verified.sealed.to_json()])]
    assert not [text for text in everything if SECRET_VALUE in text]
    assert SECRET_VALUE not in repr(deployer.vault.errands)
    assert deployer.vault.open_now == 0


async def test_a_refusal_that_quotes_a_secret_is_redacted(deployer: Deployer) -> None:
    """Lambda quotes the whole environment where it is too long."""
    value = "FAKE" * TOO_LONG_ENVIRONMENT
    deployer.vault.values = dict.fromkeys(deployer.vault.values, value)
    verified = deployer.verified(hello_plan())
    error = await refused(deployer.apply(verified))
    assert "4KB" in error.message
    assert value not in str(error)
    assert value not in json.dumps([record.to_json() for record in deployer.journal.kept])
    assert deployer.vault.open_now == 0


async def test_a_role_that_is_too_new_is_waited_for(deployer: Deployer) -> None:
    verified = deployer.verified(hello_plan())
    place = [str(step.step_id) for step in verified.plan.steps].index("create_function")
    deployer.aws.call_faults = dict.fromkeys((place, place + 1), Fault.ROLE_TOO_NEW)
    await deployer.apply(verified)
    assert deployer.aws.effect_names().count("CreateFunction") == 1


async def test_a_failure_is_journaled_with_its_reason(deployer: Deployer) -> None:
    verified = deployer.verified(hello_plan())
    deployer.aws.call_faults = {0: Fault.DENIED}
    error = await refused(deployer.apply(verified))
    kinds = [record.kind for record in deployer.journal.kept]
    assert error.error_code == "E_ACCESS_DENIED"
    assert kinds == [RecordKind.INTENT, RecordKind.FAILURE]
    assert deployer.journal.kept[-1].error == {"kind": "OperatorMustAct", **error.as_record()}


async def test_throttling_without_end_gives_up_and_undoes_cleanly(deployer: Deployer) -> None:
    verified = deployer.verified(hello_plan())
    deployer.aws.call_faults = dict.fromkeys(range(2, 40), Fault.THROTTLED)
    error = await refused(deployer.apply(verified))
    deployer.aws.call_faults = {}
    assert error.error_code == "E_AWS_THROTTLED"
    assert await deployer.undo(verified) == []
    assert deployer.aws.resources() == Deployer().aws.resources()


async def test_two_deployments_at_once_do_not_touch_each_other() -> None:
    one, other = Deployer(), Deployer()
    await asyncio.gather(one.deploy("run_1"), other.deploy("run_2"))
    assert one.aws.effect_names() == other.aws.effect_names()
