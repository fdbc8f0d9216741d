"""Operations over every way to a service: in this process, and through a server."""

from typing import Any

import pytest

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import CredentialId, StepId
from backend.domain.operations import OperationAnswer
from backend.domain.plans.approval import Actor
from backend.domain.plans.drafting import ToolCall
from backend.sdk import ApprovalRequired, Done, Failed, Operator
from backend.sdk.agent import AWSAgent
from backend.sdk.results import OperationResult
from tests.backend.sdk.scene import CONTEXT
from tests.contracts.copilot_clients import WAYS
from tests.doubles.fake_copilot import FakeCopilot
from tests.doubles.scripted_runs import Script

SOMEBODY = Actor(user_id="usr_1", kind="user")
CALL = ToolCall(tool="list_buckets", args={})
ANSWER = OperationAnswer(
    step_id=StepId("step_1"), title="List", action="list_buckets", answer={"facts": {}}
)


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Any:
    return WAYS[request.param]


async def performed(way: Any, script: Script) -> OperationResult:
    async with way(FakeCopilot(script)) as copilot:
        operator = Operator(copilot=copilot, actor=SOMEBODY, patience_s=20.0)
        return await operator.perform(CALL, CredentialId("cred_1"), "us-east-1")


async def test_a_read_is_done(way: Any) -> None:
    result = await performed(way, Script(answers=(ANSWER,)))
    assert isinstance(result, Done)
    assert result.answers == (ANSWER,)


async def test_a_refused_start_is_a_failure(way: Any) -> None:
    refusal = UserCanFix("E_UNKNOWN_REGION", "There is no such region.", "Name another.")
    result = await performed(way, Script(refusal=refusal))
    assert isinstance(result, Failed)
    assert (result.error_code, result.graph_run_id) == ("E_UNKNOWN_REGION", None)


async def test_a_change_asks_and_the_answer_is_followed_to_its_end(way: Any) -> None:
    async with way(FakeCopilot()) as copilot:
        operator = Operator(copilot=copilot, actor=SOMEBODY, patience_s=20.0)
        required = await operator.perform(CALL, CredentialId("cred_1"), "us-east-1")
        assert isinstance(required, ApprovalRequired)
        agent = AWSAgent(copilot, SOMEBODY, CONTEXT)
        result = await agent.approve(
            required, actor=SOMEBODY, exposures=required.question.exposures
        )
        assert isinstance(result, Done)


async def test_a_plan_that_is_made_again_is_asked_about_again(way: Any) -> None:
    async with way(FakeCopilot(Script(replans=1))) as copilot:
        operator = Operator(copilot=copilot, actor=SOMEBODY, patience_s=20.0)
        first = await operator.perform(CALL, CredentialId("cred_1"), "us-east-1")
        assert isinstance(first, ApprovalRequired)
        agent = AWSAgent(copilot, SOMEBODY, CONTEXT)
        second = await agent.approve(first, actor=SOMEBODY, exposures=first.question.exposures)
        assert isinstance(second, ApprovalRequired)
        assert second.question.plan_digest != first.question.plan_digest


async def test_a_failure_keeps_its_reason_and_how_the_run_ended(way: Any) -> None:
    why = UserCanFix("E_ACCESS_DENIED", "AWS denied it.", "Ask for the permission.")
    script = Script(answers=(ANSWER,), ends_as="escalated", failure={**why.as_record()})
    result = await performed(way, script)
    assert isinstance(result, Failed)
    assert (result.error_code, result.completion_state) == ("E_ACCESS_DENIED", "escalated")
    assert result.graph_run_id is not None


async def test_a_failure_without_a_reason_still_says_what_to_do(way: Any) -> None:
    result = await performed(way, Script(answers=(ANSWER,), ends_as="cancelled"))
    assert isinstance(result, Failed)
    assert (result.error_code, result.completion_state) == ("E_NOT_DONE", "cancelled")
    assert result.next_step
