"""Guardrails around a provider without any: beside the turn, and in front of the sink."""

import asyncio
from dataclasses import replace

import pytest

from agentpro.tools import TokenUsage
from backend.domain.guardrails import SecurityCheckOutput
from backend.tools.openai_llm.failures import unreachable, unusable
from backend.tools.openai_llm.guarding.checks import HostedModeration
from backend.tools.openai_llm.guarding.gated_sink import GatedSink
from backend.tools.openai_llm.guarding.guarded_turns import GuardedTurns
from backend.tools.openai_llm.turns import (
    ModelTurns,
    TextSink,
    TurnAnswer,
    TurnFailed,
    TurnRequest,
)
from tests.backend.tools.openai_llm.llm_parts import Watcher
from tests.backend.tools.openai_llm.offered_tools import LOOK, declarations
from tests.doubles.guardrail_checks import CHECKS, MALICIOUS, ScriptedModeration
from tests.doubles.scripted_turns import USED, ScriptedTurns, answer, asks_for

REQUEST = TurnRequest(
    role="planner", instructions="", text="hello", temperature=0.2, max_output_tokens=10
)


class SlowModeration:
    """Passes everything, when the test says so."""

    def __init__(self) -> None:
        self.may_end = asyncio.Event()

    async def check(self, text: str) -> SecurityCheckOutput | None:
        await self.may_end.wait()
        return None


def guarded(turns: ModelTurns, hosted: HostedModeration | None = None) -> GuardedTurns:
    return GuardedTurns(turns, replace(CHECKS, hosted=hosted))


async def failure(turns: GuardedTurns, request: TurnRequest, sink: TextSink) -> TurnFailed:
    with pytest.raises(TurnFailed) as caught:
        await turns.take(request, "m", sink)
    return caught.value


@pytest.mark.spec("S3-101")
async def test_the_turn_is_taken_meanwhile_and_shown_afterwards() -> None:
    slow, script, watcher = SlowModeration(), ScriptedTurns(answer("hi")), Watcher()
    turn = asyncio.create_task(guarded(script, slow).take(REQUEST, "m", watcher))
    while not script.asked:  # noqa: ASYNC110 - the twin has no event
        await asyncio.sleep(0)
    assert watcher.text == ""
    slow.may_end.set()
    assert (await turn).value == watcher.text == "hi"


async def test_a_turn_that_was_taken_before_the_check_tripped_is_charged() -> None:
    flagged = SecurityCheckOutput(is_malicious=True, reasoning="Flagged.")
    for script, spent in (
        (ScriptedTurns(answer("hi")), USED),
        (ScriptedTurns(unusable("it is nonsense", USED)), USED),
        (ScriptedTurns(answer("hi", usage=None)), REQUEST.prompt_cost()),
    ):
        hosted, watcher = ScriptedModeration(flagged), Watcher()
        failed = await failure(guarded(script, hosted), REQUEST, watcher)
        assert (failed.error.error_code, failed.usage) == ("E_GUARDRAIL", spent)
        assert watcher.text == ""


async def test_a_turn_that_has_not_ended_when_the_check_trips_is_ended() -> None:
    ended = asyncio.Event()

    class Endless:
        async def take(
            self, request: TurnRequest, model: str, sink: TextSink | None = None
        ) -> TurnAnswer:
            try:
                return await asyncio.get_running_loop().create_future()
            finally:
                ended.set()

    failed = await failure(guarded(Endless()), replace(REQUEST, text=MALICIOUS), Watcher())
    assert failed.usage == replace(REQUEST, text=MALICIOUS).prompt_cost()
    assert ended.is_set()


async def test_a_failed_turn_waits_for_the_check() -> None:
    failed = await failure(guarded(ScriptedTurns(unreachable("no"))), REQUEST, Watcher())
    assert (failed.error.error_code, failed.usage) == ("E_MODEL_UNAVAILABLE", TokenUsage())


SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}


@pytest.mark.parametrize(
    ("given", "asked", "code"),
    [
        (answer({"n": 1}), REQUEST, "E_MODEL_OUTPUT"),
        (answer(None), REQUEST, "E_MODEL_OUTPUT"),
        (answer("n is 1"), replace(REQUEST, output_schema=SCHEMA), "E_MODEL_OUTPUT"),
        (answer({"n": "1"}), replace(REQUEST, output_schema=SCHEMA), "E_MODEL_OUTPUT"),
        (asks_for("look", name="x"), REQUEST, "E_MODEL_OUTPUT"),
        (asks_for("rm", name="x"), replace(REQUEST, tools=declarations(LOOK)), "E_MODEL_OUTPUT"),
        (asks_for("look", n=1), replace(REQUEST, tools=declarations(LOOK)), "E_TOOL_ARGUMENTS"),
    ],
)
async def test_what_was_not_asked_for_is_no_answer(
    given: TurnAnswer, asked: TurnRequest, code: str
) -> None:
    failed = await failure(guarded(ScriptedTurns(given)), asked, Watcher())
    assert (failed.error.error_code, failed.usage) == (code, USED)


def test_a_gate_keeps_order_and_forgets_what_is_taken_back() -> None:
    watcher = Watcher()
    gate = GatedSink(watcher)
    gate.add("never ")
    gate.take_back()
    gate.add("one ")
    gate.add("two ")
    assert watcher.text == ""
    gate.open()
    gate.add("three")
    assert watcher.text == "one two three"
    gate.take_back()
    assert watcher.text == ""
