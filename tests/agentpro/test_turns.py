"""Turns: a node with a queue is visited no more often per minute than the graph allows."""

import asyncio

import pytest

from agentpro.engine import run_body
from agentpro.memory_journal import Crash, MemoryRunHost, Moment
from tests.agentpro.graphs import RecordingObserver, a_host, a_registry, run_input, small_graph

QUEUED = small_graph(("    max_visits: 3\n", "    max_visits: 3\n    queue: planning_cycles\n"))
LIMIT = {"planning_cycles": QUEUED.limits.planning_cycles_per_minute}


def a_limited_host(observer: RecordingObserver, **limits: int) -> MemoryRunHost:
    return MemoryRunHost(run_body(a_registry(observers=(observer,))), queues=limits or LIMIT)


def drafting(observer: RecordingObserver) -> list[str]:
    return [e.graph_run_id for e in observer.events if e.event_id.endswith(":draft:1:started")]


async def settled() -> None:
    """Let every run go on as far as it can without time passing."""
    for _ in range(200):
        await asyncio.sleep(0)


@pytest.mark.spec("S2-11")
async def test_the_fifth_cycle_within_a_minute_waits_for_its_owner_alone() -> None:
    observer = RecordingObserver()
    host = a_limited_host(observer)
    for number in range(1, 7):
        await host.start(f"ann-{number}", run_input(QUEUED, owner="ann"))
    await host.start("bob-1", run_input(QUEUED, owner="bob"))
    await settled()
    assert drafting(observer) == ["ann-1", "ann-2", "ann-3", "ann-4", "bob-1"]
    host.advance(59)
    await settled()
    assert len(drafting(observer)) == 5
    host.advance(2)
    await settled()
    assert drafting(observer)[5:] == ["ann-5", "ann-6"]
    await host.result("ann-6")
    await host.close()


async def test_whoever_waits_is_told_why() -> None:
    observer = RecordingObserver()
    host = a_limited_host(observer, planning_cycles=1)
    for name in ("run-1", "run-2"):
        await host.start(name, run_input(QUEUED))
    await settled()
    last = [event for event in observer.events if event.graph_run_id == "run-2"][-1]
    assert (last.event_type, last.event_id) == ("node_queued", "run-2:draft:1:queued")
    assert (last.node, last.status) == ("draft", "waiting")
    assert last.payload == {"visit": 1, "queue": "planning_cycles"}
    await host.close()


async def test_a_turn_is_taken_once_over_a_crash() -> None:
    observer = RecordingObserver()
    crashed: list[str] = []

    def once(key: str, moment: Moment) -> None:
        if key == "run-1:draft:1:turn" and moment == "recorded" and not crashed:
            crashed.append(key)
            raise Crash

    body = run_body(a_registry(observers=(observer,)))
    host = MemoryRunHost(body, once, queues={"planning_cycles": 1})
    await host.start("run-1", run_input(QUEUED))
    assert await host.crashed("run-1")
    await host.restart()
    value = await host.result("run-1")
    assert isinstance(value, dict)
    assert value["completion_state"] == "succeeded"
    assert [event.event_type for event in observer.events].count("node_queued") == 1


async def test_a_run_that_waits_for_its_turn_waits_on_after_a_restart() -> None:
    observer = RecordingObserver()
    host = a_limited_host(observer, planning_cycles=1)
    for name in ("run-1", "run-2"):
        await host.start(name, run_input(QUEUED))
    await settled()
    await host.restart()
    await settled()
    assert drafting(observer) == ["run-1"]
    host.advance(61)
    await host.result("run-2")
    assert drafting(observer) == ["run-1", "run-2"]


async def test_a_turn_has_no_events_and_no_result() -> None:
    observer = RecordingObserver()
    host = a_host(a_registry(observers=(observer,)))
    await host.start("run-1", run_input(QUEUED))
    await host.result("run-1")
    assert await host.result("run-1:draft:1:turn") is None
    assert {event.graph_run_id for event in observer.events} == {"run-1"}
    assert await host.unfinished() == ()
