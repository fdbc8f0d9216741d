"""What a message means while a plan waits: a change is a new wish, and nothing is approved."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from backend.domain.conversations.turns import Turn
from backend.domain.identifiers import GraphRunId
from backend.runs.places import TENANT
from tests.backend.runs.conversation.talking import Talk, open_talk

BUCKET = "create a bucket called x-reports in Ireland"
DEPLOY = "deploy ./hello to lambda in Frankfurt"


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncGenerator[Talk, None]:
    async with open_talk(tmp_path) as opened:
        await opened.add_key()
        yield opened


async def waiting(talk: Talk, text: str) -> GraphRunId:
    """A run whose plan waits for an answer."""
    run_id = (await talk.say(text)).graph_run_id
    assert run_id is not None
    await talk.house.question(run_id)
    return run_id


async def changed(talk: Talk, run_id: GraphRunId, text: str) -> Turn:
    """The reply to a change, after which the plan waits as before, and no run was started."""
    reply = await talk.say(text)
    (question,) = await talk.house.repositories.approvals.of_run(TENANT, run_id)
    assert question.status == "open"
    assert len(await talk.house.repositories.runs.of_session(TENANT, talk.session_id)) == 1
    return reply


@pytest.mark.spec("S2-74")
@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("looks good but use eu-west-1", "Deploy ./hello to Lambda in eu-west-1"),
        ("yes, but in Ireland", "Deploy ./hello to Lambda in eu-west-1"),
        ("eu-west-1", "Deploy ./hello to Lambda in eu-west-1"),
        ("call it shop-2", "Deploy ./hello to Lambda in eu-central-1 as shop-2"),
        ("python3.12 instead", "Deploy ./hello to Lambda in eu-central-1 with runtime python3.12"),
        ("use branch dev instead", "Deploy ./hello branch dev to Lambda in eu-central-1"),
        ("use ./other instead", "Deploy ./other to Lambda in eu-central-1"),
    ],
)
async def test_a_changed_deployment_is_offered_whole(talk: Talk, text: str, wish: str) -> None:
    run_id = await waiting(talk, DEPLOY)
    reply = await changed(talk, run_id, text)
    assert reply.suggestions[0].text == wish
    assert "A plan is never changed" in reply.text
    assert reply.graph_run_id == run_id


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("use eu-central-1 instead", "create_bucket bucket_name=x-reports region=eu-central-1"),
        ("call it shop-2", "create_bucket bucket_name=shop-2 region=eu-west-1"),
    ],
)
async def test_a_changed_operation_is_offered_whole(talk: Talk, text: str, wish: str) -> None:
    run_id = await waiting(talk, BUCKET)
    reply = await changed(talk, run_id, text)
    assert reply.suggestions[0].text == wish


async def test_what_is_offered_starts_a_plan_of_its_own_beside_the_one_that_waits(
    talk: Talk,
) -> None:
    run_id = await waiting(talk, DEPLOY)
    reply = await changed(talk, run_id, "call it shop-2")
    other = await waiting(talk, reply.suggestions[0].text)
    assert (await talk.house.question(other)).application_id == "shop-2"
    await talk.house.answer(other)
    await talk.house.ended(other)
    assert (await talk.house.run(run_id)).status == "waiting"


async def test_the_plan_that_waits_is_cancelled_by_word(talk: Talk) -> None:
    run_id = await waiting(talk, DEPLOY)
    cancel = (await changed(talk, run_id, "use eu-west-1 instead")).suggestions[-1]
    assert (await talk.say(cancel.text)).graph_run_id == run_id
    assert (await talk.house.ended(run_id)).completion_state == "cancelled"


async def test_values_of_variables_are_asked_for_again(talk: Talk) -> None:
    run_id = await waiting(talk, f"{DEPLOY} with GREETING=FAKE-value")
    reply = await changed(talk, run_id, "use eu-west-1 instead")
    assert "with GREETING=…" in reply.text
    assert [each.text for each in reply.suggestions] == ["Cancel"]


async def test_values_that_are_said_with_a_change_are_not_taken(talk: Talk) -> None:
    run_id = await waiting(talk, DEPLOY)
    reply = await changed(talk, run_id, "with GREETING=FAKE-value")
    assert "`Deploy ./hello to Lambda in eu-central-1 with GREETING=…`" in reply.text
    assert "FAKE-value" not in await talk.text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("use 1024 MB memory", "I cannot change the memory"),
        ("change the region", "Say what shall be different"),
    ],
)
async def test_what_cannot_be_changed_is_said(talk: Talk, text: str, said: str) -> None:
    run_id = await waiting(talk, DEPLOY)
    assert said in (await changed(talk, run_id, text)).text


async def test_without_a_plan_there_is_nothing_to_change(talk: Talk) -> None:
    assert "no plan" in (await talk.say("change the plan to use eu-west-1")).text


async def test_a_rollback_has_nothing_to_choose(talk: Talk) -> None:
    run_id = await waiting(talk, DEPLOY)
    await talk.house.answer(run_id)
    await talk.house.ended(run_id)
    await waiting(talk, "roll back hello")
    assert "exactly what a release did" in (await talk.say("use eu-west-1 instead")).text


@pytest.mark.spec("S2-111")
@pytest.mark.parametrize("text", ["what can I do next?", "What can I do now", "what should I do?"])
async def test_help_is_about_what_waits(talk: Talk, text: str) -> None:
    await waiting(talk, DEPLOY)
    assert "card" in (await talk.say(text)).text


@pytest.mark.spec("S2-113")
async def test_help_is_about_what_has_ended(talk: Talk) -> None:
    assert "Lambda" in (await talk.say("what can I do next?")).text
    run_id = await waiting(talk, DEPLOY)
    await talk.house.answer(run_id)
    await talk.house.ended(run_id)
    assert "Roll back" in (await talk.say("what can I do next?")).text
    assert "Roll back" not in (await talk.say("help")).text


@pytest.mark.spec("S2-112")
async def test_a_plan_is_explained_after_it_was_applied(talk: Talk) -> None:
    run_id = await waiting(talk, DEPLOY)
    await talk.house.answer(run_id)
    await talk.house.ended(run_id)
    assert "log group" in (await talk.say("why was step 3 needed?")).text.lower()
    assert "6 rules" in (await talk.say("what did compliance say?")).text


async def test_not_wanting_something_else_stops_nothing(talk: Talk) -> None:
    run_id = (await talk.say("deploy something")).graph_run_id
    assert run_id is not None
    await talk.house.wait_for(run_id, "intake_requested")
    await talk.say("don't delete my buckets")
    assert "run_cancelled" not in await talk.house.audited()
