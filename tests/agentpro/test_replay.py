"""Crash and replay: at every moment of every leaf, the run ends as if nothing had happened."""

import asyncio
import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from agentpro.handlers import NodeContext, Outcome
from agentpro.journal import RecordRefused
from agentpro.memory_journal import Crash, Moment
from agentpro.observers import GraphEvent
from agentpro.registry import Registry
from agentpro.tools import ToolResult
from tests.agentpro.graphs import (
    RecordingObserver,
    ScriptedTool,
    a_host,
    a_registry,
    cloud,
    run_input,
    small_graph,
)


@dataclass
class CrashesAt:
    """Crashes the first time that each of these moments comes, counted from the run's start."""

    turns: set[int]
    moments: list[tuple[str, Moment]] = field(default_factory=list)

    def __call__(self, key: str, moment: Moment) -> None:
        self.moments.append((key, moment))
        if len(self.moments) - 1 in self.turns:
            raise Crash


async def apply(context: NodeContext) -> Outcome:
    first = await context.call("cloud", "change", {"n": context.visit}, leaf="step:a")
    await context.emit("step_applied", {"n": context.visit})
    pair = await asyncio.gather(
        context.call("cloud", "change", {"n": 2}), context.call("cloud", "change", {"n": 3})
    )
    name = "failed" if context.visit == 1 else "applied"
    values: list[JsonValue] = [first.value, *(each.value for each in pair)]
    return Outcome(name=name, facts={f"values_{context.visit}": values})


async def ask(context: NodeContext) -> Outcome:
    answer = await context.wait("control", 60)
    return Outcome(name="approved" if answer == "approve" else "rejected")


@dataclass
class World:
    """What a run touches: it outlives every crash."""

    tool: ScriptedTool = field(default_factory=cloud)
    observer: RecordingObserver = field(default_factory=RecordingObserver)

    @property
    def registry(self) -> Registry:
        return a_registry(
            tools=(self.tool,), observers=(self.observer,), doer_apply=apply, judge_ask=ask
        )


async def live(world: World, crashes: CrashesAt) -> JsonValue:
    """Run the small graph, starting again after each crash."""
    host = a_host(world.registry, crashes)
    await host.start("run-1", run_input(small_graph()))
    for number in (1, 2):
        await host.send("run-1", "control", "approve", f"key-{number}")
    while await host.crashed("run-1"):
        await host.restart()
    return await host.result("run-1")


async def undisturbed() -> tuple[World, CrashesAt, JsonValue]:
    world, crashes = World(), CrashesAt(set())
    return world, crashes, await live(world, crashes)


def first_occurrences(items: list[str]) -> list[str]:
    return list(dict.fromkeys(items))


async def check(turns: set[int]) -> None:
    expected, _, value = await undisturbed()
    world = World()
    assert await live(world, CrashesAt(turns)) == value
    ids = [event.event_id for event in world.observer.events]
    assert set(ids) == {event.event_id for event in expected.observer.events}
    assert first_occurrences(ids)[-1] == "run-1:graph:0:completed"
    assert len(ids) <= len(expected.observer.events) + len(turns)
    assert set(world.tool.leaf_keys) == set(expected.tool.leaf_keys)


async def test_the_undisturbed_run_tells_and_calls_everything_once() -> None:
    world, crashes, value = await undisturbed()
    assert isinstance(value, dict)
    assert value["completion_state"] == "succeeded"
    ids = [event.event_id for event in world.observer.events]
    assert len(ids) == len(set(ids))
    assert len(world.tool.leaf_keys) == len(set(world.tool.leaf_keys)) == 6
    assert len(crashes.moments) > 60


async def test_a_crash_at_any_moment_changes_nothing() -> None:
    _, crashes, _ = await undisturbed()
    for turn in range(len(crashes.moments)):
        await check({turn})


@given(st.sets(st.integers(min_value=0, max_value=90), max_size=6))
def test_several_crashes_change_nothing(turns: set[int]) -> None:
    asyncio.run(check(turns))


@pytest.mark.parametrize("moment", ["before", "recorded"])
async def test_only_a_leaf_without_a_record_is_run_again(moment: Moment) -> None:
    _, crashes, _ = await undisturbed()
    world = World()
    await live(world, CrashesAt({crashes.moments.index(("run-1:apply:1:step:a", moment))}))
    assert world.tool.leaf_keys.count("run-1:apply:1:step:a") == 1


async def test_a_leaf_that_was_not_recorded_is_run_again_with_the_same_key() -> None:
    _, crashes, _ = await undisturbed()
    world = World()
    await live(world, CrashesAt({crashes.moments.index(("run-1:apply:1:step:a", "unrecorded"))}))
    assert world.tool.leaf_keys.count("run-1:apply:1:step:a") == 2


async def test_a_handler_cannot_swallow_a_failing_journal() -> None:
    async def careless(context: NodeContext) -> Outcome:
        with contextlib.suppress(TypeError):
            await context.call("cloud", "change", {})
        return Outcome(name="applied")

    def answer(capability: str, args: Mapping[str, JsonValue]) -> ToolResult:
        return ToolResult(value=[object()])  # type: ignore[list-item]

    observer = RecordingObserver()
    registry = a_registry(tools=(cloud(answer=answer),), observers=(observer,), doer_apply=careless)
    host = a_host(registry)
    await host.start("run-1", run_input(small_graph()))
    ended: Any = await host.result("run-1")
    assert ended["completion_state"] == "escalated"
    assert "TypeError" in ended["error"]["message"]
    assert [event.event_type for event in observer.events[-2:]] == ["tool_called", "graph_failed"]


async def test_a_record_that_can_never_be_written_ends_the_run_and_is_told() -> None:
    told: list[str] = []

    class Strict:
        async def observe(self, event: GraphEvent) -> None:
            told.append(event.event_type)
            if event.event_type == "node_completed":
                raise RecordRefused(event.event_type, ValueError("too large"))

    host = a_host(a_registry(tools=(cloud(),), observers=(Strict(),)))
    await host.start("run-1", run_input(small_graph()))
    ended: Any = await host.result("run-1")
    assert (ended["completion_state"], ended["error"]["error_code"]) == (
        "escalated",
        "RECORD_REFUSED",
    )
    assert told[-2:] == ["node_completed", "graph_failed"]
