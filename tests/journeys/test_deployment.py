"""From a request to a URL that answers, and every way back: what is told, and what is left."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.domain.commands import StartRollback
from backend.domain.plans.plan import Plan
from tests.backend.sandbox.running import fetch
from tests.journeys.journey import (
    BROKEN,
    HELLO,
    HELLO_STEPS,
    OWNER,
    Journey,
    Story,
    approval,
    changes_sent,
    error_of,
    plain_application,
    says_no,
    says_yes,
)

pytestmark = pytest.mark.slow

Told = list[tuple[str, Any]]


def visit(node: str, *events: str) -> Told:
    return [("node_started", node), *((event, node) for event in events), ("node_completed", node)]


QUEUED: Told = [("node_queued", "plan_drafting")]
STEP = ("step_started", "tool_called", "step_applied")
UP_TO_THE_QUESTION: Told = [
    ("graph_started", None),
    *visit("intake"),
    *visit("intake_handoff", "intake_completed"),
    *visit("context_sync", "tool_called", "brief_created", "tool_called"),
    *visit("preflight", *["tool_called"] * 3, "preflight_completed"),
    *QUEUED,
    *visit("plan_drafting", *["tool_called"] * 3, "plan_drafted"),
    *visit("compliance", "verdict_given"),
    *visit("dry_run", "tool_called", "change_set_created"),
    *visit("approval", "approval_requested", "approval_decided"),
]
LOOK = ("tool_called", "account_digested")
EXECUTION = visit("execution", "tool_called", *LOOK, *STEP * len(HELLO_STEPS))
CHECKS = ("tool_called", "tool_called", "health_checked")
UNDO = visit(
    "rollback", *["tool_called", "step_undone"] * len(HELLO_STEPS), *LOOK, "undo_completed"
)


def closing(event: str) -> Told:
    return [*visit("closure", event), ("graph_completed", "closure")]


def told(story: Story) -> Told:
    return [(event.type.value, event.payload.get("node")) for event in story.events]


@pytest.mark.spec("S2-1", "S2-106", "S2-107", "S2-108", "S2-109", "S2-110", "S2-111", "S2-112")
@pytest.mark.spec("S2-117", "S2-123", "S2-124", "S2-126", "S2-128", "S2-129", "S2-132", "S2-144")
@pytest.mark.spec("S2-2", "S2-31", "S2-41", "S2-52", "S2-54", "S2-91", "S2-92", "S2-98", "G32")
async def test_a_deployment_is_told_step_by_step_and_its_url_answers(journey: Journey) -> None:
    story = await journey.deploy(HELLO, name="hello-fastapi")
    view = story.view
    assert told(story) == [
        *UP_TO_THE_QUESTION,
        *EXECUTION,
        *visit("validation", *CHECKS, *LOOK),
        *closing("deployment_succeeded"),
    ]
    assert [event.sequence for event in story.events] == list(range(1, len(story.events) + 1))
    assert (view.completion_state, view.failure, view.question) == ("succeeded", None, None)
    assert [(step["step_id"], step["state"]) for step in view.steps] == [
        (step_id, "applied") for step_id in HELLO_STEPS
    ]
    assert view.url is not None
    status, _, page = fetch(view.url)
    assert (status, b"Hello, world!" in page) == (200, True)
    assert json.loads(fetch(f"{view.url}api/hello?name=Ada")[2]) == {"message": "Hello, Ada!"}


@pytest.mark.spec("S2-92", "S2-95", "S2-99", "S2-119", "S2-130", "S2-131")
async def test_a_deployment_leaves_a_complete_record(journey: Journey, plain: Path) -> None:
    story = await journey.deploy(plain)
    (deployment,) = await journey.copilot.deployments()
    assert (deployment.deployment_id, deployment.url) == (
        story.view.deployment_id,
        story.view.url,
    )
    assert (deployment.status, deployment.is_sandbox, deployment.release_count) == ("live", True, 1)
    (asked,) = story.told("approval_requested")
    (brief,) = story.told("brief_created")
    plan = Plan.from_json(asked.payload["plan"])
    assert plan.digest == story.view.plan_digest == asked.payload["plan_digest"]
    assert story.view.change_set_digest == asked.payload["change_set_digest"]
    assert (plan.graph_run_id, plan.account.account_id) == (story.view.graph_run_id, "123456789012")
    assert "lambda_handler application of 1 files" in str(brief.payload["brief"])
    assert deployment.account is not None
    assert (deployment.account.is_equal, deployment.account.is_complete) == (False, True)
    assert "lambda:function/hello" in deployment.account.changed
    replay = await journey.copilot.replay_run(plan.graph_run_id)
    assert replay.is_consistent
    used = {event.graph_run_id for event in story.events}
    assert used == {story.view.graph_run_id}
    assert await journey.copilot.repositories.runs.open_everywhere() == []


@pytest.mark.spec("S2-96", "S2-112", "S2-133")
async def test_a_failed_health_check_takes_everything_back(journey: Journey) -> None:
    before = await journey.digest()
    story = await journey.deploy(BROKEN, name="broken-fastapi")
    assert told(story) == [
        *UP_TO_THE_QUESTION,
        *EXECUTION,
        *visit("validation", *CHECKS),
        *UNDO,
        *QUEUED,
        *visit("plan_drafting"),
        *visit("escalation", "escalation_opened"),
        *closing("deployment_failed"),
    ]
    assert (story.view.completion_state, story.error_code) == ("undone", "E_UNHEALTHY")
    assert (story.undone, story.left) == ([*reversed(HELLO_STEPS)], [])
    assert story.view.account is not None
    assert (story.view.account.is_equal, story.view.account.is_complete) == (True, True)
    assert {str(step["state"]) for step in story.view.steps} == {"undone"}
    assert await journey.digest() == before
    assert await journey.copilot.deployments() == ()
    assert "503" in str(story.view.failure)


@pytest.mark.spec("S2-94", "S2-110", "S2-144")
async def test_a_rejected_plan_changes_nothing(journey: Journey, plain: Path) -> None:
    story = await journey.deploy(plain, says_no)
    assert told(story) == [*UP_TO_THE_QUESTION, *closing("deployment_failed")]
    assert (story.view.completion_state, story.error_code) == ("rejected", "E_REJECTED")
    assert "not today" in str(story.view.failure)
    assert not changes_sent(journey.sandbox)


@pytest.mark.spec("S2-42", "S2-97", "S2-133")
async def test_two_releases_are_taken_back_one_by_one(journey: Journey, tmp_path: Path) -> None:
    source = plain_application(tmp_path / "plain")
    before = await journey.digest()
    first = await journey.deploy(source)
    one_release = await journey.digest()
    plain_application(source, PLAIN_2)
    second = await journey.deploy(source)
    assert (second.view.completion_state, second.view.url) == ("succeeded", first.view.url)
    assert second.view.deployment_id == first.view.deployment_id
    assert (await answer_of(second), await releases(journey)) == ("second", 2)

    taken_back = await journey.roll_back(first.view.deployment_id)
    assert taken_back.view.completion_state == "succeeded"
    assert (await answer_of(second), await releases(journey)) == ("hello", 1)
    assert await journey.digest() == one_release

    await journey.roll_back(first.view.deployment_id)
    assert await journey.digest() == before
    (deployment,) = await journey.copilot.deployments()
    assert (deployment.status, deployment.url, deployment.release_count) == ("torn_down", None, 0)
    assert await error_of(journey.roll_back(first.view.deployment_id)) == "E_NOTHING_TO_UNDO"


@pytest.mark.spec("G6", "S2-49", "S2-97")
async def test_a_rollback_needs_the_name_typed(journey: Journey, plain: Path) -> None:
    deployed = await journey.deploy(plain)
    after = await journey.digest()
    assert deployed.view.deployment_id
    command = StartRollback(deployment_id=deployed.view.deployment_id)
    run_id = await journey.copilot.start_rollback(OWNER, command)
    question = await journey.until_asked(run_id)
    assert set(question.confirmations.values()) == {"hello"}
    for typed in ({}, dict.fromkeys(question.confirmations, "yes")):
        answer = approval(question, confirmed_steps=typed)
        refused = journey.copilot.decide_approval(OWNER, answer)
        assert await error_of(refused) == "E_NOT_APPROVED"
    assert await journey.digest() == after
    assert (await journey.follow(run_id, says_yes)).view.completion_state == "succeeded"


PLAIN_2 = '''"""Another release."""


def handler(event, context):
    return {"statusCode": 200, "body": "second"}
'''


async def answer_of(story: Story) -> str:
    return fetch(str(story.view.url))[2].decode()


async def releases(journey: Journey) -> int:
    return (await journey.copilot.deployments())[0].release_count
