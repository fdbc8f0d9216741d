"""Single actions by word: started, asked about once, or declined."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from backend.domain.identifiers import GraphRunId
from backend.runs.places import TENANT
from tests.backend.runs.conversation.talking import Talk, open_talk


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncGenerator[Talk, None]:
    async with open_talk(tmp_path) as opened:
        await opened.add_key()
        yield opened


async def started(talk: Talk, run_id: GraphRunId | None) -> dict[str, Any]:
    """What the run of that id was started with."""
    assert run_id is not None
    begun = await talk.house.wait_for(run_id, "graph_started")
    assert begun.payload["graph_id"] == "operate@1.0.0"
    inputs: Any = begun.payload["inputs"]
    return inputs["operation"]


@pytest.mark.spec("S1-1", "S2-106")
async def test_a_question_is_looked_up_at_once(talk: Talk) -> None:
    reply = await talk.say("what buckets do I have?")
    assert reply.text.startswith("I am looking that up in account 123456789012, us-east-1")
    assert await started(talk, reply.graph_run_id) == {
        "calls": [{"tool": "list_buckets", "args": {}}],
        "region": "us-east-1",
    }


@pytest.mark.spec("S2-109")
async def test_a_change_is_planned(talk: Talk) -> None:
    reply = await talk.say("create a bucket called quarterly-reports in Frankfurt")
    assert "nothing changes before you approve it" in reply.text
    assert await started(talk, reply.graph_run_id) == {
        "calls": [{"tool": "create_bucket", "args": {"bucket_name": "quarterly-reports"}}],
        "region": "eu-central-1",
    }


async def test_several_wishes_are_one_operation(talk: Talk) -> None:
    reply = await talk.say("create bucket big-reports in us-east-1 and then list my buckets")
    operation = await started(talk, reply.graph_run_id)
    assert [call["tool"] for call in operation["calls"]] == ["create_bucket", "list_buckets"]


@pytest.mark.spec("S2-107")
async def test_what_is_missing_is_asked_for_once_and_then_it_begins(talk: Talk) -> None:
    asked = await talk.say("create a bucket called quarterly-reports")
    assert (asked.text.startswith("Which region?"), asked.graph_run_id) == (True, None)
    reply = await talk.say("eu-west-1")
    assert await started(talk, reply.graph_run_id) == {
        "calls": [{"tool": "create_bucket", "args": {"bucket_name": "quarterly-reports"}}],
        "region": "eu-west-1",
    }


async def test_another_message_lets_the_question_go(talk: Talk) -> None:
    await talk.say("create a bucket called quarterly-reports")
    await talk.say("help")
    reply = await talk.say("eu-west-1")
    assert reply.graph_run_id is None


async def test_what_the_catalogue_does_not_have_is_declined(talk: Talk) -> None:
    reply = await talk.say("stop i-0123456789abcdef0 in us-east-1")
    assert "in this version" in reply.text
    assert reply.graph_run_id is None
    assert await talk.house.repositories.runs.of_session(TENANT, talk.session_id) == []


async def test_one_operation_has_one_region(talk: Talk) -> None:
    reply = await talk.say(
        "create bucket alpha-data in us-east-1 and create bucket beta-data in eu-west-1"
    )
    assert "in one region" in reply.text
    assert reply.graph_run_id is None
