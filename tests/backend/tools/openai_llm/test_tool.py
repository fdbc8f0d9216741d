"""The tool itself, over a scripted provider."""

import asyncio
import logging
from dataclasses import replace
from typing import Any

import pytest

from agentpro.tools import TokenUsage, ToolResult
from backend.tools.openai_llm.failures import refused, unreachable
from backend.tools.openai_llm.turns import TextSink, TurnAnswer, TurnRequest
from tests.backend.tools.openai_llm.llm_parts import PAYER, Watcher, a_scope, house_over
from tests.doubles.scripted_turns import USED, ScriptedTurns, answer

PLACE = {"type": "object", "properties": {"region": {"type": "string"}}, "required": ["region"]}
PASSWORD = "hunter2-FAKE-EXAMPLE"


def error_code(result: ToolResult) -> str | None:
    return result.error["error_code"] if result.error else None


@pytest.mark.spec("S2-55")
async def test_an_answer_comes_with_its_price() -> None:
    result = await house_over(ScriptedTurns(answer("hi"))).complete()
    usage = {"input_tokens": 11, "output_tokens": 7}
    assert result.value == {
        "value": "hi",
        "tool_calls": [],
        "usage": usage,
        "model": "gpt-4.1-mini",
    }
    assert result.usage == USED


@pytest.mark.spec("S2-56")
async def test_the_role_gives_prompt_and_temperature_and_the_handler_adds_its_own_words() -> None:
    turns = ScriptedTurns(answer("hi"))
    house = house_over(turns)
    await house.complete("orchestrator", instructions="Say hello.", input={"name": "Ö", "n": 1})
    _, request = turns.asked[0]
    assert request.instructions == "You speak.\n\nSay hello."
    assert (request.role, request.temperature) == ("orchestrator", 0.5)
    assert request.text == '{"n":1,"name":"Ö"}'


@pytest.mark.parametrize(
    "args",
    [
        {"input": " "},
        {"input": None, "output_schema": {"type": "string"}},
        {"output_schema": {"type": "object", "properties": 1}},
        {"max_output_tokens": 0},
        {"max_output_tokens": 1_000_000},
        {"temperature": 2},
        {"tools": ["shell_runner"]},
        {"input": float("inf")},
        {"input": "\ud800"},
        {"input": {"a": "\ud800"}},
        {"instructions": "x" * 20_001},
    ],
)
async def test_other_arguments_are_refused_and_nothing_is_asked(args: dict[str, Any]) -> None:
    turns = ScriptedTurns(answer("hi"))
    assert error_code(await house_over(turns).complete(**args)) == "E_BAD_ARGUMENTS"
    assert turns.asked == []


async def test_a_role_without_a_prompt_has_no_model() -> None:
    turns = ScriptedTurns(answer("hi"))
    house = house_over(turns)
    assert error_code(await house.complete("executor")) == "E_BAD_ARGUMENTS"
    other = await house.tool.call("embed", {"input": "hello"}, a_scope())
    assert (error_code(other), turns.asked) == ("E_BAD_ARGUMENTS", [])


@pytest.mark.spec("S2-7")
async def test_what_was_reserved_is_settled_to_what_was_used() -> None:
    house = house_over(ScriptedTurns(answer("hi")))
    await house.complete()
    await house.complete()
    assert await house.spent() == (22, 14)


async def test_a_service_that_does_not_count_is_charged_by_estimate() -> None:
    house = house_over(ScriptedTurns(answer("x" * 298, usage=None)))
    result = await house.complete(input="y" * 300)
    assert result.usage == TokenUsage(input_tokens=109, output_tokens=100)
    assert await house.spent() == (109, 100)


@pytest.mark.spec("S2-7")
@pytest.mark.parametrize("count", [-1_000_000, 10**30])
@pytest.mark.parametrize("is_answered", [True, False])
async def test_a_price_that_no_turn_has_is_taken_for_the_estimate(
    count: int, is_answered: bool
) -> None:
    told = TokenUsage(input_tokens=count, output_tokens=7)
    house = house_over(ScriptedTurns(answer("hi", told) if is_answered else refused(told)))
    result = await house.complete(input="y" * 300)
    expected = TokenUsage(input_tokens=109, output_tokens=2_000)
    assert result.usage == expected
    assert await house.spent() == (109, 2_000)


@pytest.mark.spec("S2-7")
async def test_a_session_without_tokens_is_told_what_to_do_and_nothing_is_sent() -> None:
    turns = ScriptedTurns(answer("hi"))
    house = house_over(turns)
    scope = a_scope(limits=(80_000, 1_000))
    result = await house.tool.call("complete", {"input": "hello"}, scope)
    assert error_code(result) == "E_BUDGET"
    assert result.error is not None
    assert "new session" in result.error["next_step"]
    assert (turns.asked, await house.spent()) == ([], (0, 0))


async def test_calls_at_once_share_one_budget() -> None:
    house = house_over(ScriptedTurns(answer("hi", TokenUsage(input_tokens=9, output_tokens=1_999))))
    scope = a_scope(limits=(80_000, 5_000))
    calls = [house.tool.call("complete", {"input": f"q{n}"}, scope) for n in range(5)]
    codes = [error_code(each) for each in await asyncio.gather(*calls)]
    assert (codes.count(None), codes.count("E_BUDGET")) == (2, 3)


@pytest.mark.spec("S2-7")
async def test_a_run_may_ask_for_more_up_to_the_ceiling() -> None:
    house = house_over(ScriptedTurns(answer("hi")))
    for asked, expected in ((100_000, None), (10, "E_BUDGET")):
        inputs = {"token_allowance": {"input_tokens": asked, "output_tokens": 60_000}}
        scope = a_scope(inputs=inputs)
        result = await house.tool.call("complete", {"input": "hello " * 40_000}, scope)
        assert error_code(result) == expected


async def test_a_text_longer_than_the_whole_budget_is_refused_before_it_is_looked_at() -> None:
    turns = ScriptedTurns(answer("hi"))
    result = await house_over(turns).complete(input="x" * 1_000_000)
    assert result.error is not None
    assert error_code(result) == "E_BUDGET"
    assert "longer than all" in result.error["message"]
    assert turns.asked == []


async def test_failed_turns_cost_what_the_service_counted() -> None:
    house = house_over(ScriptedTurns(unreachable("no"), unreachable("no"), refused(USED)))
    result = await house.complete()
    assert (error_code(result), result.usage) == ("E_MODEL_REFUSED", USED)
    assert await house.spent() == (11, 7)


async def test_a_turn_that_is_cancelled_stays_reserved() -> None:
    asked = asyncio.Event()

    class Endless:
        async def take(
            self, request: TurnRequest, model: str, sink: TextSink | None = None
        ) -> TurnAnswer:
            asked.set()
            return await asyncio.get_running_loop().create_future()

    house = house_over(Endless())
    task = asyncio.create_task(house.complete(max_output_tokens=500))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await house.spent())[1] == 500


@pytest.mark.spec("S1-94")
async def test_the_same_read_only_question_is_asked_once() -> None:
    turns = ScriptedTurns(answer("first"), answer("second"))
    house = house_over(turns)
    first = await house.complete(is_read_only=True)
    again = await house.complete(is_read_only=True)
    assert isinstance(first.value, dict)
    assert isinstance(again.value, dict)
    assert (first.value["value"], again.value["value"]) == ("first", "first")
    assert (again.usage, await house.spent()) == (TokenUsage(), (11, 7))
    other = await house.complete("orchestrator", is_read_only=True)
    assert isinstance(other.value, dict)
    assert other.value["value"] == "second"


async def test_tenants_share_no_answers() -> None:
    turns = ScriptedTurns(answer("hi"))
    house = house_over(turns)
    for tenant in ("ours", "theirs", "ours"):
        scope = PAYER.scope.model_copy(update={"tenant_id": tenant})
        house.payer = replace(PAYER, scope=scope)
        await house.complete("compliance")
    assert len(turns.asked) == 2


async def test_temperature_zero_is_read_only_and_everything_else_is_asked_anew() -> None:
    turns = ScriptedTurns(answer("hi"))
    house = house_over(turns)
    for role in ("compliance", "compliance", "planner", "planner"):
        await house.complete(role)
    assert [request.role for _, request in turns.asked] == ["compliance", "planner", "planner"]


async def test_a_failure_is_not_remembered() -> None:
    turns = ScriptedTurns(refused(USED), answer("hi"))
    house = house_over(turns)
    assert error_code(await house.complete("compliance")) == "E_MODEL_REFUSED"
    assert (await house.complete("compliance")).is_ok


async def test_secrets_are_taken_out_of_prompts() -> None:
    turns = ScriptedTurns(answer("hi"))
    house = house_over(turns)
    house.known.register(PASSWORD)
    pasted = f"log in with {PASSWORD} or AKIAFAKE567890123456"
    await house.complete(input=pasted, instructions=f"Mind {PASSWORD}.")
    _, request = turns.asked[0]
    assert PASSWORD not in request.text + request.instructions
    assert "***" in request.text


@pytest.mark.parametrize(
    "leaked",
    [
        f"The password is {PASSWORD}.",
        {"region": "eu-central-1", "notes": [{PASSWORD: 1}]},
        {"region": "".join(f"{byte:02x}" for byte in PASSWORD.encode())},
        "\u200b".join(PASSWORD),
        "-----BEGIN RSA PRIVATE KEY-----\nFAKEFAKEFAKEFAKE\n-----END RSA PRIVATE KEY-----",
    ],
)
async def test_an_answer_with_a_secret_is_refused_and_paid_for(leaked: Any) -> None:
    watcher = Watcher()
    house = house_over(ScriptedTurns(answer(leaked)), watcher)
    house.known.register(PASSWORD)
    result = await house.complete("compliance")
    assert (error_code(result), result.usage, result.value) == ("E_MODEL_OUTPUT", USED, None)
    assert PASSWORD not in str(result.error) + watcher.text
    assert watcher.taken_back == 1
    assert error_code(await house.complete("compliance")) == "E_MODEL_OUTPUT"


async def test_an_answer_that_does_not_end_is_taken_back() -> None:
    watcher = Watcher()
    result = await house_over(ScriptedTurns(answer("word " * 20_000)), watcher).complete()
    assert (error_code(result), result.usage, watcher.text) == ("E_MODEL_OUTPUT", USED, "")


async def test_an_answer_is_not_repeated_once_it_holds_a_secret() -> None:
    turns = ScriptedTurns(answer({"region": PASSWORD}))
    house = house_over(turns)
    assert (await house.complete(output_schema=PLACE, is_read_only=True)).is_ok
    house.known.register(PASSWORD)
    again = await house.complete(output_schema=PLACE, is_read_only=True)
    assert (error_code(again), len(turns.asked)) == ("E_MODEL_OUTPUT", 2)


async def test_what_only_looks_like_a_secret_is_redacted() -> None:
    house = house_over(ScriptedTurns(answer({"region": "password=FAKEFAKE99"})))
    result = await house.complete(output_schema=PLACE)
    assert isinstance(result.value, dict)
    assert result.value["value"] == {"region": "password=***"}


async def test_somebody_who_reads_along_sees_the_last_attempt_alone() -> None:
    watcher = Watcher()
    house = house_over(ScriptedTurns(unreachable("no"), answer("all\nof it")), watcher)
    assert (await house.complete()).is_ok
    assert (watcher.text, watcher.taken_back) == ("all\nof it", 1)


async def test_typed_answers_are_shown_to_nobody_while_they_are_written() -> None:
    watcher = Watcher()
    house = house_over(ScriptedTurns(answer({"region": "eu-central-1"})), watcher)
    assert (await house.complete(output_schema=PLACE)).is_ok
    assert watcher.text == ""


@pytest.mark.spec("S2-57")
async def test_only_digests_of_prompts_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    house = house_over(ScriptedTurns(answer("quiet answer"), refused(USED)))
    await house.complete(input="quiet question", instructions="quiet words")
    await house.complete(input="quiet question", instructions="quiet words")
    assert "sha256:" in caplog.text
    assert "E_MODEL_REFUSED" in caplog.text
    assert "quiet" not in caplog.text
