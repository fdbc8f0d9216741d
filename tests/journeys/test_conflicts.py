"""What else happens to the account: other runs, other people, and what was there before."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.backend.sandbox.running import TRUST, RunningSandbox, create_function, once_it_is_known
from tests.journeys.journey import (
    HELLO_STEPS,
    OWNER,
    Journey,
    approval,
    changes_sent,
    says_no,
    says_nothing,
    says_yes,
)

pytestmark = pytest.mark.slow


def hold_up(sandbox: RunningSandbox, operation: str) -> None:
    """Throttle, so that the run stays at this call until :func:`let_go`; after half a minute it
    gives up.
    """
    sandbox.fault(service="*", op=operation, kind="throttling", times=0)


def let_go(sandbox: RunningSandbox) -> None:
    assert sandbox.control("DELETE", "faults")[0] == 200


async def until_applied(journey: Journey, run_id: Any, step_id: str) -> None:
    async for event in journey.copilot.events(run_id, 0):
        if event.type == "step_applied" and event.payload["step_id"] == step_id:
            return


async def until_left(journey: Journey, run_id: Any, node: str) -> None:
    async for event in journey.copilot.events(run_id, 0):
        if event.type == "node_completed" and event.payload["node"] == node:
            return


async def test_the_second_run_for_an_application_is_told_who_holds_it(
    journey: Journey, plain: Path
) -> None:
    hold_up(journey.sandbox, "CreateRole")
    runs = [await journey.start(plain), await journey.start(plain)]
    questions = [await journey.until_asked(run_id) for run_id in runs]
    await journey.copilot.decide_approval(OWNER, approval(questions[0]))
    await until_applied(journey, runs[0], "create_bucket")
    await journey.copilot.decide_approval(OWNER, approval(questions[1]))
    await until_left(journey, runs[1], "execution")
    let_go(journey.sandbox)
    first, second = await asyncio.gather(*(journey.follow(run_id, says_nothing) for run_id in runs))
    assert first.view.completion_state == "succeeded"
    assert (second.view.completion_state, second.error_code) == ("undone", "RUN_LOCKED")
    assert runs[0] in str(second.view.failure)
    assert second.told("step_started") == []
    assert len(changes_sent(journey.sandbox)) == len(HELLO_STEPS)


async def test_a_lock_is_given_back_when_its_run_ends(journey: Journey, plain: Path) -> None:
    await journey.deploy(plain)
    again = await journey.deploy(plain)
    assert again.view.completion_state == "succeeded"


async def test_two_applications_are_deployed_at_once(journey: Journey, plain: Path) -> None:
    stories = await asyncio.gather(*(journey.deploy(plain, name=name) for name in ("one", "two")))
    assert {story.view.completion_state for story in stories} == {"succeeded"}
    assert len({story.view.url for story in stories}) == 2


@pytest.mark.spec("S2-127", "S2-133", "S2-144")
async def test_a_change_after_the_preview_is_noticed_and_asked_again(
    journey: Journey, plain: Path
) -> None:
    """Somebody changes the function between the card and the click: nothing of theirs is lost."""
    await journey.deploy(plain)
    run_id = await journey.start(plain, memory_mb=256)
    first = await journey.until_asked(run_id)
    change = {"FunctionName": "hello", "MemorySize": 1024}
    journey.sandbox.client("lambda").update_function_configuration(**change)
    changed = await journey.digest()
    await journey.copilot.decide_approval(OWNER, approval(first))
    seen: list[str] = []

    async def second_thoughts(_: Journey, question: Any) -> None:
        if question.approval_id != first.approval_id:
            seen.append(await journey.digest())
            await says_yes(journey, question)

    story = await journey.follow(run_id, second_thoughts)
    (failed,) = story.told("step_failed")
    assert (failed.payload["step_id"], error_in(failed)) == (
        "update_configuration",
        "PREVIEW_DRIFTED",
    )
    asked = story.told("approval_requested")
    assert len({str(each.payload["plan_digest"]) for each in asked}) == 2
    assert seen == [changed]
    assert story.view.completion_state == "succeeded"
    function = journey.sandbox.client("lambda").get_function(FunctionName="hello")
    assert function["Configuration"]["MemorySize"] == 256


async def test_a_drift_that_stays_in_the_way_ends_the_run(journey: Journey, plain: Path) -> None:
    run_id = await journey.start(plain)
    question = await journey.until_asked(run_id)
    create_role(journey.sandbox, "hello-us-east-1")
    before = await journey.digest()
    await journey.copilot.decide_approval(OWNER, approval(question))
    story = await journey.follow(run_id, says_nothing)
    (failed,) = story.told("step_failed")
    assert (failed.payload["step_id"], error_in(failed)) == ("create_role", "PREVIEW_DRIFTED")
    assert (story.view.completion_state, story.error_code) == ("undone", "RESOURCE_EXISTS")
    assert await journey.digest() == before


def create_bucket(sandbox: RunningSandbox, name: str) -> None:
    sandbox.client("s3").create_bucket(Bucket=name)


def create_role(sandbox: RunningSandbox, name: str) -> None:
    sandbox.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)


def create_log_group(sandbox: RunningSandbox, name: str) -> None:
    sandbox.client("logs").create_log_group(logGroupName=name)


def a_function(sandbox: RunningSandbox, name: str) -> None:
    """As soon as its role is no longer too new."""
    create_role(sandbox, "theirs")
    role = "arn:aws:iam::123456789012:role/theirs"
    once_it_is_known(lambda: create_function(sandbox, name, role=role))


MAKERS = {
    "create_bucket": create_bucket,
    "create_role": create_role,
    "create_log_group": create_log_group,
    "create_function": a_function,
}


@pytest.mark.parametrize("step_id", MAKERS)
async def test_what_was_there_before_is_left_alone(
    step_id: str, journey: Journey, plain: Path
) -> None:
    dreamt = (await journey.deploy(plain, says_no)).told("plan_drafted")[0]
    steps: Any = dreamt.payload["plan"]
    resource = next(each["resource"] for each in steps["steps"] if each["step_id"] == step_id)
    MAKERS[step_id](journey.sandbox, resource.partition("/")[2])
    before, sent = await journey.digest(), changes_sent(journey.sandbox)
    story = await journey.deploy(plain)
    assert (story.view.completion_state, story.error_code) == ("undone", "RESOURCE_EXISTS")
    assert story.told("approval_requested") == []
    assert (await journey.digest(), changes_sent(journey.sandbox)) == (before, sent)


@pytest.mark.spec("S2-96")
@pytest.mark.parametrize("step_id", ["create_bucket", "create_role", "create_alias"])
async def test_a_cancel_during_the_execution_undoes_it(
    step_id: str, journey: Journey, plain: Path
) -> None:
    before = await journey.digest()
    following = HELLO_STEPS[HELLO_STEPS.index(step_id) + 1]
    operations = {"upload_package": "PutObject", "allow_logs": "PutRolePolicy"}
    hold_up(journey.sandbox, operations.get(following, "CreateFunctionUrlConfig"))
    run_id = await journey.start(plain)
    question = await journey.until_asked(run_id)
    await journey.copilot.decide_approval(OWNER, approval(question))
    await until_applied(journey, run_id, step_id)
    await journey.cancel(run_id)
    let_go(journey.sandbox)
    story = await journey.follow(run_id, says_nothing)
    assert (story.view.completion_state, story.error_code) == ("cancelled", "E_CANCELLED")
    undone = [event.payload["step_id"] for event in story.told("step_undone")]
    assert step_id in undone
    assert story.left == []
    assert await journey.digest() == before


def error_in(event: Any) -> str:
    return event.payload["failure"]["error_code"]
