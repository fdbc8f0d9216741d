"""Forks: a run that begins at a node, with what an earlier one knew, and past no gate."""

from pathlib import Path

import pytest
from pydantic import JsonValue

from agentpro.engine import FORKED_INPUT_VERSION
from agentpro.errors import RunError
from agentpro.handlers import NodeContext, Outcome
from agentpro.journal import RunInput
from agentpro.lock import main as lock
from agentpro.observers import GraphEvent
from agentpro.run.forks import fork_point
from agentpro.run.state import state_after
from agentpro.runtime import Runtime
from tests.agentpro.graphs import (
    RecordingObserver,
    a_host,
    a_registry,
    always,
    run_input,
    small_graph,
    small_text,
)

RUN_HELD = ("voided_by: [draft] }", "holds_for: run }")


async def draft(context: NodeContext) -> Outcome:
    return Outcome(name="drafted", facts={"draft": context.visit})


async def fails_once(context: NodeContext) -> Outcome:
    name = "failed" if context.visit == 1 else "applied"
    return Outcome(name=name, facts={"applied": context.visit})


async def told_by(*changes: tuple[str, str], answer: str = "approved") -> list[GraphEvent]:
    """The events of a run that is approved twice, or not at all."""
    observer = RecordingObserver()
    registry = a_registry(
        observers=(observer,),
        writer_draft=draft,
        judge_ask=always(answer, seal="of this visit"),
        doer_apply=fails_once,
    )
    host = a_host(registry)
    await host.start("run-1", run_input(small_graph(*changes)))
    await host.result("run-1")
    return observer.events


async def test_a_fork_begins_with_what_was_known_at_the_last_visit() -> None:
    point = fork_point(small_graph(), await told_by(), "draft")
    assert point.facts == {"draft": 1, "applied": 1}
    assert (point.graph_run_id, point.node) == ("run-1", "draft")


async def test_an_earlier_visit_can_be_chosen() -> None:
    assert fork_point(small_graph(), await told_by(), "draft", 1).facts == {}


async def test_what_a_gate_let_through_is_left_behind() -> None:
    """The second draft came after an approval, whose facts are not among those of the fork."""
    events = await told_by()
    assert state_after(events).facts["seal"] == "of this visit"
    assert "seal" not in fork_point(small_graph(), events, "draft").facts


@pytest.mark.parametrize("node", ["apply", "close"])
async def test_no_fork_begins_behind_a_gate(node: str) -> None:
    with pytest.raises(RunError) as refusal:
        fork_point(small_graph(), await told_by(), node)
    assert refusal.value.error_code == "FORK_PASSES_GATE"
    assert "'approval'" in str(refusal.value)


async def test_the_gate_itself_can_be_asked_again() -> None:
    assert fork_point(small_graph(), await told_by(), "approval").facts["draft"] == 2


async def test_a_gate_that_holds_for_the_run_is_not_asked_again() -> None:
    graph = small_graph(RUN_HELD)
    point = fork_point(graph, await told_by(RUN_HELD), "apply")
    assert point.facts["seal"] == "of this visit"


async def test_behind_a_gate_that_was_not_passed_an_end_can_be_repeated() -> None:
    events = await told_by(answer="rejected")
    assert fork_point(small_graph(), events, "close").node == "close"


@pytest.mark.parametrize(("node", "visit"), [("nowhere", None), ("draft", 3), ("apply", 9)])
async def test_a_run_can_only_be_forked_where_it_was(node: str, visit: int | None) -> None:
    with pytest.raises(RunError, match="FORK_UNKNOWN"):
        fork_point(small_graph(), await told_by(), node, visit)


async def test_without_events_there_is_nothing_to_fork() -> None:
    with pytest.raises(RunError, match="FORK_UNKNOWN"):
        fork_point(small_graph(), [], "draft")


def a_folder(folder: Path) -> Path:
    (folder / "small-1.0.0.yaml").write_text(small_text())
    assert lock([], folder) == 0
    return folder


async def test_a_forked_run_goes_on_from_its_node(tmp_path: Path) -> None:
    seen: list[tuple[int, dict[str, JsonValue]]] = []
    observer = RecordingObserver()

    async def ask(context: NodeContext) -> Outcome:
        seen.append((context.visit, dict(context.facts)))
        return Outcome(name="rejected")

    registry = a_registry(observers=(observer,), judge_ask=ask)
    host = a_host(registry)
    runtime = Runtime(
        registry=registry, host=host, new_graph_run_id=lambda: "run-2", graphs=a_folder(tmp_path)
    )
    point = runtime.fork_point("small@1.0.0", await told_by(), "approval")
    run_id = await runtime.fork_run("small@1.0.0", {"who": "me"}, point)
    await host.result(run_id)
    assert run_id == "run-2"
    assert seen == [(1, {"draft": 2, "applied": 1})]
    nodes = [event.node for event in observer.events if event.event_type == "node_started"]
    assert nodes == ["approval", "close"]
    state = state_after(observer.events)
    assert state.facts["draft"] == 2
    assert state.visits == {"approval": 1, "close": 1}


async def test_a_fork_of_a_fork_knows_what_both_knew(tmp_path: Path) -> None:
    observer = RecordingObserver()
    registry = a_registry(observers=(observer,), judge_ask=always("rejected"))
    host = a_host(registry)
    runtime = Runtime(
        registry=registry, host=host, new_graph_run_id=lambda: "run-2", graphs=a_folder(tmp_path)
    )
    point = runtime.fork_point("small@1.0.0", await told_by(), "approval")
    await host.result(await runtime.fork_run("small@1.0.0", {}, point))
    again = fork_point(small_graph(), observer.events, "approval")
    assert (again.graph_run_id, again.facts) == ("run-2", {"draft": 2, "applied": 1})


@pytest.mark.parametrize(
    ("version", "fork"), [(FORKED_INPUT_VERSION, None), (1, {"node": "draft"})]
)
async def test_a_version_that_does_not_fit_is_refused(
    version: int, fork: dict[str, JsonValue] | None
) -> None:
    host = a_host(a_registry())
    graph = small_graph().as_data()
    await host.start("run-1", RunInput(schema_version=version, graph=graph, inputs={}, fork=fork))
    value = await host.result("run-1")
    assert isinstance(value, dict)
    assert isinstance(value["error"], dict)
    assert value["error"]["error_code"] == "RUN_INPUT_VERSION"
