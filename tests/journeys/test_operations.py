"""Single operations and chains: reads answered at once, changes approved, failures taken back."""

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backend.domain.commands import StartOperation
from backend.domain.identifiers import GraphRunId
from backend.domain.operations import OPERATIONS
from backend.domain.plans.drafting import ToolCall
from backend.stores.repositories.locks import LockRecord, lock_name
from tests.journeys.journey import (
    OWNER,
    REGION,
    Journey,
    Person,
    Story,
    changes_sent,
    error_of,
    says_no,
    says_nothing,
    says_yes,
)

pytestmark = pytest.mark.slow

CREATE = ("create_bucket", {"bucket_name": "reports"})
LIST = ("list_s3_objects", {"bucket_name": "reports"})
READING = ["route", "account", "plan_drafting", "reading", "respond", "closure"]
CHANGING = ["route", "account", "plan_drafting", "compliance", "dry_run", "approval"]


async def start(
    journey: Journey, *calls: tuple[str, dict[str, Any]], region: str = REGION
) -> GraphRunId:
    command = StartOperation(
        calls=tuple(ToolCall(tool=tool, args=args) for tool, args in calls),
        region=region,
        credential_id=journey.credential_id,
    )
    return await journey.copilot.start_operation(OWNER, command)


async def operate(
    journey: Journey, *calls: tuple[str, dict[str, Any]], person: Person = says_yes
) -> Story:
    return await journey.follow(await start(journey, *calls), person)


def rows_of(story: Story, number: int = 0) -> Any:
    return story.view.answers[number].answer["rows"]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "app.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("app.py", "def handler(event, context):\n    return 1\n")
    return path


async def asked_nobody(journey: Journey, question: object) -> None:
    raise AssertionError("a read asks nobody")


@pytest.mark.spec("S1-10", "S1-54", "S1-55")
async def test_a_read_is_answered_without_asking_anybody(journey: Journey) -> None:
    await operate(journey, CREATE)
    story = await operate(journey, ("list_buckets", {}), person=asked_nobody)
    assert story.view.completion_state == "succeeded", story.view.failure
    assert story.nodes == READING
    assert [row[0] for row in rows_of(story)] == ["reports"]
    (answer,) = story.view.answers
    assert (answer.step_id, answer.action) == ("step_1", "list_buckets")
    assert [each["state"] for each in story.view.steps] == ["unchanged"]
    assert await journey.copilot.deployments() == ()


@pytest.mark.spec("S2-111", "S2-112")
async def test_a_chain_is_one_plan_with_one_approval(journey: Journey, package: Path) -> None:
    upload = ("upload_s3", {"bucket_name": "reports", "file_path": str(package)})
    story = await operate(journey, CREATE, upload, LIST)
    assert story.view.completion_state == "succeeded", story.view.failure
    assert story.nodes == [*CHANGING, "execution", "validation", "respond", "closure"]
    assert len(story.told("approval_requested")) == 1
    assert [row[0] for row in rows_of(story)] == ["app.zip"]
    assert [each["state"] for each in story.view.steps] == ["applied", "applied", "unchanged"]
    assert len(changes_sent(journey.sandbox)) == 2


async def test_an_operation_leaves_no_deployment_behind(journey: Journey) -> None:
    story = await operate(journey, CREATE)
    run = await journey.copilot.repositories.runs.get(
        story.view.scope.tenant_id, story.view.graph_run_id
    )
    assert (story.view.deployment_id, run.deployment_id) == (None, None)
    assert await journey.copilot.deployments() == ()
    assert story.told("deployment_succeeded", "deployment_failed") == []
    assert run.expires_at is not None


@pytest.mark.spec("S2-113", "S2-155")
async def test_a_chain_that_fails_is_taken_back_exactly(journey: Journey, package: Path) -> None:
    before = await journey.digest()
    journey.sandbox.fault(service="s3", op="PutObject", kind="access_denied", times=0)
    upload = ("upload_s3", {"bucket_name": "reports", "file_path": str(package)})
    story = await operate(journey, CREATE, upload, LIST)
    assert (story.view.completion_state, story.error_code) == ("undone", "E_ACCESS_DENIED")
    assert story.undone == ["step_1"]
    assert story.view.answers == ()
    assert await journey.digest() == before
    assert story.told("escalation_opened") == []


async def test_what_resists_its_undo_is_escalated(journey: Journey, package: Path) -> None:
    journey.sandbox.fault(service="s3", op="PutObject", kind="access_denied", times=0)
    journey.sandbox.fault(service="s3", op="DeleteBucket", kind="access_denied", times=0)
    upload = ("upload_s3", {"bucket_name": "reports", "file_path": str(package)})
    story = await operate(journey, CREATE, upload)
    assert story.view.completion_state == "escalated"
    assert [each["resource"] for each in story.left] == ["s3:bucket/reports"]
    assert len(story.told("escalation_opened")) == 1


async def test_a_plan_that_is_rejected_changes_nothing(journey: Journey) -> None:
    story = await operate(journey, CREATE, person=says_no)
    assert (story.view.completion_state, story.error_code) == ("rejected", "E_REJECTED")
    assert not changes_sent(journey.sandbox)


async def test_an_operation_is_cancelled_while_it_waits(journey: Journey) -> None:
    run_id = await start(journey, CREATE)
    await journey.until_asked(run_id)
    await journey.cancel(run_id)
    story = await journey.follow(run_id, says_nothing)
    assert (story.view.completion_state, story.error_code) == ("cancelled", "E_CANCELLED")
    assert not changes_sent(journey.sandbox)


@pytest.mark.parametrize(
    ("call", "code", "told"),
    [
        (("list_bucket", {}), "E_UNKNOWN_ACTION", "list_bucket"),
        (("create_bucket", {"bucket_name": "No Bucket"}), "E_INVALID_STEP", "bucket_name"),
        (("create_bucket", {"bucket_name": "reports", "odd": 1}), "E_INVALID_STEP", "odd"),
        (("list_s3_objects", {}), "E_INVALID_STEP", "bucket_name"),
    ],
    ids=["unknown", "bad", "further", "missing"],
)
async def test_what_cannot_be_planned_is_explained(
    call: tuple[str, dict[str, Any]], code: str, told: str, journey: Journey
) -> None:
    story = await operate(journey, call, person=asked_nobody)
    assert (story.view.completion_state, story.error_code) == ("undone", code)
    assert told in str((story.view.failure or {})["message"])
    assert story.nodes[-2:] == ["explanation", "closure"]
    assert not changes_sent(journey.sandbox)


async def test_a_read_that_aws_refuses_is_explained(journey: Journey) -> None:
    story = await operate(journey, LIST, person=asked_nobody)
    assert story.view.completion_state == "undone"
    assert story.told("step_failed")
    assert story.nodes[-2:] == ["explanation", "closure"]


async def test_a_region_that_does_not_exist_starts_nothing(journey: Journey) -> None:
    assert await error_of(start(journey, CREATE, region="nowhere-1")) == "E_UNKNOWN_REGION"
    assert await journey.copilot.runs(10) == ()


@pytest.mark.spec("S2-94")
async def test_a_deletion_needs_the_name_of_what_it_deletes(journey: Journey) -> None:
    await operate(journey, CREATE)
    run_id = await start(journey, ("delete_bucket", {"bucket_name": "reports"}))
    question = await journey.until_asked(run_id)
    assert [*question.confirmations.values()] == ["s3:bucket/reports"]
    story = await journey.follow(run_id)
    assert story.view.completion_state == "succeeded", story.view.failure
    assert rows_of(await operate(journey, ("list_buckets", {}))) == []


async def test_two_operations_do_not_change_one_account_at_once(journey: Journey) -> None:
    run_id = await start(journey, CREATE)
    question = await journey.until_asked(run_id)
    held = LockRecord(
        **question.plan.scope.model_dump(),
        created_at=datetime.now(UTC),
        lock_name=lock_name(question.plan.account.account_id, REGION, OPERATIONS),
        graph_run_id=GraphRunId("run_other"),
    )
    await journey.copilot.repositories.locks.acquire(held)
    story = await journey.follow(run_id)
    assert (story.view.completion_state, story.error_code) == ("undone", "RUN_LOCKED")
    assert not changes_sent(journey.sandbox)
    reads = await operate(journey, ("list_buckets", {}), person=asked_nobody)
    assert reads.view.completion_state == "succeeded"
