"""The engine: nodes in order, outcomes routed, bounds kept, failures told."""

import pytest

from agentpro.errors import AgentproError
from agentpro.handlers import NodeContext, Outcome
from agentpro.journal import RunInput
from agentpro.observers import GraphEvent
from agentpro.run.state import RunState, state_after
from tests.agentpro.graphs import (
    RecordingObserver,
    a_host,
    a_registry,
    always,
    run_input,
    run_once,
    small_graph,
)


async def fail_once(context: NodeContext) -> Outcome:
    return Outcome(name="failed" if context.visit == 1 else "applied")


@pytest.mark.spec("S2-2", "S2-68")
async def test_a_run_goes_from_node_to_node_and_ends_with_its_completion_state() -> None:
    observer = RecordingObserver()
    value = await run_once(
        a_registry(observers=(observer,), writer_draft=always("drafted", plan=7))
    )
    assert value == {
        "completion_state": "succeeded",
        "error": None,
        "facts": {"plan": 7, "completion_state": "succeeded"},
    }
    names = [event.node for event in observer.events if event.event_type == "node_completed"]
    assert names == ["draft", "approval", "apply", "close"]


async def test_an_outcome_chooses_the_way() -> None:
    observer = RecordingObserver()
    rejected = always("rejected")
    close = always("done", completion_state="rejected")
    registry = a_registry(observers=(observer,), judge_ask=rejected, judge_close=close)
    value = await run_once(registry)
    assert value["completion_state"] == "rejected"
    assert [e.node for e in observer.events if e.event_type == "node_started"] == [
        "draft",
        "approval",
        "close",
    ]


@pytest.mark.spec("S2-16")
async def test_observers_are_told_everything_with_ids_that_repeat() -> None:
    observer = RecordingObserver()
    await run_once(a_registry(observers=(observer,)))
    assert observer.types == [
        "graph_started",
        *["node_started", "node_completed"] * 4,
        "graph_completed",
    ]
    assert [event.event_id for event in observer.events[:3]] == [
        "run-1:graph:0:started",
        "run-1:draft:1:started",
        "run-1:draft:1:completed",
    ]
    assert observer.events[2] == GraphEvent(
        event_id="run-1:draft:1:completed",
        event_type="node_completed",
        graph_run_id="run-1",
        node="draft",
        role="writer",
        phase="planning",
        status="completed",
        payload={"visit": 1, "outcome": "drafted", "facts": {}},
    )


async def test_a_loop_goes_round_and_counts_its_visits() -> None:
    observer = RecordingObserver()
    value = await run_once(a_registry(observers=(observer,), doer_apply=fail_once))
    assert value["completion_state"] == "succeeded"
    assert "run-1:draft:2:completed" in [event.event_id for event in observer.events]


async def test_a_loop_is_bounded() -> None:
    observer = RecordingObserver()
    value = await run_once(a_registry(observers=(observer,), doer_apply=always("failed")))
    assert value["completion_state"] == "escalated"
    assert isinstance(value["error"], dict)
    assert value["error"]["error_code"] == "LOOP_LIMIT"
    assert "'draft' 3 times" in str(value["error"]["message"])
    assert observer.types[-1] == "graph_failed"
    assert observer.events[-1].payload["error_code"] == "LOOP_LIMIT"


async def test_all_visits_together_are_bounded() -> None:
    graph = small_graph(("max_total_visits: 30", "max_total_visits: 3"))
    value = await run_once(a_registry(), graph)
    assert isinstance(value["error"], dict)
    assert value["error"]["message"] == "The run has visited 3 nodes, as many as it may."


async def test_an_exhausted_node_hands_over() -> None:
    observer = RecordingObserver()
    close = always("done", completion_state="escalated")
    graph = small_graph(("max_visits: 3", "max_visits: 1\n    when_exhausted: close"))
    registry = a_registry(observers=(observer,), doer_apply=always("failed"), judge_close=close)
    value = await run_once(registry, graph)
    assert value == {
        "completion_state": "escalated",
        "error": None,
        "facts": {"exhausted_node": "draft", "completion_state": "escalated"},
    }
    assert "node_exhausted" in observer.types


async def broken(context: NodeContext) -> Outcome:
    raise ValueError("password=FAKE")


async def explained(context: NodeContext) -> Outcome:
    raise AgentproError("RUN_LOCKED", "Another run holds the lock.", "Wait for it.")


async def test_an_unexpected_exception_fails_the_run_without_telling_its_text() -> None:
    observer = RecordingObserver()
    value = await run_once(a_registry(observers=(observer,), doer_apply=broken))
    assert isinstance(value["error"], dict)
    assert value["error"]["error_code"] == "HANDLER_FAILED"
    assert "ValueError" in str(value["error"]["message"])
    assert "FAKE" not in repr(value) + repr(observer.events)
    assert observer.events[-1].event_type == "graph_failed"
    assert observer.events[-1].node == "apply"


async def test_an_exception_that_explains_itself_is_told_as_it_is() -> None:
    value = await run_once(a_registry(doer_apply=explained))
    assert value["error"] == {
        "error_code": "RUN_LOCKED",
        "message": "Another run holds the lock.",
        "next_step": "Wait for it.",
    }


@pytest.mark.parametrize(
    ("acts", "error_code"),
    [
        ({"doer_apply": always("exploded")}, "OUTCOME_UNDECLARED"),
        ({"judge_close": always("done")}, "COMPLETION_STATE_MISSING"),
        ({"judge_close": always("done", completion_state="great")}, "COMPLETION_STATE_MISSING"),
    ],
)
async def test_a_handler_that_breaks_its_promise_fails_the_run(acts, error_code: str) -> None:
    value = await run_once(a_registry(**acts))
    assert isinstance(value["error"], dict)
    assert value["error"]["error_code"] == error_code


@pytest.mark.parametrize(
    ("run", "error_code"),
    [
        (RunInput(schema_version=2, graph={}, inputs={}), "RUN_INPUT_VERSION"),
        (RunInput(schema_version=1, graph={}, inputs={}), "GRAPH_INVALID"),
        (
            run_input(small_graph(("handler: doer.apply", "handler: doer.gone"))),
            "HANDLER_MISSING",
        ),
    ],
)
async def test_a_run_that_this_release_cannot_read_fails_clearly(
    run: RunInput, error_code: str
) -> None:
    host = a_host(a_registry())
    await host.start("run-1", run)
    value = await host.result("run-1")
    assert isinstance(value, dict)
    assert isinstance(value["error"], dict)
    assert value["error"]["error_code"] == error_code
    assert value["completion_state"] == "escalated"


async def test_an_observer_that_fails_stops_neither_the_others_nor_the_run() -> None:
    class Broken:
        async def observe(self, event: GraphEvent) -> None:
            raise OSError("disk full")

    observer = RecordingObserver()
    value = await run_once(a_registry(observers=(Broken(), observer)))
    assert value["completion_state"] == "succeeded"
    assert len(observer.events) == 10


async def test_the_state_is_what_the_events_say() -> None:
    observer = RecordingObserver()
    value = await run_once(
        a_registry(
            observers=(observer,), doer_apply=fail_once, writer_draft=always("drafted", plan=7)
        )
    )
    state = state_after(observer.events)
    assert state.facts == value["facts"]
    assert state.completion_state == "succeeded"
    assert state.visits == {"draft": 2, "approval": 2, "apply": 2, "close": 1}
    assert state.total_visits == 7
    assert state.node == "close"


def test_a_state_never_changes() -> None:
    state = RunState()
    later = state.entered("draft").learned({"plan": 7})
    assert (state.facts, state.visits) == ({}, {})
    assert (later.facts, later.visits) == ({"plan": 7}, {"draft": 1})


@pytest.mark.spec("S2-2")
async def test_a_node_is_added_by_a_graph_and_one_handler() -> None:
    graph = small_graph(
        ("outcome: applied, to: close }", "outcome: applied, to: celebrate }"),
        (
            "edges:\n",
            "  celebrate: { role: judge, phase: closure, handler: writer.draft }\n"
            "edges:\n  - { from: celebrate, outcome: drafted, to: close }\n",
        ),
    )
    observer = RecordingObserver()
    value = await run_once(a_registry(observers=(observer,)), graph)
    assert value["completion_state"] == "succeeded"
    assert "celebrate" in [event.node for event in observer.events]
