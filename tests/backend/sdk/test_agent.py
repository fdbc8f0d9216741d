"""``AWSAgent``: typed answers, and no way round the approval."""

from pathlib import Path

import pytest

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import StepId
from backend.sdk import ApprovalRequired, AWSAgent, Done, Facts, Failed, Listing, Running
from tests.backend.sdk.scene import CONTEXT, PERSON, Scene, open_scene


async def asked(
    scene: Scene, action: str = "create_bucket", name: str = "reports"
) -> ApprovalRequired:
    required = await scene.agent.operate(action, bucket_name=name)
    assert isinstance(required, ApprovalRequired), required
    return required


async def created(scene: Scene) -> None:
    assert isinstance(await scene.agent.approve(await asked(scene), actor=PERSON), Done)


@pytest.mark.spec("S1-6", "S1-10", "S2-179", "S2-180", "S2-181", "S2-182", "S3-19")
async def test_a_read_is_answered(scene: Scene) -> None:
    await created(scene)
    result = await scene.agent.operate("list_buckets")
    assert isinstance(result, Done)
    (answer,) = result.answers
    assert (answer.action, answer.answer["total"]) == ("list_buckets", 1)
    (buckets,) = result.found
    assert isinstance(buckets, Listing)
    assert [record["bucket_name"] for record in buckets.records] == ["reports"]


async def test_a_read_of_one_thing_gives_its_facts(scene: Scene) -> None:
    await created(scene)
    result = await scene.agent.operate("get_bucket_policy", bucket_name="reports")
    assert isinstance(result, Done)
    (policy,) = result.found
    assert isinstance(policy, Facts)
    assert policy.facts == {"bucket_name": "reports", "policy": None}


@pytest.mark.spec("S1-6", "S1-54")
async def test_a_change_waits_for_its_approval_and_is_applied_once_it_has_it(scene: Scene) -> None:
    required = await asked(scene)
    assert [step.action for step in required.question.plan.steps] == ["create_bucket"]
    assert scene.aws.state.buckets == {}
    result = await scene.agent.approve(required, actor=PERSON)
    assert isinstance(result, Done), result
    assert [step["state"] for step in result.steps] == ["applied"]
    assert set(scene.aws.state.buckets) == {"reports"}


async def test_what_was_rejected_is_not_done(scene: Scene) -> None:
    result = await scene.agent.reject(await asked(scene), actor=PERSON, reason="not today")
    assert isinstance(result, Failed)
    assert result.completion_state == "rejected"
    assert scene.aws.state.buckets == {}


async def test_an_answer_to_something_else_than_was_shown_counts_for_nothing(scene: Scene) -> None:
    required = await asked(scene)
    question = required.question.model_copy(update={"change_set_digest": "sha256:" + "0" * 64})
    result = await scene.agent.approve(ApprovalRequired(question=question), actor=PERSON)
    assert isinstance(result, Failed)
    assert (result.error_code, result.completion_state) == ("APPROVAL_NOT_BOUND", None)
    assert scene.aws.state.buckets == {}


async def test_nothing_is_confirmed_for_the_person(scene: Scene) -> None:
    await created(scene)
    required = await asked(scene, "delete_bucket")
    result = await scene.agent.approve(required, actor=PERSON)
    assert isinstance(result, Failed)
    assert result.error_code == "E_NOT_APPROVED"
    typed = {StepId("step_1"): required.question.confirmations[StepId("step_1")]}
    assert isinstance(await scene.agent.approve(required, actor=PERSON, confirmed=typed), Done)
    assert scene.aws.state.buckets == {}


@pytest.mark.parametrize(
    ("action", "params", "error_code"),
    [
        ("drop_everything", {}, "E_UNKNOWN_ACTION"),
        ("replace_s3_object", {}, "E_UNKNOWN_ACTION"),
        ("create_bucket", {}, "E_INVALID_STEP"),
        ("create_bucket", {"bucket_name": "NO CAPITALS"}, "E_INVALID_STEP"),
        ("create_bucket", {"bucket_name": "reports", "confirm": True}, "E_INVALID_STEP"),
        ("create_bucket", {"bucket_name": object()}, "E_INVALID_STEP"),
        ("list_buckets", {"region": 7}, "E_INVALID_STEP"),
        ("list_buckets", {"region": "nowhere-1"}, "E_UNKNOWN_REGION"),
    ],
)
async def test_what_cannot_be_asked_is_a_typed_refusal(
    scene: Scene, action: str, params: dict[str, object], error_code: str
) -> None:
    result = await scene.agent.operate(action, **params)
    assert isinstance(result, Failed)
    assert result.error_code == error_code
    assert result.next_step
    assert result.graph_run_id is None


async def test_several_credentials_are_a_question(scene: Scene) -> None:
    await scene.add_sandbox()
    result = await scene.agent.operate("list_buckets")
    assert isinstance(result, Failed)
    assert result.error_code == "E_CREDENTIAL_UNCLEAR"
    assert "main" in result.message
    (main, _) = sorted(await scene.copilot.credentials(), key=lambda each: each.name)
    context = CONTEXT.model_copy(update={"aws_credential_id": main.credential_id})
    named = AWSAgent(scene.copilot, PERSON, context)
    assert isinstance(await named.operate("list_buckets"), Done)


async def test_who_waits_too_long_is_told_that_it_runs(tmp_path: Path) -> None:
    async with open_scene(tmp_path, patience_s=0.0) as scene:
        result = await scene.agent.operate("list_buckets")
        assert isinstance(result, Running)
        ended = await scene.house.ended(result.graph_run_id)
        assert ended.completion_state == "succeeded"


async def test_without_conversations_there_is_nobody_to_talk_to(scene: Scene) -> None:
    with pytest.raises(UserCanFix, match="E_NO_CONVERSATION"):
        await AWSAgent(scene.copilot, PERSON, CONTEXT).chat("hello")
