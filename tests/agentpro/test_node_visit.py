"""What a handler can see and do at its node: look, tell, wait for what the node declares."""

import asyncio
import math

import pytest
from pydantic import JsonValue

from agentpro.handlers import NodeContext, Outcome
from tests.agentpro.graphs import (
    RecordingObserver,
    a_host,
    a_registry,
    always,
    run_input,
    run_once,
    small_graph,
)


async def test_a_handler_sees_its_place_and_cannot_change_what_is_known() -> None:
    seen: dict[str, JsonValue] = {}

    async def look(context: NodeContext) -> Outcome:
        seen.update(
            run=context.graph_run_id,
            graph=context.graph_id,
            node=context.node,
            role=context.role,
            visit=context.visit,
            inputs=dict(context.inputs),
            facts=dict(context.facts),
        )
        with pytest.raises(TypeError):
            context.facts["plan"] = 8  # type: ignore[index]
        with pytest.raises(TypeError):
            context.inputs["size"] = 8  # type: ignore[index]
        return Outcome(name="applied")

    await run_once(a_registry(writer_draft=always("drafted", plan=7), doer_apply=look), size=3)
    assert seen == {
        "run": "run-1",
        "graph": "small@1.0.0",
        "node": "apply",
        "role": "doer",
        "visit": 1,
        "inputs": {"size": 3},
        "facts": {"plan": 7},
    }


async def test_a_handler_can_tell_events_but_not_the_engines() -> None:
    async def tell(context: NodeContext) -> Outcome:
        await context.emit("approval_requested", {"plan": 7})
        await context.emit("graph_completed", {})
        return Outcome(name="applied")

    observer = RecordingObserver()
    value = await run_once(a_registry(observers=(observer,), doer_apply=tell))
    assert isinstance(value["error"], dict)
    assert value["error"]["error_code"] == "EVENT_RESERVED"
    event = next(each for each in observer.events if each.event_type == "approval_requested")
    assert (event.event_id, event.payload) == ("run-1:apply:1:event-1", {"plan": 7})


async def test_a_node_waits_only_for_what_it_declares() -> None:
    async def wait(context: NodeContext) -> Outcome:
        await context.wait("control", 0)
        return Outcome(name="applied")

    value = await run_once(a_registry(doer_apply=wait))
    assert isinstance(value["error"], dict)
    assert value["error"]["error_code"] == "WAIT_DENIED"


async def ask(context: NodeContext) -> Outcome:
    answer = await context.wait("control", math.inf)
    return Outcome(name="approved" if answer == "approve" else "rejected", facts={"answer": answer})


async def test_a_message_answers_a_wait() -> None:
    host = a_host(a_registry(judge_ask=ask))
    await host.start("run-1", run_input(small_graph()))
    await host.send("run-1", "control", "approve", "key-1")
    value = await host.result("run-1")
    assert isinstance(value, dict)
    assert isinstance(value["facts"], dict)
    assert value["facts"]["answer"] == "approve"


async def test_no_wait_is_longer_than_the_graph_allows() -> None:
    host = a_host(a_registry(judge_ask=ask))
    await host.start("run-1", run_input(small_graph()))
    await asyncio.sleep(0)
    host.advance(86_399)
    assert await host.unfinished() == ("run-1",)
    host.advance(2)
    value = await host.result("run-1")
    assert isinstance(value, dict)
    assert isinstance(value["facts"], dict)
    assert value["facts"]["answer"] is None
