"""The account misbehaves: the deployment succeeds, or everything that it did is taken back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.domain.aws_credentials import AccessKeySpec
from backend.domain.secrets import Secret
from tests.backend.sandbox.running import RunningSandbox
from tests.journeys.journey import (
    HELLO_STEPS,
    OWNER,
    Journey,
    changes_sent,
    error_of,
    plain_application,
    says_no,
)

pytestmark = pytest.mark.slow

OPERATIONS = {
    "create_bucket": ("s3", "CreateBucket", 0),
    "upload_package": ("s3", "PutObject", 0),
    "create_log_group": ("logs", "CreateLogGroup", 0),
    "keep_logs": ("logs", "PutRetentionPolicy", 0),
    "create_role": ("iam", "CreateRole", 0),
    "allow_logs": ("iam", "PutRolePolicy", 0),
    "create_function": ("lambda", "CreateFunction", 0),
    "publish_version": ("lambda", "PublishVersion", 0),
    "create_alias": ("lambda", "CreateAlias", 0),
    "create_url": ("lambda", "CreateFunctionUrlConfig", 0),
    "allow_public_url": ("lambda", "AddPermission", 0),
    "allow_public_invoke": ("lambda", "AddPermission", 1),
}
"""Per step its service and operation, and how many calls of that operation come before."""
DELETIONS = (
    ("lambda", "DeleteFunctionUrlConfig"),
    ("lambda", "RemovePermission"),
    ("lambda", "DeleteAlias"),
    ("lambda", "DeleteFunction"),
    ("iam", "DeleteRolePolicy"),
    ("iam", "DeleteRole"),
    ("logs", "DeleteLogGroup"),
    ("s3", "DeleteObject"),
    ("s3", "DeleteBucket"),
)
UNHEALTHY = '''"""Starts, and is not healthy."""


def handler(event, context):
    return {"statusCode": 503, "body": "not today"}
'''


def strike(sandbox: RunningSandbox, step_id: str, kind: str, **more: object) -> None:
    service, operation, after = OPERATIONS[step_id]
    sandbox.fault(service=service, op=operation, kind=kind, after=after, **more)


def test_every_step_has_its_operation() -> None:
    assert tuple(OPERATIONS) == HELLO_STEPS


@pytest.mark.parametrize("kind", ["throttling", "reply_lost", "server_error", "drop"])
async def test_a_fault_in_every_call_changes_nothing(
    kind: str, journey: Journey, plain: Path
) -> None:
    for step_id in HELLO_STEPS:
        strike(journey.sandbox, step_id, kind)
    story = await journey.deploy(plain)
    assert story.view.completion_state == "succeeded", story.view.failure
    sent = changes_sent(journey.sandbox)
    assert (len(sent), max(sent.values())) == (len(HELLO_STEPS), 1)


@pytest.mark.spec("S2-96")
@pytest.mark.parametrize("step_id", HELLO_STEPS)
async def test_a_refusal_at_any_step_is_undone(step_id: str, journey: Journey, plain: Path) -> None:
    before = await journey.digest()
    strike(journey.sandbox, step_id, "access_denied", times=0)
    story = await journey.deploy(plain)
    assert (story.view.completion_state, story.error_code) == ("undone", "E_ACCESS_DENIED")
    done = HELLO_STEPS[: HELLO_STEPS.index(step_id)]
    assert [event.payload["step_id"] for event in story.told("step_applied")] == [*done]
    assert await journey.digest() == before
    assert await journey.copilot.deployments() == ()


@pytest.mark.parametrize("kind", ["throttling", "reply_lost", "server_error"])
async def test_a_fault_in_every_call_of_the_undo_leaves_nothing(
    kind: str, journey: Journey, tmp_path: Path
) -> None:
    before = await journey.digest()
    for service, operation in DELETIONS:
        journey.sandbox.fault(service=service, op=operation, kind=kind)
    story = await journey.deploy(plain_application(tmp_path / "unhealthy", UNHEALTHY))
    assert (story.view.completion_state, story.error_code) == ("undone", "E_UNHEALTHY")
    assert story.left == []
    assert await journey.digest() == before
    assert max(changes_sent(journey.sandbox).values()) == 1


@pytest.mark.spec("S2-96")
async def test_what_resists_its_undo_is_named(journey: Journey, tmp_path: Path) -> None:
    """The undo goes on with the rest, and says exactly what is left."""
    journey.sandbox.fault(service="iam", op="DeleteRole", kind="access_denied", times=0)
    story = await journey.deploy(plain_application(tmp_path / "unhealthy", UNHEALTHY))
    assert story.view.completion_state == "escalated"
    (left,) = story.left
    assert (left["step_id"], left["resource"]) == ("create_role", "iam:role/hello-us-east-1")
    assert [*(await journey.account())["resources"]] == ["iam:role/hello-us-east-1"]
    (case,) = story.told("escalation_opened")
    undo: Any = case.payload["undo"]
    assert undo["left"] == [left]


@pytest.mark.spec("S2-122", "G13")
@pytest.mark.parametrize(
    ("aws_code", "code"),
    [
        ("InvalidClientTokenId", "E_CREDENTIALS_INVALID"),
        ("ExpiredToken", "E_CREDENTIALS_EXPIRED"),
    ],
)
async def test_keys_that_do_not_work_stop_a_run_before_it_plans(
    aws_code: str, code: str, journey: Journey, plain: Path
) -> None:
    refuse_identity(journey.sandbox, aws_code)
    story = await journey.deploy(plain)
    assert (story.view.completion_state, story.nodes[-3:]) == (
        "undone",
        ["preflight", "explanation", "closure"],
    )
    assert story.error_code == code
    assert not changes_sent(journey.sandbox)


@pytest.mark.spec("S2-122", "S2-151")
async def test_keys_that_have_expired_are_not_kept(journey: Journey) -> None:
    keys = AccessKeySpec(
        name="old",
        access_key_id="AKIAFAKEEXPIREDKEY01",
        secret_access_key=Secret("FAKE-secret-EXAMPLE-0000000000000000000"),
        expires_at=datetime.now(UTC) - timedelta(minutes=1),
    )
    refused = journey.copilot.add_credential(OWNER, keys)
    assert await error_of(refused) == "E_CREDENTIALS_EXPIRED"
    assert [each.name for each in await journey.copilot.credentials()] == ["sandbox"]


@pytest.mark.spec("S2-122")
async def test_a_credential_without_keys_deploys_nothing(journey: Journey, plain: Path) -> None:
    values = {"GREETING": Secret("a-FAKE-value")}
    kept = await journey.copilot.keep_environment(OWNER, "hello", values)
    story = await journey.deploy(plain, credential_id=kept["GREETING"])
    assert (story.view.completion_state, story.error_code) == ("undone", "CREDENTIAL_BINDING")
    assert not changes_sent(journey.sandbox)


async def test_keys_that_expire_half_way_leave_nothing(journey: Journey, plain: Path) -> None:
    """The identity is asked again before every step: here it fails before the fifth, once."""
    before = await journey.digest()
    before_the_first_step = 3  # once at the preflight, twice at the preview
    refuse_identity(journey.sandbox, "ExpiredToken", after=before_the_first_step + 4)
    story = await journey.deploy(plain)
    assert (story.view.completion_state, story.error_code) == ("undone", "E_CREDENTIALS_EXPIRED")
    assert len(story.told("step_applied")) == 4
    assert await journey.digest() == before


def refuse_identity(sandbox: RunningSandbox, code: str, **more: int) -> None:
    sandbox.fault(service="sts", op="GetCallerIdentity", kind="access_denied", code=code, **more)


async def test_a_dry_run_that_cannot_read_asks_nothing(journey: Journey, plain: Path) -> None:
    journey.sandbox.fault(service="iam", op="GetRole", kind="access_denied", times=0)
    story = await journey.deploy(plain, says_no)
    assert (story.view.completion_state, story.error_code) == ("undone", "E_ACCESS_DENIED")
    assert story.told("approval_requested") == []
