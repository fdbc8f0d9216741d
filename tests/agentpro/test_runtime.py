"""The runtime: loads and proves graphs by name, starts runs that stay with their version."""

from pathlib import Path

import pytest

from agentpro.errors import GraphError, JournalError
from agentpro.handlers import NodeContext, Outcome
from agentpro.lock import main as lock
from agentpro.memory_journal import MemoryRunHost
from agentpro.registry import Registry, registry_of
from agentpro.runtime import Runtime
from tests.agentpro.graphs import (
    RecordingObserver,
    a_host,
    a_registry,
    handlers,
    small_text,
)

APPLY = """\
  apply:
    role: doer
    phase: work
    handler: doer.apply
    tools: { cloud: [change] }
"""
IDS = iter(range(1_000_000))


def a_runtime(folder: Path, registry: Registry, host: MemoryRunHost | None = None) -> Runtime:
    return Runtime(
        registry=registry,
        host=host or a_host(registry),
        new_graph_run_id=lambda: f"run-{next(IDS)}",
        graphs=folder,
    )


def publish(folder: Path, version: str, *changes: tuple[str, str]) -> None:
    text = small_text(("version: 1.0.0", f"version: {version}"), *changes)
    (folder / f"small-{version}.yaml").write_text(text)
    assert lock([], folder) == 0


_NEVER_APPLIES = (
    ("  - { from: apply, outcome: applied, to: close }\n", ""),
    ("  - { from: apply, outcome: failed, to: draft }\n", ""),
    ("    requires_gates: [approval]\n", ""),
    ("    gate: { opens_on: approved, voided_by: [draft] }\n", ""),
    (APPLY, ""),
    ("  doer:\n    tools: { cloud: [read, change], bus: [emit] }\n", ""),
)


async def _waits(context: NodeContext) -> Outcome:
    return Outcome(name=str(await context.wait("control", 60)))


def _nodes_of(observer: RecordingObserver, run_id: str) -> list[str | None]:
    events = [event for event in observer.events if event.graph_run_id == run_id]
    return [event.node for event in events if event.event_type == "node_completed"]


@pytest.mark.spec("S2-68")
async def test_a_graph_is_loaded_by_name_and_run_by_id(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    host = a_host(a_registry())
    runtime = a_runtime(tmp_path, a_registry(), host)
    definition = runtime.load_graph("small")
    run_id = await runtime.run_graph(definition.graph_id, {"app": "hello"})
    value = await host.result(run_id)
    assert isinstance(value, dict)
    assert value["completion_state"] == "succeeded"


async def test_a_run_is_started_once_under_a_given_id(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    host = a_host(a_registry())
    runtime = a_runtime(tmp_path, a_registry(), host)
    for _ in range(2):
        assert await runtime.run_graph("small@1.0.0", {}, graph_run_id="mine") == "mine"
    await host.result("mine")
    assert await host.unfinished() == ()
    with pytest.raises(JournalError, match="run-"):
        await host.result("run-0")


@pytest.mark.spec("S2-69")
async def test_a_new_version_touches_no_run_in_flight(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    host = a_host(a_registry())
    await a_runtime(tmp_path, a_registry(), host).run_graph("small", {}, graph_run_id="old")
    publish(tmp_path, "2.0.0", ("outcome: drafted, to: approval", "outcome: drafted, to: close"),
            ("outcome: failed, to: draft", "outcome: failed, to: approval"))  # fmt: skip
    await host.restart()
    value = await host.result("old")
    assert isinstance(value, dict)
    assert value["completion_state"] == "succeeded"


@pytest.mark.spec("S2-69", "S2-173")
async def test_a_run_goes_on_with_its_version_when_a_newer_one_appears_and_its_file_is_gone(
    tmp_path: Path,
) -> None:
    publish(tmp_path, "1.0.0")
    observer = RecordingObserver()
    registry = a_registry(observers=(observer,), judge_ask=_waits)
    host = a_host(registry)
    await a_runtime(tmp_path, registry, host).run_graph("small", {}, graph_run_id="old")
    shortcut = ("outcome: approved, to: apply", "outcome: approved, to: close")
    publish(tmp_path, "1.1.0", shortcut, *_NEVER_APPLIES)
    (tmp_path / "small-1.0.0.yaml").unlink()
    assert lock([], tmp_path) == 0
    await host.restart()
    await a_runtime(tmp_path, registry, host).run_graph("small", {}, graph_run_id="new")
    for run_id in ("old", "new"):
        await host.send(run_id, "control", "approved", "key-1")
        await host.result(run_id)
    assert _nodes_of(observer, "old") == ["draft", "approval", "apply", "close"]
    assert _nodes_of(observer, "new") == ["draft", "approval", "close"]
    started = {
        event.graph_run_id: event.payload["graph_id"]
        for event in observer.events
        if event.event_type == "graph_started"
    }
    assert started == {"old": "small@1.0.0", "new": "small@1.1.0"}


@pytest.mark.spec("S2-68")
async def test_several_versions_are_run_side_by_side(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    publish(tmp_path, "1.1.0", ("max_visits: 3", "max_visits: 2"))
    observer = RecordingObserver()
    registry = a_registry(observers=(observer,))
    host = a_host(registry)
    runtime = a_runtime(tmp_path, registry, host)
    for name in ("small@1.0.0", "small", "small@1.1.0"):
        await host.result(await runtime.run_graph(name, {}))
    ids = [e.payload["graph_id"] for e in observer.events if e.event_type == "graph_started"]
    assert ids == ["small@1.0.0", "small@1.1.0", "small@1.1.0"]


def test_an_invalid_graph_is_not_run(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0", ("outcome: drafted, to: approval", "outcome: drafted, to: apply"))
    with pytest.raises(GraphError, match=r"small-1\.0\.0\.yaml:\d+: 'apply' can be reached"):
        a_runtime(tmp_path, a_registry()).load_graph("small")


def test_a_tool_must_be_registered_or_declared(tmp_path: Path) -> None:
    publish(tmp_path, "1.0.0")
    registry = registry_of(handlers=handlers())
    with pytest.raises(GraphError, match="the tool 'cloud' is not known"):
        a_runtime(tmp_path, registry).load_graph("small")


def test_two_parts_cannot_share_a_name() -> None:
    with pytest.raises(ValueError, match=r"'writer\.draft' is registered twice"):
        registry_of(handlers=[*handlers(), handlers()[0]])
