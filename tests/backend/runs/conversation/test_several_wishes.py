"""A message of several wishes: all are done or named, and nothing is dropped in silence."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from backend.domain.conversations.turns import Turn
from tests.backend.runs.conversation.talking import Talk, open_talk


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncGenerator[Talk, None]:
    async with open_talk(tmp_path) as opened:
        await opened.add_key()
        yield opened


async def tools(talk: Talk, reply: Turn) -> list[str]:
    """What the run of a reply was started with."""
    assert reply.graph_run_id is not None, reply.text
    begun = await talk.house.wait_for(reply.graph_run_id, "graph_started")
    inputs: Any = begun.payload["inputs"]
    return [call["tool"] for call in inputs["operation"]["calls"]]


@pytest.mark.spec("S2-106")
@pytest.mark.parametrize(
    ("text", "tool", "left"),
    [
        ("create a bucket x-1 in Paris and an RDS database", "create_bucket", "an RDS database"),
        ("create a bucket x-1 in Paris, then order a pizza", "create_bucket", "order a pizza"),
        ("list buckets and then frobnicate the widget", "list_buckets", "frobnicate the widget"),
        ("list my buckets and my sqs queues", "list_buckets", "my sqs queues"),
        ("list my buckets and sing a song", "list_buckets", "sing a song"),
    ],
)
async def test_the_rest_is_named(talk: Talk, text: str, tool: str, left: str) -> None:
    reply = await talk.say(text)
    assert await tools(talk, reply) == [tool]
    assert "did nothing about it" in reply.text
    assert f'`"{left}"`' in reply.text


async def test_both_parts_are_done_where_both_are_understood(talk: Talk) -> None:
    reply = await talk.say("list buckets, then delete acme-old")
    assert await tools(talk, reply) == ["list_buckets", "delete_bucket"]
    assert "did nothing about it" not in reply.text


@pytest.mark.spec("S2-75")
async def test_what_destroys_is_asked_back_beside_what_is_not_understood(talk: Talk) -> None:
    reply = await talk.say("delete the bucket acme-old and then frobnicate the widget")
    assert reply.graph_run_id is None
    assert "I do not guess" in reply.text
    assert "frobnicate the widget" in reply.text
    again = await talk.say(reply.suggestions[0].text)
    assert await tools(talk, again) == ["delete_bucket"]


async def test_of_what_is_not_offered_the_rest_is_offered(talk: Talk) -> None:
    reply = await talk.say("list my buckets and launch an EC2 instance")
    assert reply.graph_run_id is None
    assert "I understood “list buckets” too" in reply.text
    assert await tools(talk, await talk.say(reply.suggestions[0].text)) == ["list_buckets"]


@pytest.mark.parametrize(
    "text",
    [
        "hi there, please list my buckets, thanks",
        "I need to know what is there. List my buckets, please. Best regards, Tom",
        "list my buckets and my roles",
    ],
)
async def test_politeness_is_no_wish(talk: Talk, text: str) -> None:
    assert "did nothing about it" not in (await talk.say(text)).text


async def test_a_deployment_says_it_too(talk: Talk) -> None:
    reply = await talk.say("deploy ./hello to Lambda in Frankfurt and create a DynamoDB table")
    assert reply.graph_run_id is not None
    assert '`"create a DynamoDB table"`' in reply.text
