"""What a model is offered: tools as data, in arguments, digest, price and prompt."""

from typing import Any

import pytest

from agentpro.tools import ToolResult
from backend.tools.openai_llm.offered.specialists import tools_by_specialist
from backend.tools.openai_llm.offered.tool_calls import Exchange
from backend.tools.openai_llm.turns import TurnRequest
from tests.backend.tools.openai_llm.llm_parts import CONTEXT, Watcher, house_over
from tests.backend.tools.openai_llm.offered_tools import (
    EXCHANGE,
    LIST,
    LOOK,
    SEVERAL,
    declarations,
    declared,
)
from tests.doubles.scripted_turns import USED, ScriptedTurns, answer, asks_for

PASSWORD = "hunter2-FAKE-EXAMPLE"


def error_code(result: ToolResult) -> str | None:
    return result.error["error_code"] if result.error else None


def request(**changed: Any) -> TurnRequest:
    fields: dict[str, Any] = {
        "role": "planner",
        "instructions": "",
        "text": "hello",
        "temperature": 0.2,
        "max_output_tokens": 10,
    }
    return TurnRequest(**{**fields, **changed})


async def test_tools_and_exchanges_reach_the_provider_with_who_acts() -> None:
    turns = ScriptedTurns(asks_for("look", name="web"))
    result = await house_over(turns).complete(tools=[LOOK], exchanges=[EXCHANGE])
    assert isinstance(result.value, dict)
    assert result.value["tool_calls"] == [{"tool": "look", "args": {"name": "web"}}]
    assert result.value["value"] is None
    _, asked = turns.asked[0]
    assert asked.tools == declarations(LOOK)
    assert asked.exchanges == (Exchange.from_json(EXCHANGE),)
    assert asked.context == CONTEXT


@pytest.mark.parametrize(
    "args",
    [
        {"tools": [LOOK, LOOK]},
        {"tools": [declared(f"tool_{number}") for number in range(41)]},
        {"tools": [{**LOOK, "name": "aws.read"}]},
        {"tools": [{**LOOK, "name": "transfer_to_executor"}]},
        {"tools": [{**LOOK, "name": "_answer"}]},
        {"tools": [{**LOOK, "name": "x" * 65}]},
        {"tools": [{**LOOK, "description": ""}]},
        {"tools": [{**LOOK, "parameters": {"type": "string"}}]},
        {"tools": [{**LOOK, "parameters": {"type": "object", "properties": 1}}]},
        {"tools": [{**LOOK, "run": "rm"}]},
        {"exchanges": [{**EXCHANGE, "tool": "a tool"}]},
        {"exchanges": [{"tool": "look", "args": {}}]},
        {"exchanges": [{**EXCHANGE, "result": float("inf")}]},
        {"exchanges": [{**EXCHANGE, "result": "\ud800"}]},
        {"exchanges": [EXCHANGE] * 97},
    ],
)
async def test_what_is_no_offer_is_refused_and_nothing_is_asked(args: dict[str, Any]) -> None:
    turns = ScriptedTurns(answer("hi"))
    assert error_code(await house_over(turns).complete(**args)) == "E_BAD_ARGUMENTS"
    assert turns.asked == []


def test_everything_that_is_sent_shapes_digest_and_price() -> None:
    plain = request()
    offering = request(tools=declarations(LOOK))
    told = request(tools=declarations(LOOK), exchanges=(Exchange.from_json(EXCHANGE),))
    digests = {each.digest("ours") for each in (plain, offering, told)}
    prices = [each.estimate().input_tokens for each in (plain, offering, told)]
    assert len(digests) == 3
    assert prices == sorted(set(prices))


@pytest.mark.spec("S3-97", "S3-98")
def test_who_acts_is_not_sent_and_shapes_nothing() -> None:
    assert request(context=CONTEXT).digest("ours") == request().digest("ours")
    assert request(context=CONTEXT).estimate() == request().estimate()


def test_a_turn_that_may_be_handed_over_reserves_a_second_call() -> None:
    several = request(tools=declarations(*SEVERAL))
    assert several.estimate().input_tokens == 2 * several.prompt_cost().input_tokens
    assert several.estimate().output_tokens == 20


@pytest.mark.spec("S3-85")
def test_specialists_share_the_tools_of_a_role_and_add_none() -> None:
    tools = declarations(*SEVERAL, declared("list_more", "ec2"), LOOK, declared("tail", "logs"))
    shared = tools_by_specialist(tools)
    names = {service: [tool.name for tool in theirs] for service, theirs in shared.items()}
    assert names == {"ec2": ["list_instances", "list_more"], "s3": ["list_buckets"]}
    assert tools_by_specialist(declarations(SEVERAL[0], LOOK)) == {}
    assert tools_by_specialist(()) == {}


async def test_an_answer_after_exchanges_is_kept_for_read_only_questions_alone() -> None:
    turns = ScriptedTurns(answer("hi"))
    house = house_over(turns)
    for _ in range(2):
        await house.complete("compliance", exchanges=[EXCHANGE])
    assert len(turns.asked) == 2
    for _ in range(2):
        await house.complete("compliance", exchanges=[EXCHANGE], is_read_only=True)
    assert len(turns.asked) == 3


async def test_the_same_question_asks_for_the_same_tools() -> None:
    turns = ScriptedTurns(asks_for("look", name="web"), answer("other"))
    house = house_over(turns)
    for _ in range(2):
        result = await house.complete("compliance", tools=[LOOK, LIST])
        assert isinstance(result.value, dict)
        assert result.value["tool_calls"] == [{"tool": "look", "args": {"name": "web"}}]
    assert len(turns.asked) == 1


async def test_secrets_are_taken_out_of_results() -> None:
    turns = ScriptedTurns(answer("hi"))
    house = house_over(turns)
    house.known.register(PASSWORD)
    exchange = {**EXCHANGE, "result": {"log": f"with {PASSWORD}"}, "args": {"name": PASSWORD}}
    await house.complete(exchanges=[exchange])
    _, asked = turns.asked[0]
    assert PASSWORD not in str(asked)
    assert "***" in str(asked.exchanges)


async def test_a_secret_in_the_arguments_of_a_call_is_refused_and_paid_for() -> None:
    watcher = Watcher()
    house = house_over(ScriptedTurns(asks_for("look", name=PASSWORD)), watcher)
    house.known.register(PASSWORD)
    result = await house.complete(tools=[LOOK])
    assert (error_code(result), result.usage, result.value) == ("E_MODEL_OUTPUT", USED, None)
    assert PASSWORD not in str(result.error)
