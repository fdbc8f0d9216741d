"""From what a person says to a draft: what is filled, what is refused, and by which name."""

from typing import Any

import pytest

from backend.domain.errors import CopilotError
from backend.domain.operations import MOST_CALLS
from backend.domain.plans.actions import Effect, Provenance
from backend.domain.plans.plan import OPERATION_TARGET
from backend.domain.plans.policy import review
from backend.domain.plans.verdict import Decision
from backend.tools.aws_deployer.operations.forms import FORMS, REACHED_THROUGH
from tests.backend.tools.aws_deployer.hello import Deployer
from tests.backend.tools.aws_deployer.operations.office import POLICY, Office, archive, function
from tests.doubles.fake_services import REGION

BUCKET = {"bucket_name": "office-bucket"}


Call = tuple[str, dict[str, Any]]


async def refusal(office: Office, *calls: Call) -> CopilotError:
    with pytest.raises(CopilotError) as error:
        await office.draft(*calls)
    return error.value


@pytest.mark.spec("S2-31", "S2-188")
async def test_a_chain_says_what_it_does_and_where_each_value_comes_from(office: Office) -> None:
    office.write("app.zip", archive("app"))
    draft = await office.draft(
        ("create_bucket", {**BUCKET, "region": REGION}),
        ("upload_s3", {**BUCKET, "file_path": "app.zip"}),
        ("invoke_lambda", {"function_name": "worker"}),
        ("list_buckets", {}),
    )
    assert draft.target == OPERATION_TARGET
    assert draft.intent == (
        "Create the private bucket office-bucket; Upload the package to office-bucket/app.zip; "
        "Invoke worker:$LATEST; and 1 more."
    )
    assert [step.step_id for step in draft.steps] == ["step_1", "step_2", "step_3", "step_4"]
    assert [(file.name, file.size_bytes) for file in draft.artefacts] == [
        ("app.zip", len(archive("app")))
    ]
    assert draft.steps[0].provenance == {
        "bucket_name": Provenance.USER,
        "tags": Provenance.DEFAULT,
        "region": Provenance.DEFAULT,
    }
    assert draft.steps[2].call.args == {
        "function_name": "worker",
        "payload": {},
        "qualifier": "$LATEST",
    }


async def test_what_is_created_is_tagged_with_the_run(office: Office) -> None:
    (bucket, role, group) = (
        await office.draft(
            ("create_bucket", BUCKET),
            ("create_role", {"role_name": "worker"}),
            ("create_log_group", {"log_group": "/office"}),
        )
    ).steps
    for step in (bucket, role, group):
        assert step.call.args["tags"]["aws-copilot:run"] == "run_1"
        assert step.call.args["tags"]["aws-copilot:deployment"] == "operation_run_1"
    assert role.call.args["service_principal"] == "lambda.amazonaws.com"
    assert role.provenance["service_principal"] is Provenance.DEFAULT


async def test_a_function_is_deployed_from_a_file_and_a_role_of_the_same_operation(
    office: Office,
) -> None:
    office.write("app.zip", archive("app"))
    plan = await office.plan(
        ("create_iam_role", {"role_name": "worker", "trusted_service": "lambda"}),
        ("deploy_lambda", function(zip_file="app.zip", role_arn={"$output": "step_1.role_arn"})),
        ("invoke_lambda", {"function_name": "worker"}),
    )
    assert review(plan).decision is Decision.APPROVED
    verified = office.deployer.verified(plan)
    await office.deployer.apply(verified)
    assert office.deployer.aws.effect_names() == ["CreateRole", "CreateFunction", "Invoke"]


async def test_what_is_there_is_read_and_replaced(furnished: Office) -> None:
    (alias, retention, policy, settings) = (
        await furnished.draft(
            (
                "update_lambda_alias",
                {"function_name": "worker", "alias": "live", "version": "1"},
            ),
            ("set_log_retention", {"log_group": "/office", "retention_days": 7}),
            (
                "put_role_policy",
                {"role_name": "worker", "policy_name": "p", "policy": {**POLICY, "Id": "1"}},
            ),
            ("update_lambda_configuration", {"function_name": "worker", "timeout_s": 5}),
        )
    ).steps
    assert (alias.call.args["previous_version"], alias.provenance["previous_version"]) == (
        "1",
        Provenance.AWS_READ,
    )
    assert (retention.call.tool, retention.call.args["previous_days"]) == (
        "change_log_retention",
        30,
    )
    assert (policy.call.tool, policy.call.args["previous"]) == ("replace_role_policy", POLICY)
    assert settings.call.args["configuration"] == {
        **settings.call.args["previous"],
        "timeout_s": 5,
    }
    assert "environment" not in settings.call.args["configuration"]


async def test_other_permissions_for_a_role_that_was_there_are_destructive(
    furnished: Office,
) -> None:
    args = {"role_name": "worker", "policy_name": "p", "policy": {**POLICY, "Id": "1"}}
    (step,) = (await furnished.plan(("put_role_policy", args))).steps
    assert step.effect is Effect.DESTRUCTIVE


@pytest.mark.parametrize(
    ("tool", "args", "named"),
    [
        ("create_bucket", {}, "bucket_name"),
        ("create_bucket", {**BUCKET, "confirm": True}, "confirm"),
        ("create_bucket", {**BUCKET, "tags": {}}, "tags"),
        ("create_bucket", {**BUCKET, "region": "us-east-1"}, "region"),
        ("create_bucket", {"bucket_name": "No"}, "bucket_name"),
        ("upload_s3", BUCKET, "file_path"),
        ("deploy_lambda", {"function_name": "worker"}, "zip_file"),
        ("set_log_retention", {"log_group": "/a", "retention_days": 2}, "retention_days"),
        ("create_role", {"role_name": "a", "service_principal": "b.c", "trusted_service": "b.c"},
         "trusted_service"),
        ("list_s3_objects", {}, "bucket_name"),
    ],
)  # fmt: skip
async def test_a_wrong_argument_is_named_with_its_step(
    office: Office, tool: str, args: dict[str, Any], named: str
) -> None:
    error = await refusal(office, ("list_buckets", {}), (tool, args))
    assert error.error_code == "E_INVALID_STEP"
    assert f"step_2 ({tool}) is not valid: {named}" in error.message


async def test_nothing_to_change_is_no_change(furnished: Office) -> None:
    call = ("update_lambda_configuration", {"function_name": "worker"})
    assert "give at least one of" in (await refusal(furnished, call)).message


@pytest.mark.parametrize("tool", ["launch_rocket", *REACHED_THROUGH])
async def test_only_tools_by_their_public_names(office: Office, tool: str) -> None:
    assert (await refusal(office, (tool, {}))).error_code == "E_UNKNOWN_ACTION"


@pytest.mark.parametrize("tool", ["update_lambda_code", "publish_version", "update_lambda_alias"])
async def test_what_does_not_exist_cannot_be_changed(office: Office, tool: str) -> None:
    office.write("app.zip", archive("app"))
    known = {"function_name": "worker", "zip_file": "app.zip", "alias": "live", "version": "1"}
    args = {name: value for name, value in known.items() if name in FORMS[tool].model_fields}
    assert (await refusal(office, (tool, args))).error_code == "RESOURCE_MISSING"


async def test_two_steps_never_change_one_resource(office: Office) -> None:
    error = await refusal(office, ("create_bucket", BUCKET), ("delete_bucket", BUCKET))
    assert error.error_code == "E_INVALID_STEP"
    assert "changes s3:bucket/office-bucket, as step_1 does" in error.message


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (
            ("create_alias", {"function_name": "worker", "alias": "next", "version": "1"}),
            ("delete_lambda", {"function_name": "worker"}),
        ),
        (
            ("set_log_retention", {"log_group": "/office", "retention_days": 7}),
            ("delete_log_group", {"log_group": "/office"}),
        ),
    ],
)
async def test_nothing_is_deleted_of_which_a_step_before_has_changed_a_part(
    furnished: Office, part: Call, whole: Call
) -> None:
    """What the first step did would be gone, and an undo after the second could not bring back."""
    error = await refusal(furnished, part, whole)
    assert (error.error_code, "as step_1 does" in error.message) == ("E_INVALID_STEP", True)


async def test_an_operation_is_bounded(office: Office) -> None:
    for count in (0, MOST_CALLS + 1):
        error = await refusal(office, *[("list_buckets", {})] * count)
        assert error.error_code == "E_INVALID_STEP"


@pytest.mark.parametrize("call", ["list_buckets", {"tool": "a"}, {"tool": "a", "args": 1}])
async def test_a_malformed_call_is_named(office: Office, call: Any) -> None:
    with pytest.raises(CopilotError, match="step_1") as error:
        await office.drafted([call])
    assert error.value.error_code == "E_INVALID_STEP"


@pytest.mark.spec("S2-188")
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../outside.txt", "E_FORBIDDEN"),
        ("/etc/passwd", "E_FORBIDDEN"),
        ("missing.txt", "SOURCE_NOT_FOUND"),
        (".env", "E_FILE_UNUSABLE"),
        ("folder", "E_FILE_UNUSABLE"),
        ("link.txt", "E_FORBIDDEN"),
    ],
)
async def test_files_come_from_the_workspace_alone(office: Office, path: str, code: str) -> None:
    office.write(".env", b"KEY=FAKE")
    (office.folder / "folder").mkdir()
    (office.folder / "link.txt").symlink_to("/etc/hostname")
    error = await refusal(office, ("upload_s3", {**BUCKET, "file_path": path}))
    assert error.error_code == code
    assert len(office.deployer.artefacts.packages) == len(Deployer().artefacts.packages)


async def test_a_package_is_a_zip_archive_of_limited_size(office: Office) -> None:
    office.write("text.zip", b"no archive")
    call = ("deploy_lambda", function(zip_file="text.zip"))
    assert (await refusal(office, call)).error_code == "E_FILE_UNUSABLE"
    with (office.folder / "big.zip").open("wb") as big:
        big.truncate(60 * 1024 * 1024)
    call = ("deploy_lambda", function(zip_file="big.zip"))
    assert (await refusal(office, call)).error_code == "PACKAGE_TOO_LARGE"
