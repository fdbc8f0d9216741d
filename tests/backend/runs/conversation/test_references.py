"""What "it" is: what the conversation has worked on last, and is still there."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from backend.domain.conversations.turns import Turn
from backend.domain.identifiers import GraphRunId
from backend.runs.places import TENANT
from tests.backend.runs.conversation.talking import PERSON, Talk, open_talk

BUCKET = "create a bucket called x-reports in Ireland"
DEPLOY = "deploy ./hello to lambda in Frankfurt"


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncGenerator[Talk, None]:
    async with open_talk(tmp_path) as opened:
        await opened.add_key()
        yield opened


async def done(talk: Talk, text: str) -> GraphRunId:
    """The run of a wish, approved and ended."""
    run_id = (await talk.say(text)).graph_run_id
    assert run_id is not None
    await talk.house.answer(run_id)
    assert (await talk.house.ended(run_id)).completion_state == "succeeded"
    return run_id


async def looked(talk: Talk, text: str) -> Turn:
    """The reply to a question, once it is answered."""
    reply = await talk.say(text)
    assert reply.graph_run_id is not None
    await talk.house.ended(reply.graph_run_id)
    return reply


async def operation(talk: Talk, reply: Turn) -> dict[str, Any]:
    """What the run of a reply was started with."""
    assert reply.graph_run_id is not None, reply.text
    begun = await talk.house.wait_for(reply.graph_run_id, "graph_started")
    inputs: Any = begun.payload["inputs"]
    return inputs["operation"]


@pytest.mark.spec("S2-106")
@pytest.mark.parametrize(
    ("text", "tool", "args"),
    [
        ("upload app.zip to it", "upload_s3", {"file_path": "app.zip"}),
        ("put app.zip there", "upload_s3", {"file_path": "app.zip"}),
        ("delete it", "delete_bucket", {}),
        ("get rid of it", "delete_bucket", {}),
        ("show its policy", "get_bucket_policy", {}),
        ("what is its policy?", "get_bucket_policy", {}),
        ("what is in it?", "list_s3_objects", {}),
        ("list its objects", "list_s3_objects", {}),
    ],
)
async def test_it_is_what_was_created(
    talk: Talk, text: str, tool: str, args: dict[str, str]
) -> None:
    await done(talk, BUCKET)
    reply = await talk.say(text)
    assert await operation(talk, reply) == {
        "calls": [{"tool": tool, "args": {**args, "bucket_name": "x-reports"}}],
        "region": "eu-west-1",
    }
    assert reply.text.startswith("You mean the bucket `x-reports`. ")


@pytest.mark.spec("S2-75")
async def test_what_destroys_it_waits_for_the_card(talk: Talk) -> None:
    await done(talk, BUCKET)
    run_id = (await talk.say("delete it")).graph_run_id
    assert run_id is not None
    question = await talk.house.question(run_id)
    assert question.request["confirmations"] == {"step_1": "s3:bucket/x-reports"}
    assert "card" in (await talk.say("yes")).text
    assert (await talk.house.run(run_id)).status == "waiting"


async def test_what_is_gone_is_nothing_to_speak_of(talk: Talk) -> None:
    await done(talk, BUCKET)
    await done(talk, "delete it")
    reply = await talk.say("upload app.zip to it")
    assert (reply.graph_run_id, reply.text.startswith("Which bucket name?")) == (None, True)


async def test_what_was_spoken_of_last_comes_first(talk: Talk) -> None:
    await done(talk, BUCKET)
    await looked(talk, "show the policy of bucket acme-data")
    reply = await talk.say("delete it")
    (call,) = (await operation(talk, reply))["calls"]
    assert call["args"] == {"bucket_name": "acme-data"}


async def test_what_is_named_is_meant(talk: Talk) -> None:
    await done(talk, BUCKET)
    (call,) = (await operation(talk, await talk.say("delete the bucket acme-old")))["calls"]
    assert call["args"] == {"bucket_name": "acme-old"}


async def test_several_are_not_one(talk: Talk) -> None:
    await done(talk, BUCKET)
    await done(talk, "create a bucket called y-reports in Ireland")
    assert (await talk.say("delete them all")).graph_run_id is None


async def test_after_a_wish_that_came_to_nothing_it_is_nothing(talk: Talk) -> None:
    await done(talk, "create a bucket called y-reports in Ireland")
    run_id = (await talk.say(BUCKET)).graph_run_id
    assert run_id is not None
    await talk.house.question(run_id)
    await talk.say("cancel")
    await talk.house.ended(run_id)
    assert (await talk.say("delete it")).graph_run_id is None


async def test_a_part_of_a_deployment_is_looked_at_and_never_destroyed_by_it(talk: Talk) -> None:
    await done(talk, DEPLOY)
    assert (await talk.say("delete it")).graph_run_id is None
    call = (await operation(talk, await talk.say("invoke it")))["calls"][0]
    assert call["args"]["function_name"] == "hello"


@pytest.mark.spec("S2-131")
async def test_what_was_done_last_is_undone_by_a_plan(talk: Talk) -> None:
    await done(talk, BUCKET)
    await looked(talk, "list my buckets")
    run_id = (await talk.say("undo it")).graph_run_id
    assert run_id is not None
    question = await talk.house.question(run_id)
    steps: Any = question.request["plan"]
    assert [step["action"] for step in steps["steps"]] == ["delete_bucket"]
    await talk.house.answer(run_id)
    await talk.house.ended(run_id)
    assert "nothing to roll back" in (await talk.say("undo it")).text.lower()


async def test_other_conversations_have_other_things(talk: Talk) -> None:
    await done(talk, BUCKET)
    runs = await talk.house.repositories.runs.of_session(TENANT, talk.session_id)
    other = Talk(
        house=talk.house,
        vaults=talk.vaults,
        conversations=talk.conversations,
        session_id=(await talk.conversations.begin(PERSON)).session_id,
    )
    assert (await other.say("delete it")).graph_run_id is None
    assert len(runs) == 1
