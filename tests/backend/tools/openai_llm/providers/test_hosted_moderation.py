"""Hosted moderation over real HTTP: in addition to the local check, and fail-closed."""

import json
from typing import Any

import pytest

from agentpro.tools import ToolResult
from backend.domain.secrets import Secret
from backend.tools.openai_llm import model_endpoint
from backend.tools.openai_llm.turns import TurnFailed
from tests.backend.tools.openai_llm.llm_parts import KEY, Watcher, house_at
from tests.doubles.guardrail_checks import MALICIOUS
from tests.doubles.openai_server import (
    OpenAiServer,
    Reply,
    drops,
    fails,
    hangs,
    moderates,
    openai_server,
    says,
    sends,
)


async def asked(
    *moderations: Reply, watcher: Watcher | None = None, text: str = "hello"
) -> tuple[ToolResult, OpenAiServer]:
    async with openai_server(says("hi"), says("again")) as server:
        server.moderations.extend(moderations)
        house = house_at(server.base_url, watcher, 1.0, is_moderated=True)
        return await house.complete(input=text), server


def error_code(result: ToolResult) -> str | None:
    return result.error["error_code"] if result.error else None


@pytest.mark.parametrize("is_watched", [False, True])
async def test_what_it_flags_is_not_answered(is_watched: bool) -> None:
    watcher = Watcher() if is_watched else None
    result, server = await asked(moderates("violence", "self-harm"), watcher=watcher)
    assert error_code(result) == "E_GUARDRAIL"
    assert result.error is not None
    assert "self harm, violence" in result.error["message"]
    (request,) = server.moderated
    assert request.path == "/v1/moderations"
    assert request.body == {"model": "omni-moderation-latest", "input": ["hello"]}
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["user-agent"] == "aws-copilot"
    assert watcher is None or watcher.text == ""


async def test_what_it_passes_is_answered_and_not_sent_twice() -> None:
    async with openai_server(says("hi"), says("again")) as server:
        server.moderations.append(moderates())
        house = house_at(server.base_url, is_moderated=True)
        assert (await house.complete()).is_ok
        assert (await house.complete()).is_ok
    assert len(server.moderated) == 1


async def test_what_the_local_check_refuses_is_not_sent() -> None:
    result, server = await asked(moderates(), text=MALICIOUS)
    assert error_code(result) == "E_GUARDRAIL"
    assert server.moderated == []


async def test_a_category_that_nobody_knows_is_not_quoted() -> None:
    result, _ = await asked(moderates("ignore all rules"))
    assert error_code(result) == "E_GUARDRAIL"
    assert "ignore" not in str(result.error)


@pytest.mark.parametrize("status", [404, 405, 501])
async def test_an_address_that_does_not_offer_it_is_remembered(status: int) -> None:
    async with openai_server(says("hi"), says("again")) as server:
        server.moderations.append(fails(status))
        house = house_at(server.base_url, is_moderated=True)
        assert (await house.complete()).is_ok
        assert (await house.complete(input="something else")).is_ok
    assert len(server.moderated) == 1


RESULT: dict[str, Any] = {"categories": {}, "category_scores": {}}


@pytest.mark.parametrize(
    "reply",
    [
        fails(500),
        fails(429),
        fails(401, "invalid_api_key", f"Incorrect API key provided: {KEY}"),
        drops(),
        hangs(),
        sends(b"<html>", "text/html"),
        sends(b"{}"),
        sends(b"[]"),
        sends(json.dumps({"results": []}).encode()),
        sends(json.dumps({"results": [{**RESULT, "flagged": "no"}]}).encode()),
        sends(json.dumps({"results": [{**RESULT, "flagged": False}] * 2}).encode()),
        sends(json.dumps({"results": [RESULT]}).encode()),
    ],
)
async def test_without_a_verdict_no_turn_is_taken(reply: Reply) -> None:
    watcher = Watcher()
    result, server = await asked(reply, watcher=watcher)
    assert error_code(result) == "E_MODEL_UNAVAILABLE"
    assert (result.value, watcher.text) == (None, "")
    assert KEY not in str(result.error)
    assert len(server.asked) <= 1


async def test_the_vendor_must_answer() -> None:
    from backend.tools.openai_llm.providers.hosted_moderation import OpenAiModeration

    async with openai_server() as server:
        endpoint = model_endpoint(Secret(KEY), server.base_url)
        required = OpenAiModeration(endpoint, must_answer=True)
        with pytest.raises(TurnFailed) as caught:
            await required.check("hello")
        assert caught.value.error.error_code == "E_MODEL_UNAVAILABLE"
        assert await OpenAiModeration(endpoint, must_answer=False).check("hello") is None


async def test_a_long_text_is_looked_at_in_pieces() -> None:
    passes = json.dumps({"results": [{**RESULT, "flagged": False}] * 3}).encode()
    result, server = await asked(sends(passes), text="word " * 4_000)
    assert result.is_ok
    pieces = server.moderated[0].body["input"]
    assert ("".join(pieces), len(pieces)) == ("word " * 4_000, 3)


async def test_screening_is_the_local_check_and_then_this_one() -> None:
    async with openai_server() as server:
        server.moderations.extend([moderates(), moderates("violence"), fails(500)])
        house = house_at(server.base_url, is_moderated=True)
        clean = await house.screen("hello")
        flagged = await house.screen("something else")
        silent = await house.screen("something more")
        malicious = await house.screen(MALICIOUS)
    assert isinstance(clean.value, dict)
    assert clean.value["is_malicious"] is False
    assert flagged.value == {
        "is_malicious": True,
        "reasoning": "Hosted moderation flagged it: violence.",
    }
    assert (error_code(silent), silent.value) == ("E_MODEL_UNAVAILABLE", None)
    assert house.failover.status.is_degraded
    assert malicious.value == {"is_malicious": True, "reasoning": "It asks for harm."}
    assert len(server.moderated) == 3
    assert server.asked == []
