"""Guardrails of the SDK over real HTTP: beside the turn, and nothing is shown before they pass."""

import asyncio
import threading
from dataclasses import replace
from typing import Any

import pytest

from agentpro.tools import ToolResult
from backend.domain.guardrails import SecurityCheckOutput
from tests.backend.tools.openai_llm.llm_parts import House, Watcher, house_at
from tests.backend.tools.openai_llm.offered_tools import LOOK, SEVERAL
from tests.doubles.guardrail_checks import (
    BROKEN,
    CHECKS,
    MALICIOUS,
    SENSITIVE,
    ScriptedModeration,
    security_check,
)
from tests.doubles.openai_server import (
    OpenAiServer,
    Reply,
    calls_tool,
    calls_tools,
    fails,
    hangs,
    openai_server,
    says,
)

watched = pytest.mark.parametrize("is_watched", [False, True])


async def asked(
    *replies: Reply, watcher: Watcher | None = None, **args: Any
) -> tuple[ToolResult, OpenAiServer, House]:
    async with openai_server(*replies) as server:
        house = house_at(server.base_url, watcher)
        return await house.complete(**args), server, house


def assert_tripped(result: ToolResult, guardrail: str, reasoning: str) -> None:
    assert result.error is not None, result.value
    assert result.error["error_code"] == "E_GUARDRAIL"
    assert guardrail in result.error["message"]
    assert reasoning in result.error["message"]
    assert result.value is None


@pytest.mark.spec("S3-101", "S3-102", "S3-103", "S3-104", "S3-105", "S3-131")
@watched
async def test_a_malicious_message_ends_the_turn_though_the_model_would_answer(
    is_watched: bool,
) -> None:
    watcher = Watcher() if is_watched else None
    result, server, house = await asked(
        hangs(), says("Gladly."), input=f"Please, {MALICIOUS}.", watcher=watcher
    )
    assert_tripped(result, "security_guardrail", "It asks for harm.")
    assert len(server.asked) <= 1
    input_tokens, output_tokens = await house.spent()
    assert (input_tokens > 0, output_tokens) == (True, 0)
    assert watcher is None or watcher.text == ""


@watched
async def test_a_check_that_breaks_counts_as_tripped_and_quotes_nothing(is_watched: bool) -> None:
    watcher = Watcher() if is_watched else None
    result, _, _ = await asked(says("hi"), input=BROKEN, watcher=watcher)
    assert_tripped(result, "security_guardrail", "could not be checked")
    assert BROKEN not in str(result.error)
    assert watcher is None or watcher.text == ""


class SlowCheck:
    """Ends when the test says so."""

    def __init__(self) -> None:
        self.may_end = threading.Event()

    def __call__(self, text: str) -> SecurityCheckOutput:
        assert self.may_end.wait(10)
        return security_check(text)


async def streamed_before_the_check(text: str, watcher: Watcher) -> tuple[ToolResult, str]:
    """A turn whose check ends after everything was streamed; and what was shown until then."""
    slow = SlowCheck()
    async with openai_server(says("all is well here")) as server:
        checks = replace(CHECKS, security=slow)
        house = house_at(server.base_url, watcher, checks=checks)
        turn = asyncio.create_task(house.complete(input=text))
        await server.has_answered.wait()
        await asyncio.sleep(0.05)
        shown = watcher.text
        slow.may_end.set()
        return await turn, shown


@pytest.mark.spec("S3-101")
async def test_nothing_is_shown_before_the_check_has_passed_and_everything_after() -> None:
    watcher = Watcher()
    result, shown_before = await streamed_before_the_check("hello", watcher)
    assert shown_before == ""
    assert result.is_ok
    assert watcher.text == "all is well here"


async def test_what_was_written_before_the_check_tripped_is_shown_to_nobody() -> None:
    watcher = Watcher()
    result, shown_before = await streamed_before_the_check(MALICIOUS, watcher)
    assert_tripped(result, "security_guardrail", "It asks for harm.")
    assert (shown_before, watcher.text) == ("", "")


@pytest.mark.spec("S3-107", "S3-108", "S3-109", "S3-110", "S3-131")
@watched
async def test_a_sensitive_answer_is_withheld_and_a_streamed_one_taken_back(
    is_watched: bool,
) -> None:
    watcher = Watcher() if is_watched else None
    result, server, house = await asked(
        says(f"They live at {SENSITIVE}."), says("again"), watcher=watcher
    )
    assert_tripped(result, "sensitive_info_guardrail", "It tells a home address.")
    assert SENSITIVE not in str(result.error)
    assert len(server.asked) == 1
    assert await house.spent() == (11, 7)
    assert watcher is None or (watcher.text, watcher.taken_back) == ("", 1)


@watched
async def test_an_answer_that_breaks_its_check_is_withheld(is_watched: bool) -> None:
    watcher = Watcher() if is_watched else None
    result, _, _ = await asked(says(BROKEN), watcher=watcher)
    assert_tripped(result, "sensitive_info_guardrail", "could not be checked")
    assert watcher is None or watcher.text == ""


async def test_an_object_is_looked_at_as_a_whole() -> None:
    schema = {"type": "object", "properties": {"notes": {"type": "array"}}}
    result, _, _ = await asked(says(f'{{"notes": ["{SENSITIVE}"]}}'), output_schema=schema)
    assert_tripped(result, "sensitive_info_guardrail", "It tells a home address.")


async def test_a_specialist_stands_behind_the_same_guardrails() -> None:
    handoff = calls_tool("transfer_to_ec2_specialist", {})
    result, _, house = await asked(handoff, says(SENSITIVE), tools=SEVERAL)
    assert_tripped(result, "sensitive_info_guardrail", "It tells a home address.")
    assert await house.spent() == (22, 14)
    result, _, _ = await asked(
        handoff,
        calls_tools(("call_2", "list_instances", '{"name": "x"}')),
        tools=SEVERAL,
        input=MALICIOUS,
    )
    assert_tripped(result, "security_guardrail", "It asks for harm.")


async def test_a_tool_call_waits_for_the_check_too() -> None:
    reply = calls_tool("look", {"name": "web"})
    result, _, _ = await asked(reply, input=MALICIOUS, tools=[LOOK])
    assert_tripped(result, "security_guardrail", "It asks for harm.")


@watched
async def test_a_moderation_that_is_silent_ends_the_turn(is_watched: bool) -> None:
    watcher = Watcher() if is_watched else None
    silent = ScriptedModeration(None, is_silent=True)
    async with openai_server(says("hi"), says("again")) as server:
        checks = replace(CHECKS, hosted=silent)
        house = house_at(server.base_url, watcher, checks=checks)
        result = await house.complete()
    assert result.error is not None
    assert result.error["error_code"] == "E_MODEL_UNAVAILABLE"
    assert "moderation" in result.error["message"]
    assert len(server.asked) <= 1
    assert (house.failover.status.active_model, len(silent.texts)) == (None, 1)
    assert watcher is None or watcher.text == ""


async def test_a_service_that_fails_is_told_when_the_check_has_passed() -> None:
    result, server, _ = await asked(fails(503), fails(503), fails(503))
    assert result.error is not None
    assert result.error["error_code"] == "E_MODEL_UNAVAILABLE"
    assert len(server.asked) == 3


@pytest.mark.spec("S3-22", "S3-106", "S3-111")
async def test_an_answer_whose_guardrails_have_not_run_is_none() -> None:
    from backend.tools.openai_llm.providers.sdk_guardrails import TurnGuards
    from tests.contracts.test_model_turns import request

    guards = TurnGuards(request(), CHECKS, None)
    assert (guards.has_let_in, guards.has_let_out) == (False, False)
