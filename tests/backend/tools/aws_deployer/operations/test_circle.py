"""Every operation in full: drafted, previewed, approved, applied, and taken back exactly."""

from typing import Any

import pytest

from backend.domain.errors import CopilotError
from backend.domain.plans.actions import ChangeKind, UndoLabel
from backend.domain.plans.policy import review
from backend.domain.plans.verdict import Decision
from backend.tools.aws_deployer.catalog import ACTIONS
from backend.tools.aws_deployer.operations.forms import REACHED_THROUGH
from tests.backend.tools.aws_deployer.operations.office import POLICY, Office, archive, function
from tests.doubles.fake_account import Died, Fault

BUCKET = {"bucket_name": "office-bucket"}
GROUP = {"log_group": "/office"}
WORKER = {"function_name": "worker"}
URL = {**WORKER, "qualifier": "live"}
LIVE = {**WORKER, "alias": "live"}
WIDER = {**POLICY, "Id": "wider"}
PUBLIC = {
    "Grantee": {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"},
    "Permission": "READ",
}

OPERATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "create_bucket": ("create_bucket", {"bucket_name": "another-bucket"}),
    "upload_s3": ("upload_s3", {**BUCKET, "file_path": "new.txt"}),
    "replace_s3_object": (
        "upload_s3",
        {**BUCKET, "file_path": "new.txt", "object_name": "old.txt"},
    ),
    "create_role": ("create_iam_role", {"role_name": "other", "trusted_service": "lambda"}),
    "put_role_policy": (
        "put_role_policy",
        {"role_name": "worker", "policy_name": "q", "policy": POLICY},
    ),
    "replace_role_policy": (
        "put_role_policy",
        {"role_name": "worker", "policy_name": "p", "policy": WIDER},
    ),
    "delete_role_policy": ("delete_role_policy", {"role_name": "worker", "policy_name": "p"}),
    "create_log_group": ("create_log_group", {"log_group": "/another"}),
    "change_log_retention": ("set_log_retention", {**GROUP, "retention_days": 7}),
    "delete_log_retention": ("delete_log_retention", GROUP),
    "deploy_lambda": (
        "deploy_lambda",
        {**function(zip_file="new.zip"), "function_name": "other"},
    ),
    "update_lambda_code": ("update_lambda_code", {**WORKER, "zip_file": "new.zip"}),
    "update_lambda_configuration": ("update_lambda_configuration", {**WORKER, "memory_mb": 256}),
    "create_alias": ("create_alias", {**WORKER, "alias": "next", "version": "1"}),
    "create_function_url": ("create_function_url", {**URL, "auth_type": "NONE"}),
    "add_lambda_permission": (
        "add_lambda_permission",
        {**URL, "statement_id": "public", "permission": "lambda:InvokeFunctionUrl"},
    ),
}
LOSES = {
    name
    for name, action in ACTIONS.items()
    if action.label is UndoLabel.IRREVERSIBLE and name not in REACHED_THROUGH
}
CHAINED = {"set_log_retention", "limit_log_retention", "publish_version", "update_lambda_alias"}
"""They need something that only an earlier operation makes; see below."""


@pytest.fixture(autouse=True)
async def files(furnished: Office) -> None:
    furnished.write("new.txt", b"new")
    furnished.write("new.zip", archive("new"))
    furnished.deployer.aws.effects.clear()


def test_every_action_of_the_catalogue_is_among_the_cases() -> None:
    assert set(OPERATIONS) | LOSES | CHAINED == set(ACTIONS)


@pytest.mark.parametrize("name", list(OPERATIONS))
async def test_what_was_done_is_undone_exactly(furnished: Office, name: str) -> None:
    before = furnished.deployer.aws.resources()
    verified = await furnished.do(OPERATIONS[name])
    (step,) = verified.plan.steps
    assert (step.action, review(verified.plan).decision) == (name, Decision.APPROVED)
    assert furnished.deployer.aws.resources() != before
    assert await furnished.deployer.undo(verified) == []
    assert furnished.deployer.aws.resources() == before


@pytest.mark.parametrize("fault", [Fault.LOST_REPLY, Fault.LOST_REQUEST, Fault.BROKEN])
@pytest.mark.parametrize("name", list(OPERATIONS))
async def test_a_call_in_doubt_is_settled_by_reading(
    furnished: Office, name: str, fault: Fault
) -> None:
    aws = furnished.deployer.aws
    before, attempts = aws.resources(), aws.attempts
    aws.call_faults = {attempts: fault, attempts + 1: fault}
    verified = await furnished.do(OPERATIONS[name])
    aws.call_faults = {aws.attempts: fault}
    assert await furnished.deployer.undo(verified) == []
    assert aws.resources() == before
    assert aws.repeated_effects() == []


@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize("fault", [Fault.DIED_BEFORE, Fault.DIED_AFTER])
@pytest.mark.parametrize("name", list(OPERATIONS))
async def test_killed_in_its_call_it_is_finished_or_undone(
    furnished: Office, name: str, fault: Fault, is_done: bool
) -> None:
    aws, deployer = furnished.deployer.aws, furnished.deployer
    before = aws.resources()
    verified = deployer.verified(await furnished.plan(OPERATIONS[name]))
    aws.call_faults = {aws.attempts: fault}
    with pytest.raises(Died):
        await deployer.apply(verified)
    if is_done:
        await deployer.apply(verified)
        assert aws.resources() != before
    assert await deployer.undo(verified) == []
    assert aws.resources() == before
    assert aws.repeated_effects() == []


async def test_a_function_gets_a_version_and_its_alias_moves(furnished: Office) -> None:
    aws = furnished.deployer.aws
    first = aws.resources()
    calls = (
        ("update_lambda_code", {**WORKER, "zip_file": "new.zip"}),
        ("publish_version", WORKER),
        ("update_lambda_alias", {**LIVE, "version": {"$output": "step_2.version"}}),
    )
    verified = await furnished.do(*calls)
    assert aws.state.functions["worker"]["aliases"] == {"live": "2"}
    assert await furnished.deployer.undo(verified) == []
    assert aws.resources() == first


async def test_what_nobody_changed_since_its_newest_version_is_not_published(
    furnished: Office,
) -> None:
    with pytest.raises(CopilotError, match="nothing changed") as error:
        await furnished.draft(("publish_version", WORKER))
    assert error.value.error_code == "E_INVALID_STEP"


async def test_a_published_version_is_taken_back(furnished: Office) -> None:
    await furnished.do(("update_lambda_code", {**WORKER, "zip_file": "new.zip"}))
    before = furnished.deployer.aws.resources()
    verified = await furnished.do(("publish_version", WORKER), run_id="run_2")
    assert await furnished.deployer.undo(verified) == []
    assert furnished.deployer.aws.resources() == before


async def test_keeping_lines_for_less_is_not_called_exact(furnished: Office) -> None:
    """Lines that are too old then do not come back; a group of the same operation has none."""
    await furnished.do(("delete_log_retention", GROUP))
    draft = await furnished.draft(
        ("set_log_retention", {**GROUP, "retention_days": 7}),
        ("create_log_group", {"log_group": "/new"}),
        ("set_log_retention", {"log_group": "/new", "retention_days": 7}),
    )
    names = [call.tool for call in furnished.calls_of(draft)]
    assert names == ["limit_log_retention", "create_log_group", "set_log_retention"]
    labels = [ACTIONS[name].label for name in names]
    assert labels == [UndoLabel.COMPENSATABLE, UndoLabel.EXACT, UndoLabel.EXACT]


async def test_an_upload_of_what_is_there_changes_nothing(furnished: Office) -> None:
    verified = await furnished.do(("upload_s3", {**BUCKET, "file_path": "old.txt"}))
    assert verified.change_set.change("step_1").kind is ChangeKind.NONE
    assert await furnished.deployer.undo(verified) == []


async def test_the_object_of_somebody_else_is_given_back_with_its_settings(
    furnished: Office,
) -> None:
    aws = furnished.deployer.aws
    foreign = {"body": b"theirs", "metadata": {"author": "x"}, "content_type": "text/x"}
    aws.state.buckets["office-bucket"]["objects"]["new.txt"] = foreign
    before = aws.resources()
    verified = await furnished.do(("upload_s3", {**BUCKET, "file_path": "new.txt"}))
    assert aws.resources() != before
    assert await furnished.deployer.undo(verified) == []
    assert aws.resources() == before


@pytest.mark.parametrize("settings", [{"StorageClass": "GLACIER"}, {"VersionId": "3HL4kqtJ"}])
async def test_an_object_that_could_not_be_given_back_is_left_alone(
    furnished: Office, settings: dict[str, str]
) -> None:
    held = furnished.deployer.aws.state.buckets["office-bucket"]["objects"]["old.txt"]
    held["settings"] = settings
    with pytest.raises(CopilotError) as error:
        await furnished.draft(OPERATIONS["replace_s3_object"])
    assert error.value.error_code == "RESOURCE_EXISTS"


async def test_an_object_that_others_may_read_is_left_alone(furnished: Office) -> None:
    held = furnished.deployer.aws.state.buckets["office-bucket"]["objects"]["old.txt"]
    held["grants"] = [PUBLIC]
    with pytest.raises(CopilotError, match=r"READ to .*AllUsers") as error:
        await furnished.draft(OPERATIONS["replace_s3_object"])
    assert error.value.error_code == "RESOURCE_EXISTS"


async def test_a_grant_that_was_made_after_the_draft_is_not_lost(furnished: Office) -> None:
    plan = await furnished.plan(OPERATIONS["replace_s3_object"])
    held = furnished.deployer.aws.state.buckets["office-bucket"]["objects"]["old.txt"]
    held["grants"] = [PUBLIC]
    with pytest.raises(CopilotError) as error:
        furnished.deployer.seal(plan)
    assert error.value.error_code == "RESOURCE_CHANGED"


@pytest.mark.parametrize("status", ["Enabled", "Suspended"])
@pytest.mark.parametrize("name", ["upload_s3", "replace_s3_object"])
async def test_where_a_bucket_keeps_versions_nothing_is_uploaded(
    furnished: Office, name: str, status: str
) -> None:
    """Its undo would leave a version, or a delete marker."""
    furnished.deployer.aws.state.buckets["office-bucket"]["versioning"] = status
    with pytest.raises(CopilotError, match=status) as error:
        await furnished.draft(OPERATIONS[name])
    assert error.value.error_code == "E_NOT_EXACT"


async def test_what_is_there_already_may_be_in_a_bucket_with_versions(furnished: Office) -> None:
    furnished.deployer.aws.state.buckets["office-bucket"]["versioning"] = "Enabled"
    verified = await furnished.do(("upload_s3", {**BUCKET, "file_path": "old.txt"}))
    assert verified.change_set.change("step_1").kind is ChangeKind.NONE


@pytest.mark.parametrize("name", ["upload_s3", "replace_s3_object"])
async def test_what_somebody_changed_since_is_not_undone_over_it(
    furnished: Office, name: str
) -> None:
    verified = await furnished.do(OPERATIONS[name])
    objects = furnished.deployer.aws.state.buckets["office-bucket"]["objects"]
    key = verified.plan.steps[0].params["object_name"]
    objects[key] = {"body": b"theirs", "metadata": {}, "content_type": "text/x"}
    (error,) = await furnished.deployer.undo(verified)
    assert error.error_code == "E_NOT_OURS"
    assert objects[key]["body"] == b"theirs"


async def test_what_changed_after_the_draft_is_not_overwritten(furnished: Office) -> None:
    """The preview refuses what the undo would not give back."""
    plan = await furnished.plan(OPERATIONS["replace_s3_object"])
    held = furnished.deployer.aws.state.buckets["office-bucket"]["objects"]["old.txt"]
    held["body"] = b"changed by hand"
    with pytest.raises(CopilotError) as error:
        furnished.deployer.seal(plan)
    assert error.value.error_code == "RESOURCE_CHANGED"


async def test_the_package_of_a_function_that_somebody_else_made_is_kept(
    furnished: Office,
) -> None:
    """It is read from where Lambda says that it lies, so that the undo can give it back."""
    furnished.deployer.artefacts.packages.clear()
    before = furnished.deployer.aws.resources()
    verified = await furnished.do(OPERATIONS["update_lambda_code"])
    assert await furnished.deployer.undo(verified) == []
    assert furnished.deployer.aws.resources() == before
