"""A message on its whole way: conversation, roles, a scripted model, and the sandbox account."""

import json
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backend.api.parts import Parts
from backend.domain.aws_credentials import SandboxAccountSpec
from backend.domain.commands import SendMessage, StartOperation
from backend.domain.conversations.turns import Turn
from backend.domain.events import Event, EventType
from backend.domain.identifiers import SessionId
from backend.domain.plans.drafting import ToolCall
from backend.runs.copilot import LocalCopilot
from backend.settings import settings_from
from backend.wiring import open_service
from tests.backend.sandbox.running import RunningSandbox
from tests.doubles.openai_server import OpenAiServer, Reply, calls_tool, openai_server, says
from tests.journeys.journey import OWNER, REGION, Journey, changes_sent

pytestmark = pytest.mark.slow
QUESTION = "so many blobs, who could count all those containers"
NO_READING = says(json.dumps({"action": None, "slots": []}))


@dataclass(frozen=True, kw_only=True)
class Talk:
    """One conversation about the sandbox account."""

    parts: Parts
    journey: Journey
    llm: OpenAiServer
    session_id: SessionId

    async def create_bucket(self, name: str) -> None:
        call = ToolCall(tool="create_bucket", args={"bucket_name": name})
        credential_id = self.journey.credential_id
        command = StartOperation(calls=(call,), region=REGION, credential_id=credential_id)
        run_id = await self.journey.copilot.start_operation(OWNER, command)
        assert (await self.journey.follow(run_id)).view.completion_state == "succeeded"

    async def say(self, text: str) -> Turn:
        message = SendMessage(message_id=f"message_{len(await self.told())}", text=text)
        await self.parts.conversations.carry_out(OWNER, self.session_id, message)
        return Turn.from_json((await self.told(EventType.TURN_ADDED))[-1].payload)

    async def told(self, *types: EventType) -> list[Event]:
        page = await self.parts.conversations.page(OWNER, self.session_id, 0)
        return [each for each in page.events if not types or each.type in types]

    def results(self) -> list[Any]:
        """What the model was told of its calls, in its last request."""
        messages: list[Any] = self.llm.asked[-1].body["messages"]
        return [json.loads(each["content"]) for each in messages if each["role"] == "tool"]


@asynccontextmanager
async def talking(
    home: Path, sandbox: RunningSandbox, *replies: Reply
) -> AsyncGenerator[Talk, None]:
    async with openai_server(*replies) as llm:
        environment = {
            "PATH": os.environ["PATH"],
            "COPILOT_HOME": str(home),
            "OPENAI_API_KEY": "sk-FAKE-0123456789-EXAMPLE",
            "OPENAI_BASE_URL": llm.base_url,
        }
        async with open_service(settings_from(environment), "journey") as parts:
            assert isinstance(parts.copilot, LocalCopilot)
            spec = SandboxAccountSpec(name="sandbox", endpoint_url=sandbox.url)
            added = await parts.copilot.add_credential(OWNER, spec)
            yield Talk(
                parts=parts,
                journey=Journey(home, parts.copilot, sandbox, added.credential_id),
                llm=llm,
                session_id=(await parts.conversations.begin(OWNER)).session_id,
            )


@pytest.mark.spec("S2-4", "S2-106")
async def test_a_model_reads_the_account_and_answers(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    script = (NO_READING, calls_tool("list_buckets", {}), says("There is one: reports."))
    async with talking(tmp_path / "home", sandbox, *script) as talk:
        await talk.create_bucket("reports")
        before = changes_sent(sandbox)
        assert (await talk.say(QUESTION)).text == "There is one: reports."
        (result,) = talk.results()
        assert [row[0] for row in result["answer"]["rows"]] == ["reports"]
        assert changes_sent(sandbox) == before


@pytest.mark.spec("S2-75", "S2-103")
async def test_a_model_that_wants_to_destroy_destroys_nothing(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    script = (NO_READING, calls_tool("delete_bucket", {"bucket_name": "reports"}))
    async with talking(tmp_path / "home", sandbox, *script) as talk:
        await talk.create_bucket("reports")
        before = changes_sent(sandbox)
        reply = await talk.say(QUESTION)
        assert reply.graph_run_id is None
        assert changes_sent(sandbox) == before
