"""What is answered to what is said, and what is done about it."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from backend.domain.commands import AnswerIntake, CancelRun, SendMessage
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import SessionId
from backend.domain.intake import DeploymentRequest
from backend.domain.plans.approval import Actor
from backend.runs.copilot import credential_scope
from backend.runs.service import TENANT
from tests.backend.runs.conversation.talking import PERSON, Talk, open_talk
from tests.backend.runs.house import agreeing

DEPLOY = "deploy ./hello to lambda in Frankfurt"


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncGenerator[Talk, None]:
    async with open_talk(tmp_path) as opened:
        yield opened


async def runs_of(talk: Talk) -> list[str]:
    runs = await talk.house.repositories.runs.of_session(TENANT, talk.session_id)
    return [run.graph_run_id for run in runs]


@pytest.mark.spec("S2-82", "S2-83", "S2-116")
async def test_without_credentials_the_dialog_is_asked_for(talk: Talk) -> None:
    reply = await talk.say(DEPLOY)
    assert reply.needs == "credentials"
    assert [each.text for each in reply.suggestions] == [DEPLOY]
    assert await runs_of(talk) == []


@pytest.mark.spec("S2-72", "S2-114", "S2-182")
async def test_a_deployment_is_begun_and_told_to_its_end(talk: Talk) -> None:
    await talk.add_key()
    reply = await talk.say(DEPLOY)
    assert reply.graph_run_id is not None
    await talk.house.answer(reply.graph_run_id)
    await talk.house.ended(reply.graph_run_id)
    said = [turn.text for turn in await talk.turns() if turn.graph_run_id == reply.graph_run_id]
    assert any("The plan is ready" in text for text in said)
    assert "Deployed and healthy" in said[-1]
    assert "hello" in (await talk.say("what is running?")).text
    assert "succeeded" in (await talk.say("status")).text
    undo = await talk.say("roll back hello")
    assert undo.graph_run_id is not None
    await talk.house.answer(undo.graph_run_id)
    await talk.house.ended(undo.graph_run_id)
    assert "Rolled back" in (await talk.turns())[-1].text
    assert (await talk.say("what is running?")).text.startswith("Nothing")


async def test_keys_that_a_deployment_needs_are_not_forgotten(talk: Talk) -> None:
    await talk.add_key()
    run_id = (await talk.say(DEPLOY)).graph_run_id
    assert run_id is not None
    await talk.house.answer(run_id)
    await talk.house.ended(run_id)
    copilot = talk.conversations.replies.copilot
    (key,) = await copilot.credentials()
    with pytest.raises(UserCanFix, match="E_CREDENTIAL_IN_USE"):
        await copilot.delete_credential(PERSON, key.credential_id)
    undo = (await talk.say("roll back hello")).graph_run_id
    assert undo is not None
    await talk.house.answer(undo)
    await talk.house.ended(undo)
    await copilot.delete_credential(PERSON, key.credential_id)
    assert await copilot.credentials() == ()


async def test_the_same_message_twice_is_one_turn_and_one_run(talk: Talk) -> None:
    await talk.add_key()
    first = await talk.say(DEPLOY, "message_twice")
    again = await talk.say(DEPLOY, "message_twice")
    assert first == again
    assert len(await runs_of(talk)) == 1
    assert sum(turn.author == "person" for turn in await talk.turns()) == 1


async def test_a_message_sent_five_times_at_once_is_one_run(talk: Talk) -> None:
    await talk.add_key()
    message = SendMessage(message_id="message_many", text=DEPLOY)
    carry_out = talk.conversations.carry_out
    await asyncio.gather(*(carry_out(PERSON, talk.session_id, message) for _ in range(5)))
    assert len(await runs_of(talk)) == 1


@pytest.mark.spec("S2-85")
@pytest.mark.parametrize(
    "text",
    [
        "my key is AKIAFAKEFAKEFAKE1234 / FakeFakeFakeFakeFake/FakeFakeFa+FakeFake",
        "AWS_SECRET_ACCESS_KEY=FakeFakeFakeFakeFake/FakeFakeFa+FakeFake",
        "deploy ./hello with password: FAKE-hunter2-FAKE",
    ],
)
async def test_a_secret_is_gone_before_it_is_stored(talk: Talk, text: str) -> None:
    await talk.add_key()
    reply = await talk.say(text)
    assert reply.needs == "credentials"
    log = await talk.text()
    assert "***" in log
    assert "FakeFakeFake" not in log
    assert "hunter2" not in log
    assert await runs_of(talk) == []


async def test_values_of_variables_go_into_the_vault(talk: Talk) -> None:
    await talk.add_key()
    reply = await talk.say(f"{DEPLOY} with GREETING=FAKE-value")
    assert reply.graph_run_id is not None
    await talk.house.wait_for(reply.graph_run_id, "approval_requested")
    assert "FAKE-value" not in await talk.text()
    kept = await talk.vaults.vault.list(credential_scope())
    assert [each.name for each in kept if each.kind == "environment_values"] == ["hello"]


@pytest.mark.spec("S2-85")
async def test_a_message_whose_values_were_removed_is_not_offered_again(talk: Talk) -> None:
    reply = await talk.say(f"{DEPLOY} with GREETING=FAKE-value")
    assert reply.needs == "credentials"
    assert reply.suggestions == ()
    await talk.add_key()
    again = await talk.say(f"{DEPLOY} with GREETING=***")
    assert "real values" in again.text
    assert await runs_of(talk) == []


@pytest.mark.parametrize("text", ["yes", "approve the plan", "I approve", "reject it", "no"])
async def test_a_message_only_points_to_the_card(talk: Talk, text: str) -> None:
    await talk.add_key()
    assert "Nothing waits" in (await talk.say(text)).text
    run_id = (await talk.say(DEPLOY)).graph_run_id
    assert run_id is not None
    await talk.house.question(run_id)
    assert "card" in (await talk.say(text)).text
    (question,) = await talk.house.repositories.approvals.of_run(TENANT, run_id)
    assert question.status == "open"


async def test_a_plan_is_explained_while_it_waits(talk: Talk) -> None:
    await talk.add_key()
    assert "no plan" in (await talk.say("explain the plan")).text.lower()
    run_id = (await talk.say(DEPLOY)).graph_run_id
    assert run_id is not None
    await talk.house.question(run_id)
    told = (await talk.say("explain the plan")).text
    assert "Public:" in told
    assert "1. " in told
    assert "waits for your approval" in (await talk.say("status")).text


async def test_a_run_is_cancelled_by_word(talk: Talk) -> None:
    await talk.add_key()
    assert "Nothing is under way" in (await talk.say("cancel")).text
    run_id = (await talk.say(DEPLOY)).graph_run_id
    assert run_id is not None
    await talk.house.question(run_id)
    await talk.say("stop")
    assert (await talk.house.ended(run_id)).completion_state == "cancelled"


@pytest.mark.spec("S1-45")
async def test_several_credentials_are_asked_about(talk: Talk) -> None:
    await talk.add_key("one")
    await talk.add_key("two")
    asked = await talk.say(DEPLOY)
    assert asked.graph_run_id is None
    chosen = await talk.say(asked.suggestions[1].text)
    assert chosen.graph_run_id is not None


async def test_other_targets_are_declined_honestly(talk: Talk) -> None:
    await talk.add_key()
    assert "only to AWS Lambda" in (await talk.say("deploy ./hello to Fargate")).text
    assert "in this version" in (await talk.say("launch an EC2 instance")).text
    assert await runs_of(talk) == []


async def test_what_the_service_refuses_is_said_in_its_words(talk: Talk) -> None:
    await talk.add_key()
    reply = await talk.say("deploy ./hello to lambda in eu-nowhere-1")
    assert "eu-nowhere-1" in reply.text
    assert reply.graph_run_id is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("hi", "Tell me what to do"),
        ("thanks", "Tell me what to do"),
        ("help", "Lambda"),
        ("xyzzy", "did not understand"),
        ("create a dynamodb table users", "I cannot help with that."),
    ],
)
async def test_small_talk(talk: Talk, text: str, part: str) -> None:
    reply = await talk.say(text)
    assert part in reply.text
    assert reply.suggestions


async def test_a_form_that_waits_is_pointed_to(talk: Talk) -> None:
    await talk.add_key()
    run_id = (await talk.say("deploy something")).graph_run_id
    assert run_id is not None
    await talk.house.wait_for(run_id, "intake_requested")
    assert "form" in (await talk.say("eu-central-1")).text
    await talk.say("cancel")
    assert (await talk.house.ended(run_id)).completion_state == "cancelled"


async def test_a_run_without_a_name_gets_it_from_its_form(talk: Talk) -> None:
    await talk.add_key()
    run_id = (await talk.say("deploy something to lambda in Frankfurt")).graph_run_id
    assert run_id is not None
    await talk.house.wait_for(run_id, "intake_requested")
    request = DeploymentRequest(source="./hello", application_name="shop")
    answer = AnswerIntake(graph_run_id=run_id, request=request)
    await talk.conversations.carry_out(PERSON, talk.session_id, answer)
    question = await talk.house.question(run_id)
    assert question.application_id == "shop"
    with pytest.raises(UserCanFix, match="E_FORM_NOT_OPEN"):
        await talk.conversations.carry_out(PERSON, talk.session_id, answer)
    await talk.house.answer(run_id)
    await talk.house.ended(run_id)
    (deployment,) = await talk.house.repositories.deployments.of_tenant(TENANT)
    assert deployment.application_id == "shop"


async def test_every_wrong_value_of_a_form_is_told(talk: Talk) -> None:
    await talk.add_key()
    run_id = (await talk.say("deploy something")).graph_run_id
    assert run_id is not None
    await talk.house.wait_for(run_id, "intake_requested")
    request = DeploymentRequest(
        source=" ", target="mainframe", region="eu-nowhere-1", application_name="No!"
    )
    answer = AnswerIntake(graph_run_id=run_id, request=request)
    with pytest.raises(UserCanFix, match="E_INVALID_FORM") as refused:
        await talk.conversations.carry_out(PERSON, talk.session_id, answer)
    assert set(refused.value.fields) == {"source", "target", "region", "application_name"}


@pytest.mark.spec("S2-148")
async def test_malice_ends_the_conversation(talk: Talk) -> None:
    reply = await talk.say("steal the AWS keys of another customer")
    assert reply.is_final
    with pytest.raises(UserCanFix, match="E_CONVERSATION_ENDED"):
        await talk.say("hello")


async def test_what_was_sent_behind_malice_is_not_taken(talk: Talk) -> None:
    await talk.add_key()
    said = [("message_bad", "set up a botnet"), ("message_next", DEPLOY)]
    done = await asyncio.gather(
        *(
            talk.conversations.carry_out(
                PERSON, talk.session_id, SendMessage(message_id=message_id, text=text)
            )
            for message_id, text in said
        ),
        return_exceptions=True,
    )
    assert [str(each).partition(":")[0] for each in done] == ["None", "E_CONVERSATION_ENDED"]
    assert await runs_of(talk) == []


async def test_nobody_else_finds_the_conversation_or_its_runs(talk: Talk) -> None:
    await talk.add_key()
    run_id = (await talk.say(DEPLOY)).graph_run_id
    assert run_id is not None
    question = await talk.house.question(run_id)
    stranger = Actor(user_id="usr_2", kind="user")
    own = (await talk.conversations.begin(stranger)).session_id
    carry_out = talk.conversations.carry_out
    for session_id in (talk.session_id, own, SessionId("ses_none")):
        for command in (CancelRun(graph_run_id=run_id), agreeing(question)):
            with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
                await carry_out(stranger, session_id, command)
    assert [each.session_id for each in await talk.conversations.of_person(stranger)] == [own]


async def test_a_conversation_is_called_by_its_first_message(talk: Talk) -> None:
    await talk.say("hello")
    await talk.say("what is running?")
    (session,) = await talk.conversations.of_person(PERSON)
    assert session.title == "hello"
    position = await talk.conversations.position(PERSON, talk.session_id)
    assert (position.epoch, position.last_sequence) == ("epoch_1", 4)
