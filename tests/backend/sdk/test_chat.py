"""``AWSAgent.chat``: a conversation as code sees it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from backend.runs.copilot import LocalCopilot
from backend.sdk import AgentState, ApprovalRequired, AWSAgent, Done
from tests.backend.runs.conversation.talking import PERSON, open_talk
from tests.backend.sdk.scene import CONTEXT


@pytest.fixture
async def agent(tmp_path: Path) -> AsyncIterator[AWSAgent]:
    nothing: Any = None
    async with open_talk(tmp_path) as talk:
        await talk.add_key()
        copilot = LocalCopilot(
            repositories=talk.house.repositories,
            vault=talk.vaults.vault,
            access=nothing,
            audit=talk.house.audit,
            service=talk.house.service,
            library=talk.house.library,
        )
        yield AWSAgent(copilot, PERSON, CONTEXT, conversations=talk.conversations, patience_s=20.0)


@pytest.mark.spec("S1-7", "G28", "S1-5", "S1-53", "S1-56")
async def test_a_conversation_has_its_turns_its_run_and_its_plan(agent: AWSAgent) -> None:
    state = await agent.chat("create a bucket called reports in us-east-1")
    assert isinstance(state, AgentState)
    assert state.reply is not None
    assert [turn.author for turn in state.thread.turns] == ["person", "assistant"]
    assert state.planned_operation is not None
    assert state.planned_operation.steps[0].params["bucket_name"] == "reports"
    assert isinstance(state.result, ApprovalRequired)
    assert isinstance(await agent.approve(state.result, actor=PERSON), Done)
    again = await agent.chat("list my buckets")
    assert again.thread.session == state.thread.session
    assert isinstance(again.result, Done)
    assert again.planned_operation is None


async def test_what_is_said_about_an_open_plan_approves_nothing(agent: AWSAgent) -> None:
    state = await agent.chat("create a bucket called reports in us-east-1")
    again = await agent.chat("yes, approve it")
    assert again.reply is not None
    assert isinstance(again.result, ApprovalRequired)
    assert again.planned_operation == state.planned_operation


async def test_small_talk_has_no_run(agent: AWSAgent) -> None:
    state = await agent.chat("hello")
    assert state.reply is not None
    assert (state.run, state.result, state.planned_operation) == (None, None, None)


async def test_a_run_that_asks_for_values_is_handed_back(agent: AWSAgent) -> None:
    state = await agent.chat("deploy ./hello")
    assert state.reply is not None
    assert state.run is not None
    assert state.run.node == "clarification"
