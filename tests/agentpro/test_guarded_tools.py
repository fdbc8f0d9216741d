"""Tool calls: granted or refused, guarded, metered, bounded, never raising."""

import asyncio
from collections.abc import Mapping

import pytest
from pydantic import JsonValue

from agentpro.handlers import NodeContext, Outcome
from agentpro.tools import TokenUsage, ToolResult, ToolScope
from tests.agentpro.graphs import (
    TOOLS,
    RecordingObserver,
    ScriptedTool,
    a_registry,
    calling,
    cloud,
    run_once,
    small_graph,
)


async def codes_of(*calls: tuple[str, str], tools: tuple[ScriptedTool, ...]) -> list[str | None]:
    results: list[ToolResult] = []
    await run_once(a_registry(tools=tools, doer_apply=calling(results, *calls)))
    return [(result.error or {}).get("error_code") for result in results]


@pytest.mark.spec("S2-10", "S2-12")
async def test_a_granted_call_reaches_its_tool_with_its_scope_and_the_graphs_limits() -> None:
    tool = cloud()
    results: list[ToolResult] = []
    act = calling(results, ("cloud", "change"), size=1)
    await run_once(a_registry(tools=(tool,), doer_apply=act), app="hello")
    assert results == [ToolResult(value="change")]
    scope = ToolScope(
        graph_run_id="run-1",
        node="apply",
        role="doer",
        leaf_key="run-1:apply:1:call-1",
        inputs={"app": "hello"},
        limits=small_graph().limits,
    )
    assert tool.calls == [("change", {"size": 1}, scope)]


@pytest.mark.spec("S2-70", "S2-71")
@pytest.mark.parametrize(
    "call",
    [("cloud", "read"), ("model", "complete"), ("cloud", "drop"), ("nothing", "at_all"), ("", "")],
    ids=["narrowed by the node", "of another role", "unknown", "unknown tool", "empty"],
)
async def test_what_is_not_granted_is_denied_at_the_call(call: tuple[str, str]) -> None:
    tool = cloud()
    assert await codes_of(call, tools=(tool,)) == ["ROLE_DENIED"]
    assert tool.calls == []


async def test_a_declared_tool_that_is_not_there_is_a_result() -> None:
    assert await codes_of(("cloud", "change"), tools=()) == ["TOOL_UNAVAILABLE"]


async def test_a_tool_that_fails_is_a_result_without_its_text() -> None:
    def explode(capability: str, args: Mapping[str, JsonValue]) -> ToolResult:
        raise ValueError("password=FAKE")

    results: list[ToolResult] = []
    act = calling(results, ("cloud", "change"))
    value = await run_once(a_registry(tools=(cloud(answer=explode),), doer_apply=act))
    assert value["completion_state"] == "succeeded"
    assert results[0].error is not None
    assert results[0].error["error_code"] == "TOOL_FAILED"
    assert "FAKE" not in repr(results)


async def test_observers_hear_of_calls_but_not_of_their_content() -> None:
    observer = RecordingObserver()
    act = calling([], ("cloud", "change"), ("cloud", "read"), text="AKIAFAKE")
    await run_once(a_registry(tools=(cloud(),), observers=(observer,), doer_apply=act))
    told = [(e.status, e.payload) for e in observer.events if e.event_type == "tool_called"]
    assert told == [
        ("completed", {"tool": "cloud", "capability": "change", "error_code": None}),
        ("failed", {"tool": "cloud", "capability": "read", "error_code": "ROLE_DENIED"}),
    ]


@pytest.mark.spec("S2-9")
async def test_only_so_many_calls_run_at_once() -> None:
    class Slow:
        name = "cloud"
        capabilities = TOOLS["cloud"]
        running = 0
        most = 0

        async def call(self, capability, args, scope) -> ToolResult:
            self.running += 1
            self.most = max(self.most, self.running)
            await asyncio.sleep(0)
            self.running -= 1
            return ToolResult(value=args["n"])

    async def many(context: NodeContext) -> Outcome:
        calls = [context.call("cloud", "change", {"n": n}) for n in range(25)]
        values = [result.value for result in await asyncio.gather(*calls)]
        return Outcome(name="applied", facts={"values": values})

    tool = Slow()
    value = await run_once(a_registry(tools=(tool,), doer_apply=many))
    assert tool.most == 10
    assert isinstance(value["facts"], dict)
    assert value["facts"]["values"] == list(range(25))


def a_model(input_tokens: int, output_tokens: int) -> ScriptedTool:
    usage = TokenUsage(input_tokens=input_tokens, output_tokens=output_tokens)
    return ScriptedTool(
        name="model",
        capabilities=TOOLS["model"],
        answer=lambda capability, args: ToolResult(value="text", usage=usage),
    )


@pytest.mark.spec("S2-7", "S2-8")
@pytest.mark.parametrize(
    ("spent", "inputs", "answered"),
    [
        ((40_000, 1), {}, 2),
        ((1, 40_000), {}, 1),
        ((40_000, 1), {"token_allowance": {"input_tokens": 1_000_000}}, 3),
        ((1, 20_000), {"token_allowance": {"output_tokens": 1_000_000}}, 3),
        ((40_000, 1), {"token_allowance": {"input_tokens": 40_000}}, 1),
        ((40_000, 1), {"token_allowance": {"input_tokens": 0}}, 0),
        ((40_000, 1), {"token_allowance": {"input_tokens": True, "output_tokens": "x"}}, 2),
        ((40_000, 1), {"token_allowance": "all"}, 2),
    ],
)
async def test_spent_tokens_stop_the_model_and_nothing_else(
    spent: tuple[int, int], inputs: dict[str, JsonValue], answered: int
) -> None:
    results: list[ToolResult] = []

    async def draft(context: NodeContext) -> Outcome:
        for _ in range(5):
            results.append(await context.call("model", "complete", {}))
        assert (await context.call("bus", "emit", {})).is_ok
        return Outcome(name="drafted")

    model = a_model(*spent)
    bus = ScriptedTool(name="bus", capabilities=TOOLS["bus"])
    registry = a_registry(tools=(model, bus), writer_draft=draft)
    value = await run_once(registry, None, **inputs)
    assert value["completion_state"] == "succeeded"
    assert [result.is_ok for result in results] == [n < answered for n in range(5)]
    assert len(model.calls) == answered
    if answered < 5:
        assert results[-1].error is not None
        assert results[-1].error["error_code"] == "E_BUDGET"


async def test_a_leaf_keeps_its_name_and_is_used_once() -> None:
    async def twice(context: NodeContext) -> Outcome:
        await context.call("cloud", "change", {}, leaf="step:s1")
        await context.call("cloud", "change", {}, leaf="step:s1")
        return Outcome(name="applied")

    tool = cloud()
    value = await run_once(a_registry(tools=(tool,), doer_apply=twice))
    assert tool.leaf_keys == ["run-1:apply:1:step:s1"]
    assert isinstance(value["error"], dict)
    assert value["error"]["error_code"] == "LEAF_REPEATED"


async def test_a_leaf_cannot_take_the_name_of_an_engines_record() -> None:
    async def pretend(context: NodeContext) -> Outcome:
        await context.call("cloud", "change", {}, leaf="completed")
        return Outcome(name="applied")

    value = await run_once(a_registry(tools=(cloud(),), doer_apply=pretend))
    assert isinstance(value["error"], dict)
    assert value["error"]["error_code"] == "LEAF_REPEATED"
