"""The preview: what each kind of action would do to the account as it is."""

from typing import Any, cast

import pytest

from backend.aws.account import AwsAccount
from backend.domain.errors import CopilotError
from backend.domain.plans.change_set import ChangeSet
from backend.domain.plans.plan import Plan
from backend.tools.aws_deployer.preview import preview
from tests.backend.tools.aws_deployer.hello import Deployer, hello_plan, with_step
from tests.backend.tools.aws_deployer.test_compose import call, plan
from tests.doubles.fake_account import FakeAws, Fault


def previewed(aws: FakeAws, of: Plan) -> ChangeSet:
    return preview(of, cast(AwsAccount, aws.account(of.iam_policy)))


def kinds(aws: FakeAws, *tools: str, **args: Any) -> list[str]:
    found = previewed(aws, plan(*(call(tool, **args) for tool in tools)))
    return [change.kind.value for change in found.changes]


def code_of(aws: FakeAws, tool: str, **args: Any) -> str:
    with pytest.raises(CopilotError) as error:
        kinds(aws, tool, **args)
    return error.value.error_code


@pytest.fixture
def aws() -> FakeAws:
    """An account with a bucket and a log group of a name that samples use."""
    aws = FakeAws()
    aws.state.log_groups["/aws/lambda/hello"] = {"tags": {}, "retention": 30}
    return aws


@pytest.mark.spec("S2-111")
def test_in_an_empty_account_everything_is_created() -> None:
    found = previewed(FakeAws(), hello_plan())
    assert {change.kind.value for change in found.changes} == {"create"}
    assert [change.before for change in found.changes] == [None] * len(found.changes)


@pytest.mark.spec("S2-50", "G7")
def test_a_preview_changes_nothing_and_is_bound() -> None:
    aws, of = FakeAws(), hello_plan()
    found = previewed(aws, of)
    assert (aws.attempts, found.plan_digest) == (0, of.digest)
    assert (found.account_id, found.caller_arn) == (aws.account_id, aws.caller_arn)
    assert previewed(aws, of).digest == found.digest


def test_what_is_as_wanted_is_left_alone(aws: FakeAws) -> None:
    assert kinds(aws, "set_log_retention") == ["none"]


def test_what_exists_otherwise_is_in_the_way(aws: FakeAws) -> None:
    assert code_of(aws, "set_log_retention", retention_days=7) == "RESOURCE_EXISTS"
    assert code_of(aws, "create_log_group") == "RESOURCE_EXISTS"


def test_what_is_to_be_updated_must_exist() -> None:
    assert code_of(FakeAws(), "update_lambda_alias") == "RESOURCE_MISSING"


async def test_what_an_update_would_not_give_back_is_not_overwritten() -> None:
    deployer = Deployer()
    first = await deployer.deploy()
    second = deployer.second_release(first)
    variables: Any = {"Variables": {"SOMETHING_ELSE": "FAKE"}}
    deployer.aws.state.functions["hello"]["settings"]["Environment"] = variables
    with pytest.raises(CopilotError, match="changed by somebody else") as error:
        previewed(deployer.aws, second)
    assert error.value.error_code == "RESOURCE_CHANGED"


async def test_what_somebody_changed_before_the_preview_is_given_back_by_the_undo() -> None:
    deployer = Deployer()
    first = await deployer.deploy()
    deployer.aws.state.functions["hello"]["settings"]["MemorySize"] = 1024
    before = deployer.aws.resources()
    second = deployer.verified(deployer.second_release(first))
    await deployer.apply(second)
    assert await deployer.undo(second) == []
    assert deployer.aws.resources() == before


def test_what_is_to_be_invoked_must_exist() -> None:
    assert code_of(FakeAws(), "invoke_lambda") == "RESOURCE_MISSING"


def test_a_deletion_shows_what_goes(aws: FakeAws) -> None:
    found = previewed(aws, plan(call("delete_log_group")))
    (change,) = found.changes
    assert (change.kind, change.after) == ("delete", None)
    assert change.before == {"log_group": "/aws/lambda/hello", "tags": {}}


def test_what_is_gone_need_not_be_deleted() -> None:
    assert kinds(FakeAws(), "delete_role", "delete_bucket") == ["none", "none"]


async def test_an_update_shows_both_states() -> None:
    deployer = Deployer()
    first = await deployer.deploy()
    found = previewed(deployer.aws, deployer.second_release(first))
    change = found.change("move_alias")
    assert change.kind == "update"
    assert change.before == {"version": "1"}
    assert change.after == {"version": "(known after publish_version.version)"}


@pytest.mark.spec("S2-43")
async def test_an_invocation_is_shown_as_such() -> None:
    deployer = Deployer()
    await deployer.deploy()
    assert kinds(deployer.aws, "invoke_lambda") == ["run"]


def test_a_plan_that_lies_is_not_previewed() -> None:
    with pytest.raises(CopilotError) as error:
        previewed(FakeAws(), with_step(hello_plan(), "create_role", title="Nothing"))
    assert error.value.error_code == "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"


def test_a_refused_read_is_told() -> None:
    aws = FakeAws(read_faults={2: Fault.DENIED})
    with pytest.raises(Exception, match="AccessDeniedException"):
        previewed(aws, hello_plan())


def test_another_change_set_has_another_digest(aws: FakeAws) -> None:
    one = previewed(aws, plan(call("delete_log_group")))
    aws.state.log_groups["/aws/lambda/hello"]["tags"] = {"new": "tag"}
    assert previewed(aws, plan(call("delete_log_group"))).digest != one.digest
