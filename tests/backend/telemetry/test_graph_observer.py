"""What agentpro tells becomes events of ours."""

import pytest
from pydantic import JsonValue

from agentpro.observers import GraphEvent
from backend.domain.errors import Bug
from backend.domain.events import EventType
from backend.domain.redaction import KnownSecrets, Redactor
from backend.telemetry.bus import TelemetryBus
from backend.telemetry.graph_observer import GraphObserver
from backend.telemetry.sinks import MemorySink, StoreSink
from tests.agentpro.graphs import a_registry, always, run_once, small_graph
from tests.doubles.event_logs import MemoryEventLog
from tests.doubles.events import CONTEXT, NOW


def graph_event(
    event_type: str = "node_completed",
    node: str | None = "planning",
    **payload: JsonValue,
) -> GraphEvent:
    return GraphEvent(
        event_id="run_9:planning:1:completed",
        event_type=event_type,
        graph_run_id="run_9",
        node=node,
        role="planner",
        phase="plan",
        status="completed",
        payload=payload,
    )


@pytest.fixture
def memory() -> MemorySink:
    return MemorySink()


@pytest.fixture
def observer(memory: MemorySink) -> GraphObserver:
    bus = TelemetryBus(
        redactor=Redactor(KnownSecrets()),
        store=StoreSink(MemoryEventLog()),
        sinks=[memory],
        report=lambda failure: pytest.fail(str(failure)),
    )
    return GraphObserver(bus, CONTEXT, lambda: NOW)


@pytest.mark.spec("S2-16", "S2-17")
async def test_a_graph_event_keeps_its_identity_and_gets_its_context(
    observer: GraphObserver, memory: MemorySink
) -> None:
    await observer.observe(graph_event(outcome="drafted", latency_ms=7, error_code="E_BUDGET"))
    (told,) = memory.events

    assert (told.type, told.event_id) == (EventType.NODE_COMPLETED, "run_9:planning:1:completed")
    assert (told.agent, told.phase, told.status) == ("planner", "plan", "completed")
    assert (told.graph_run_id, told.correlation_id) == ("run_9", "correlation_1")
    assert (told.latency_ms, told.error_code, told.occurred_at) == (7, "E_BUDGET", NOW)
    assert told.payload == {"node": "planning", "outcome": "drafted", "error_code": "E_BUDGET"}


@pytest.mark.spec("S2-149")
async def test_what_a_guardrail_held_back_is_told_with_its_reason_code(
    observer: GraphObserver, memory: MemorySink
) -> None:
    tripped = graph_event("guardrail_tripped", guardrail="reads_only", reason_code="ROLE_DENIED")
    await observer.observe(tripped)
    (told,) = memory.events
    assert (told.type, told.error_code) == (EventType.GUARDRAIL_TRIPPED, "ROLE_DENIED")


async def test_an_event_of_the_whole_graph_names_no_node(
    observer: GraphObserver, memory: MemorySink
) -> None:
    await observer.observe(graph_event("graph_started", None, graph_id="deploy@1.0.0"))

    assert memory.events[0].payload == {"graph_id": "deploy@1.0.0"}


async def test_an_unknown_type_is_a_bug(observer: GraphObserver) -> None:
    with pytest.raises(Bug, match="E_EVENT_UNKNOWN"):
        await observer.observe(graph_event("graph_exploded"))


@pytest.mark.spec("S2-167")
async def test_the_life_of_a_run_is_forwarded_to_the_bus(
    observer: GraphObserver, memory: MemorySink
) -> None:
    queued = ("    max_visits: 3\n", "    max_visits: 3\n    queue: planning_cycles\n")
    registry = a_registry(observers=(observer,), writer_draft=always("drafted"))
    await run_once(registry, small_graph(queued))
    told = [event.type for event in memory.events]
    nodes = [EventType.NODE_STARTED, EventType.NODE_COMPLETED] * 4
    assert told == [
        EventType.GRAPH_STARTED,
        EventType.NODE_QUEUED,
        *nodes,
        EventType.GRAPH_COMPLETED,
    ]
    assert memory.events[-1].payload["completion_state"] == "succeeded"


@pytest.mark.spec("S2-167")
async def test_a_run_that_cannot_go_on_is_forwarded_with_its_reason(
    observer: GraphObserver, memory: MemorySink
) -> None:
    once = ("    max_visits: 3\n", "    max_visits: 1\n    when_exhausted: close\n")
    registry = a_registry(
        observers=(observer,), doer_apply=always("failed"), judge_close=always("done")
    )
    await run_once(registry, small_graph(once))
    told = [event.type for event in memory.events]
    assert EventType.NODE_EXHAUSTED in told
    assert told[-1] == EventType.GRAPH_FAILED
    assert memory.events[-1].error_code == "COMPLETION_STATE_MISSING"
