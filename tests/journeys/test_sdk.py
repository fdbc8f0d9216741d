"""Other Python code at work in the simulated account: typed calls, and both kinds of tools."""

import asyncio
import os
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from agents import Agent, RunConfig, Runner

from backend.domain.aws_credentials import SandboxAccountSpec
from backend.sdk import ApprovalRequired, AWSAgent, Done
from backend.sdk.langchain_tools import as_langchain_tools
from backend.sdk.openai_tools import as_openai_function_tools
from backend.settings import settings_from
from backend.wiring import open_agent
from tests.backend.sandbox.running import RunningSandbox
from tests.backend.sdk.scene import read
from tests.doubles.scripted_sdk_model import ScriptedSdkModel, calls, says
from tests.journeys.journey import REGION, changes_sent

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture
async def agent(sandbox: RunningSandbox, tmp_path: Path) -> AsyncGenerator[AWSAgent, None]:
    settings = settings_from({"PATH": os.environ["PATH"], "COPILOT_HOME": str(tmp_path / "home")})
    async with open_agent(settings, REGION, (tmp_path,)) as opened:
        spec = SandboxAccountSpec(name="sandbox", endpoint_url=sandbox.url)
        await opened.copilot.add_credential(opened.actor, spec)
        yield opened


async def create(agent: AWSAgent) -> None:
    required = await agent.operate("create_bucket", bucket_name="reports")
    assert isinstance(required, ApprovalRequired)
    assert isinstance(await agent.approve(required, actor=agent.actor), Done)


@pytest.mark.spec("S1-6", "S1-10", "S1-54", "S1-55", "S1-56")
async def test_code_reads_and_changes_by_an_approval(
    agent: AWSAgent, sandbox: RunningSandbox
) -> None:
    required = await agent.operate("create_bucket", bucket_name="reports")
    assert isinstance(required, ApprovalRequired)
    assert sum(changes_sent(sandbox).values()) == 0
    assert isinstance(await agent.approve(required, actor=agent.actor), Done)
    found = await agent.operate("list_buckets")
    assert isinstance(found, Done)
    rows: Any = found.answers[0].answer["rows"]
    assert [row[0] for row in rows] == ["reports"]
    state = await agent.chat("list my buckets")
    assert isinstance(state.result, Done)


@pytest.mark.spec("S3-1", "S3-81", "S3-125")
async def test_an_agent_of_the_sdk_lists_buckets(agent: AWSAgent) -> None:
    await create(agent)
    model = ScriptedSdkModel(calls("list_buckets"), says("One: reports."))
    tools: list[Any] = [*as_openai_function_tools(agent.copilot, agent.actor, agent.context)]
    reader = Agent[Any](name="reader", model=model, tools=tools)
    await Runner.run(
        reader, "Buckets?", context=agent.context, run_config=RunConfig(tracing_disabled=True)
    )
    (told,) = model.outputs
    assert (told["status"], told["profile"]) == ("done", "sandbox")
    assert told["answers"][0]["answer"]["rows"][0][0] == "reports"


@pytest.mark.spec("S1-24", "S1-36", "S1-55")
async def test_a_tool_of_langchain_lists_buckets(agent: AWSAgent) -> None:
    await create(agent)
    (tool,) = as_langchain_tools(agent.copilot, agent.actor, agent.context, ["list_buckets"])
    for text in (await tool.ainvoke({}), await asyncio.to_thread(tool.invoke, {})):
        assert read(text)["answers"][0]["answer"]["rows"][0][0] == "reports"
