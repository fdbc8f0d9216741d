"""Tools inside a turn over real HTTP: they are offered, asked for, and never called there."""

import json
from typing import Any

import pytest

from agentpro.tools import ToolResult
from tests.backend.tools.openai_llm.llm_parts import House, Watcher, house_at
from tests.backend.tools.openai_llm.offered_tools import EXCHANGE, LIST, LOOK, SEVERAL
from tests.doubles.openai_server import (
    OUTPUT_TOKENS,
    OpenAiServer,
    Reply,
    calls_tool,
    calls_tools,
    fails,
    openai_server,
    says,
)


async def asked(
    *replies: Reply, watcher: Watcher | None = None, **args: Any
) -> tuple[ToolResult, OpenAiServer, House]:
    async with openai_server(*replies) as server:
        house = house_at(server.base_url, watcher)
        return await house.complete(**{"tools": [LOOK, LIST], **args}), server, house


def error_code(result: ToolResult) -> str | None:
    return result.error["error_code"] if result.error else None


def given(result: ToolResult) -> tuple[Any, Any]:
    assert isinstance(result.value, dict), result.error
    return result.value["value"], result.value["tool_calls"]


@pytest.mark.spec("S3-99", "S3-129")
@pytest.mark.parametrize("is_watched", [False, True])
async def test_a_call_comes_back_as_data_and_nothing_is_called(is_watched: bool) -> None:
    watcher = Watcher() if is_watched else None
    reply = calls_tool("look", {"name": "web"}, text="Let me look first.")
    result, server, house = await asked(reply, watcher=watcher)
    assert given(result) == (None, [{"tool": "look", "args": {"name": "web"}}])
    (request,) = server.asked
    assert [each["function"]["name"] for each in request.body["tools"]] == ["look", "list_all"]
    assert request.body["tools"][0]["function"]["parameters"] == LOOK["parameters"]
    assert request.body["tools"][0]["function"]["strict"] is True
    assert await house.spent() == (11, 7)
    assert watcher is None or watcher.text == ""


async def test_several_calls_keep_their_order() -> None:
    result, _, _ = await asked(
        calls_tools(("a", "list_all", '{"name": "x"}'), ("b", "look", '{"name": "y"}'))
    )
    assert [call["tool"] for call in given(result)[1]] == ["list_all", "look"]


@pytest.mark.parametrize("is_watched", [False, True])
async def test_an_answer_in_spite_of_tools_is_an_answer(is_watched: bool) -> None:
    watcher = Watcher() if is_watched else None
    result, _, _ = await asked(says("It is running."), watcher=watcher)
    assert given(result) == ("It is running.", [])
    assert watcher is None or watcher.text == "It is running."


async def test_what_was_called_so_far_is_told_in_its_order() -> None:
    result, server, _ = await asked(says("It is running."), exchanges=[EXCHANGE, EXCHANGE])
    assert given(result)[0] == "It is running."
    system, user, call, answer, *_ = server.asked[0].body["messages"]
    assert (system["role"], user["content"]) == ("system", "hello")
    assert call["tool_calls"][0]["function"] == {"name": "look", "arguments": '{"name":"web"}'}
    assert (answer["role"], json.loads(answer["content"])) == ("tool", {"state": "running"})
    ids = [
        each["tool_call_id"] for each in server.asked[0].body["messages"] if "tool" in each["role"]
    ]
    assert ids == ["done_1", "done_2"]


async def test_what_was_called_may_be_answered_without_tools_on_offer() -> None:
    result, server, _ = await asked(says("It is running."), tools=[], exchanges=[EXCHANGE])
    assert given(result) == ("It is running.", [])
    assert "tools" not in server.asked[0].body


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (calls_tool("shell_runner", {"name": "x"}), "E_MODEL_OUTPUT"),
        (calls_tools(("a", "look", '{"name": "x"}'), ("b", "rm", "{}")), "E_MODEL_OUTPUT"),
        (
            calls_tools(("a", "look", '{"name": "x"}'), ("a", "look", '{"name": "y"}')),
            "E_MODEL_OUTPUT",
        ),
        (
            calls_tools(("a", "look", '{"name": "x"}'), ("a", "look", '{"name": "x"}')),
            "E_MODEL_OUTPUT",
        ),
        (calls_tools(("", "look", '{"name": "x"}')), "E_MODEL_OUTPUT"),
        (calls_tools(("a", "look", '{"name": ')), "E_MODEL_OUTPUT"),
        (calls_tools(("a", "look", '{"name": "x", "name": "y"}')), "E_MODEL_OUTPUT"),
        (calls_tools(("a", "look", '{"name": NaN}')), "E_MODEL_OUTPUT"),
        (
            calls_tools(*((str(n), "look", '{"name": "x"}') for n in range(17))),
            "E_MODEL_OUTPUT",
        ),
        (calls_tools(("a", "look", '["x"]')), "E_TOOL_ARGUMENTS"),
        (calls_tool("look", {}), "E_TOOL_ARGUMENTS"),
        (calls_tool("look", {"name": 1}), "E_TOOL_ARGUMENTS"),
        (calls_tool("look", {"name": "x", "sudo": True}), "E_TOOL_ARGUMENTS"),
        (calls_tool("look", {"name": "x" * 21}), "E_TOOL_ARGUMENTS"),
    ],
)
@pytest.mark.parametrize("is_watched", [False, True])
async def test_a_call_that_is_none_is_refused_and_paid_for(
    reply: Reply, code: str, is_watched: bool
) -> None:
    watcher = Watcher() if is_watched else None
    result, server, house = await asked(reply, says("again"), watcher=watcher)
    assert (error_code(result), result.value) == (code, None)
    assert len(server.asked) == 1
    assert await house.spent() == (11, 7)
    assert watcher is None or watcher.text == ""


async def test_a_call_that_was_cut_off_is_refused() -> None:
    reply = calls_tool("look", {"name": "x"})
    result, _, _ = await asked(reply, max_output_tokens=OUTPUT_TOKENS)
    assert error_code(result) == "E_MODEL_OUTPUT"


@pytest.mark.spec("S2-5")
async def test_a_call_may_come_from_the_fallback() -> None:
    result, server, _ = await asked(fails(503), calls_tool("look", {"name": "x"}))
    assert given(result)[1] == [{"tool": "look", "args": {"name": "x"}}]
    assert server.models == ["gpt-4.1-mini", "gpt-4o-mini"]


async def test_a_service_that_does_not_count_is_charged_for_the_call() -> None:
    result, _, house = await asked(
        Reply(message=calls_tool("look", {"name": "x"}).message, usage=None)
    )
    assert given(result)[1]
    assert (await house.spent())[1] > 0


def offered(server: OpenAiServer, number: int) -> list[str]:
    return [each["function"]["name"] for each in server.asked[number].body["tools"]]


@pytest.mark.spec("S3-85", "S3-86", "S3-88", "S3-130", "S3-125")
@pytest.mark.parametrize("is_watched", [False, True])
async def test_a_turn_is_handed_to_the_specialist_who_has_its_services_tools_alone(
    is_watched: bool,
) -> None:
    watcher = Watcher() if is_watched else None
    result, server, house = await asked(
        calls_tool("transfer_to_ec2_specialist", {}, text="One moment."),
        calls_tools(("call_2", "list_instances", '{"name": "web"}')),
        tools=SEVERAL,
        watcher=watcher,
    )
    assert given(result)[1] == [{"tool": "list_instances", "args": {"name": "web"}}]
    assert offered(server, 0) == [
        "list_instances",
        "list_buckets",
        "transfer_to_ec2_specialist",
        "transfer_to_s3_specialist",
    ]
    assert offered(server, 1) == ["list_instances"]
    assert server.asked[1].texts[0][1].startswith("You plan.\n\nYou are the specialist")
    assert await house.spent() == (22, 14)
    assert watcher is None or watcher.text == ""


async def test_a_specialist_may_answer() -> None:
    watcher = Watcher()
    handoff = calls_tool("transfer_to_s3_specialist", {}, text="One moment.")
    result, _, _ = await asked(handoff, says("No buckets."), tools=SEVERAL, watcher=watcher)
    assert given(result) == ("No buckets.", [])
    assert watcher.text == "No buckets."


@pytest.mark.parametrize(
    "second",
    [
        calls_tools(("call_2", "list_buckets", '{"name": "web"}')),
        calls_tools(("call_2", "transfer_to_s3_specialist", "{}")),
        calls_tools(("call_2", "transfer_to_executor", "{}")),
    ],
    ids=["another service's tool", "another specialist", "another role"],
)
async def test_a_specialist_has_no_more_than_its_tools(second: Reply) -> None:
    handoff = calls_tool("transfer_to_ec2_specialist", {})
    result, server, house = await asked(handoff, second, says("again"), tools=SEVERAL)
    assert error_code(result) == "E_MODEL_OUTPUT"
    assert len(server.asked) == 2
    assert await house.spent() == (22, 14)


async def test_more_may_be_asked_for_after_the_first_result() -> None:
    reply = calls_tool("look", {"name": "db"})
    result, _, _ = await asked(reply, exchanges=[EXCHANGE])
    assert given(result)[1] == [{"tool": "look", "args": {"name": "db"}}]


async def test_parameters_that_the_vendor_cannot_enforce_are_sent_as_a_wish() -> None:
    loose = {**LOOK, "parameters": {"type": "object", "properties": {"name": {"type": "string"}}}}
    result, server, _ = await asked(calls_tool("look", {"more": 1}), tools=[loose])
    assert given(result)[1] == [{"tool": "look", "args": {"more": 1}}]
    function = server.asked[0].body["tools"][0]["function"]
    assert (function["strict"], function["parameters"]) == (False, loose["parameters"])


async def test_a_handoff_beside_a_call_calls_nothing() -> None:
    both = calls_tools(
        ("a", "transfer_to_ec2_specialist", "{}"), ("b", "list_buckets", '{"name": "x"}')
    )
    result, server, _ = await asked(both, says("No."), tools=SEVERAL)
    assert error_code(result) == "E_MODEL_OUTPUT"
    assert len(server.asked) == 1


async def test_tools_of_one_service_need_no_specialist() -> None:
    result, server, _ = await asked(says("hi"), tools=[LOOK, SEVERAL[0]])
    assert result.is_ok
    assert offered(server, 0) == ["look", "list_instances"]
