"""A run is told in few turns: what was found, that it is applied, and how it ended."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from backend.domain.conversations.turns import Turn
from backend.domain.identifiers import GraphRunId
from backend.runs.conversation.wording import HELP, UNCLEAR
from backend.runs.places import TENANT
from tests.backend.runs.conversation.talking import Talk, open_talk

DEPLOY = "deploy ./hello to lambda in Frankfurt"


@pytest_asyncio.fixture
async def talk(tmp_path: Path) -> AsyncGenerator[Talk, None]:
    async with open_talk(tmp_path) as opened:
        await opened.add_key()
        yield opened


async def begun(talk: Talk) -> GraphRunId:
    run_id = (await talk.say(DEPLOY)).graph_run_id
    assert run_id is not None
    return run_id


async def told(talk: Talk, run_id: GraphRunId) -> list[Turn]:
    """The turns that the run's own events have given."""
    turns = [turn for turn in await talk.turns() if turn.graph_run_id == run_id]
    return [turn for turn in turns if turn.message_id is None]


async def answers_to_suggestions(talk: Talk, turn: Turn) -> dict[str, str]:
    return {each.text: (await talk.say(each.text)).text for each in turn.suggestions}


@pytest.mark.spec("S2-73", "S2-112", "S2-131")
async def test_a_deployment_is_told_in_four_turns(talk: Talk) -> None:
    run_id = await begun(talk)
    await talk.house.answer(run_id)
    await talk.house.ended(run_id)
    found, plan, applying, ending = await told(talk, run_id)
    assert found.text.startswith("The source is fit to be deployed: a package of ")
    assert plan.text.startswith("The plan is ready: ")
    assert applying.text.startswith("Approved. ")
    assert ending.text.startswith("Deployed and healthy. It answers at https://")
    assert "Applied: 1 bucket, 1 object" in ending.text
    back = ending.suggestions[-1]
    assert back.text == "Roll back hello"
    only_asking = ending.model_copy(update={"suggestions": ending.suggestions[:-1]})
    answers = await answers_to_suggestions(talk, only_asking)
    assert not {UNCLEAR, HELP} & set(answers.values())
    assert "1 bucket" in answers["What did it create?"]


@pytest.mark.spec("S2-131")
async def test_what_is_suggested_about_a_plan_is_answered(talk: Talk) -> None:
    run_id = await begun(talk)
    await talk.house.question(run_id)
    answers = await answers_to_suggestions(talk, (await told(talk, run_id))[-1])
    assert set(answers) == {"Explain the plan", "Is it reversible?", "What becomes public?"}
    assert "12 steps" in answers["Explain the plan"]
    assert "can be undone exactly" in answers["Is it reversible?"]
    assert "Anyone on the internet" in answers["What becomes public?"]


@pytest.mark.spec("S2-113")
async def test_a_failure_is_told_with_what_was_undone(talk: Talk) -> None:
    talk.house.probe.status = 500
    run_id = await begun(talk)
    await talk.house.answer(run_id)
    await talk.house.ended(run_id)
    ending = (await told(talk, run_id))[-1]
    assert ending.text.startswith("The deployment failed, and nothing of it is left. ")
    assert "Undone: " in ending.text
    assert "1 bucket" in ending.text
    answers = await answers_to_suggestions(talk, ending)
    assert "`E_UNHEALTHY`" in answers["Why did it fail?"]
    assert "Look at the application's log" in answers["What now?"]


@pytest.mark.spec("S2-131")
async def test_a_rollback_is_told_with_what_was_taken_back(talk: Talk) -> None:
    run_id = await begun(talk)
    await talk.house.answer(run_id)
    await talk.house.ended(run_id)
    undo = (await talk.say("roll back hello")).graph_run_id
    assert undo is not None
    await talk.house.answer(undo)
    await talk.house.ended(undo)
    ending = (await told(talk, undo))[-1]
    assert ending.text.startswith("Rolled back: ")
    assert "Taken back: " in ending.text


@pytest.mark.spec("S2-131")
async def test_a_conversation_keeps_what_its_runs_have_come_to(talk: Talk) -> None:
    sessions = talk.house.repositories.sessions
    run_id = await begun(talk)
    await talk.house.question(run_id)
    await talk.say("is it reversible?")
    kept = await sessions.get(TENANT, talk.session_id)
    assert (kept.run_count, kept.last_outcome, kept.message_count) == (0, None, 2)
    await talk.house.answer(run_id)
    await talk.house.ended(run_id)
    await talk.say("thank you")
    kept = await sessions.get(TENANT, talk.session_id)
    assert (kept.run_count, kept.last_outcome, kept.message_count) == (1, "succeeded", 3)
    assert kept.title == DEPLOY
