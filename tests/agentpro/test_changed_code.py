"""Code that changes under a run in flight: the run ends with a clear word, and does nothing."""

import asyncio

import pytest

from agentpro.handlers import NodeContext, Outcome
from tests.agentpro.graphs import (
    Act,
    RecordingObserver,
    a_host,
    a_registry,
    cloud,
    run_input,
    small_graph,
)


async def as_released(context: NodeContext) -> Outcome:
    await context.call("bus", "emit", {}, leaf="tell")
    return Outcome(name=str(await context.wait("control", 60)))


async def asks_before(context: NodeContext) -> Outcome:
    await context.emit("looked_again", {})
    return await as_released(context)


async def waits_at_once(context: NodeContext) -> Outcome:
    return Outcome(name=str(await context.wait("control", 60)))


async def waiting(observer: RecordingObserver) -> None:
    """Until the run has told what comes before its wait, and waits."""
    for _ in range(1_000):
        await asyncio.sleep(0)
    assert observer.types[-1] == "tool_called"


@pytest.mark.parametrize("changed", [asks_before, waits_at_once])
async def test_a_run_whose_handler_was_changed_ends_with_a_case(changed: Act) -> None:
    observer, tool = RecordingObserver(), cloud()
    code: list[Act] = [as_released]

    async def ask(context: NodeContext) -> Outcome:
        return await code[-1](context)

    host = a_host(a_registry(observers=(observer,), tools=(tool,), judge_ask=ask))
    await host.start("run-1", run_input(small_graph()))
    await waiting(observer)
    code.append(changed)
    await host.send("run-1", "control", "approved", "key-1")
    await host.restart()
    value = await host.result("run-1")
    assert isinstance(value, dict)
    error = value["error"]
    assert isinstance(error, dict)
    assert (value["completion_state"], error["error_code"]) == ("escalated", "RUN_CHANGED")
    (told,) = [event for event in observer.events if event.event_type == "graph_failed"]
    assert (told.node, told.payload["error_code"]) == ("approval", "RUN_CHANGED")
    assert tool.calls == []


async def test_a_run_goes_on_under_code_that_asks_for_the_same() -> None:
    observer = RecordingObserver()
    code: list[Act] = [as_released]

    async def renamed_inside(context: NodeContext) -> Outcome:
        return await as_released(context)

    async def ask(context: NodeContext) -> Outcome:
        return await code[-1](context)

    host = a_host(a_registry(observers=(observer,), judge_ask=ask))
    await host.start("run-1", run_input(small_graph()))
    await waiting(observer)
    code.append(renamed_inside)
    await host.send("run-1", "control", "approved", "key-1")
    await host.restart()
    value = await host.result("run-1")
    assert isinstance(value, dict)
    assert value["completion_state"] == "succeeded"
