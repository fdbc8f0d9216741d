"""The served product with a language model behind it, over real HTTP on loopback."""

import json
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from backend.settings import settings_from
from tests.doubles.openai_server import OpenAiServer, Reply, fails, openai_server, says
from tests.journeys.browser import Browser, Conversation, browsing, serving_here

pytestmark = pytest.mark.slow
KEY = "sk-FAKE-0123456789-EXAMPLE"
QUESTION = "What is a Lambda layer good for?"
ANSWER = " ".join(f"Sentence {number} of an answer about layers." for number in range(20))


@dataclass(frozen=True, kw_only=True)
class House:
    """Somebody at a server that asks a scripted model."""

    browser: Browser
    talk: Conversation
    llm: OpenAiServer

    async def health(self) -> dict[str, Any]:
        return (await self.browser.http.get("/api/health")).json()

    async def tokens(self) -> dict[str, Any]:
        (session,) = await self.browser.get("/sessions")
        return session["tokens"]

    async def asks(self, text: str = QUESTION) -> str:
        await self.talk.say(text)
        return (await self.talk.reply())["text"]


@asynccontextmanager
async def house(home: Path, *replies: Reply, **environment: str) -> AsyncGenerator[House, None]:
    async with openai_server(*replies) as llm:
        settings = settings_from(
            {
                "PATH": os.environ["PATH"],
                "COPILOT_HOME": str(home),
                "OPENAI_API_KEY": KEY,
                "OPENAI_BASE_URL": llm.base_url,
                **environment,
            }
        )
        async with serving_here(settings, None) as (url, found, _), browsing(url) as browser:
            await browser.set_up(found.setup_url)
            async with browser.connected(await browser.begin()) as talk:
                yield House(browser=browser, talk=talk, llm=llm)


@pytest.mark.spec("S1-53", "S2-4", "S2-55", "S2-157")
async def test_an_answer_is_streamed_and_paid_for(tmp_path: Path) -> None:
    async with house(tmp_path / "home", says(ANSWER, pause_s=0.02)) as here:
        assert (await here.health())["model"]["active"] == "gpt-4.1-mini"
        assert await here.asks() == ANSWER
        frames = here.talk.frames
        pieces = [frame for frame in frames if frame["type"] == "turn_piece"]
        assert len(pieces) > 1
        # What was not yet shown when the reply was complete stands in the reply alone.
        assert ANSWER.startswith("".join(piece["text"] for piece in pieces))
        assert frames[-1]["event"]["payload"]["turn_id"] == pieces[-1]["turn_id"]
        tokens = await here.tokens()
    assert (tokens["input_tokens"], tokens["output_tokens"]) == (11, 7)
    assert (tokens["input_allowed"], tokens["output_allowed"]) == (80_000, 40_000)
    assert not tokens["is_spent"]


@pytest.mark.spec("S2-56")
async def test_failing_over_is_seen_and_so_is_coming_back(tmp_path: Path) -> None:
    script = (fails(503), says("The second one speaks."), fails(503), says("The first one again."))
    async with house(tmp_path / "home", *script) as here:
        assert await here.asks() == "The second one speaks."
        health = await here.health()
        assert (health["language"], health["model"]["active"]) == ("model", "gpt-4o-mini")
        assert health["model"]["is_degraded"]
        assert health["model"]["since"]
        assert "did not answer" in health["model"]["reason"]
        assert await here.asks("And what is an alias good for?") == "The first one again."
        assert (await here.health())["model"] == {
            "active": "gpt-4.1-mini",
            "is_degraded": False,
            "since": None,
            "reason": None,
        }


@pytest.mark.spec("S2-7")
async def test_a_spent_budget_is_told_once_and_the_interpreter_goes_on(tmp_path: Path) -> None:
    dear = {"prompt_tokens": 11, "completion_tokens": 200, "total_tokens": 211}
    allowed = {"COPILOT_SESSION_TOKENS": "80000/2100"}
    async with house(tmp_path / "home", says("Libraries.", usage=dear), **allowed) as here:
        assert await here.asks() == "Libraries."
        await here.asks("And what is an alias good for?")
        notice = (await here.talk.until("turn_added", author="assistant"))["payload"]["text"]
        assert "E_BUDGET" in notice
        assert "new conversation" in notice
        assert "120000/60000" in notice
        tokens = await here.tokens()
        assert tokens["is_spent"]
        assert "deployed" in await here.asks("What is running?")
        await here.asks("And what is a version good for?")
        texts = [each["payload"].get("text", "") for each in here.talk.events]
        assert sum("E_BUDGET" in text for text in texts) == 1
        assert len(here.llm.asked) == 1


@pytest.mark.parametrize(
    "secret",
    [KEY, "AKIAFAKEFAKEFAKEFAKE", "FAKE/secret/access/key/EXAMPLE/0123456789ab"],
)
async def test_a_secret_of_a_model_never_reaches_a_frame(tmp_path: Path, secret: str) -> None:
    told = f"aws_secret_access_key = {secret} is what I found. And so it goes on and on."
    async with house(tmp_path / "home", says(told, pause_s=0.01)) as here:
        reply = await here.asks()
        assert secret not in reply
        pieces = [frame for frame in here.talk.frames if frame["type"] == "turn_piece"]
        assert secret not in "".join(piece["text"] for piece in pieces)
        assert secret not in json.dumps(here.talk.frames)
        assert len(here.llm.asked) == 1
