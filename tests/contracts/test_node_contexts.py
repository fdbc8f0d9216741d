"""What handlers rely on in their context, of the twin and of the engine's own."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from agentpro.errors import RunError
from agentpro.handlers import NodeContext, Outcome
from agentpro.tools import ToolResult
from tests.agentpro.graphs import RecordingObserver, a_host, a_registry, cloud, run_input
from tests.agentpro.graphs import small_graph as graph
from tests.doubles.node_contexts import ScriptedContext, gave, refused

Probe = Callable[[NodeContext], Awaitable[object]]
Way = Callable[[Probe], Awaitable[list[dict[str, Any]]]]
REFUSAL = refused("SOME_CODE")


async def scripted(probe: Probe) -> list[dict[str, Any]]:
    """The twin itself."""
    context = ScriptedContext(
        answers={"cloud.read": REFUSAL, "cloud.change": gave("change")}, messages=[{"kind": "yes"}]
    )
    await probe(context)
    return context.told("step_started")


async def real(probe: Probe) -> list[dict[str, Any]]:
    """The engine's context, at a node that may wait and call."""
    definition = graph(
        ("requires_gates: [approval]", "requires_gates: [approval]\n    waits_for: control"),
        ("tools: { cloud: [change] }", "tools: { cloud: [read, change] }"),
    )
    observer, problems = RecordingObserver(), list[Exception]()

    async def apply(context: NodeContext) -> Outcome:
        try:
            await probe(context)
        except Exception as error:  # noqa: BLE001 - carried out of the run and raised below
            problems.append(error)
        return Outcome(name="applied")

    def answer(capability: str, _args: object) -> ToolResult:
        return REFUSAL if capability == "read" else gave(capability)

    registry = a_registry(tools=(cloud(answer),), observers=(observer,), doer_apply=apply)
    host = a_host(registry)
    await host.start("run_1", run_input(definition))
    await host.send("run_1", "control", {"kind": "yes"}, "key")
    await host.result("run_1")
    if problems:
        raise problems[0]
    return [dict(each.payload) for each in observer.events if each.event_type == "step_started"]


@pytest.fixture(params=[scripted, real], ids=["scripted", "real"])
def way(request: pytest.FixtureRequest) -> Way:
    return request.param


async def test_a_call_gives_what_the_tool_gave(way: Way) -> None:
    async def probe(context: NodeContext) -> None:
        assert (await context.call("cloud", "change", {"a": [1]})).value == "change"

    await way(probe)


async def test_a_call_that_fails_is_a_value(way: Way) -> None:
    async def probe(context: NodeContext) -> None:
        result = await context.call("cloud", "read", {}, leaf="look")
        assert (result.is_ok, result.value) == (False, None)
        assert dict(result.error or {}) == dict(REFUSAL.error or {})

    await way(probe)


async def test_a_leaf_has_its_name_once(way: Way) -> None:
    async def probe(context: NodeContext) -> None:
        await context.call("cloud", "change", {}, leaf="twice")
        await context.call("cloud", "change", {}, leaf="twice")

    with pytest.raises(RunError, match="LEAF_REPEATED"):
        await way(probe)


async def test_calls_without_a_name_may_be_many(way: Way) -> None:
    async def probe(context: NodeContext) -> None:
        results = [await context.call("cloud", "change", {}) for _ in range(3)]
        assert all(result.is_ok for result in results)

    await way(probe)


async def test_a_message_is_taken_once_and_then_there_is_none(way: Way) -> None:
    async def probe(context: NodeContext) -> None:
        assert await context.wait("control", 0) == {"kind": "yes"}
        assert await context.wait("control", 0) is None

    await way(probe)


async def test_what_is_emitted_is_told_in_order(way: Way) -> None:
    async def probe(context: NodeContext) -> None:
        await context.emit("step_started", {"step_id": "a"})
        await context.emit("step_started", {"step_id": "b"})

    assert await way(probe) == [{"step_id": "a"}, {"step_id": "b"}]


@pytest.mark.parametrize("name", ["graph_completed", "node_started"])
async def test_the_words_of_the_engine_are_its_own(way: Way, name: str) -> None:
    async def probe(context: NodeContext) -> None:
        await context.emit(name, {})

    with pytest.raises(RunError, match="EVENT_RESERVED"):
        await way(probe)
