"""Our side: a graph of ten nodes, in memory or on the durable engine with SQLite.

Every node adds one to a number. With ``leaves``, every node also makes one journaled tool call.
"""

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from pydantic import JsonValue

from agentpro.definition import GraphDefinition
from agentpro.engine import RUN_INPUT_VERSION, run_body
from agentpro.handlers import NodeContext, Outcome
from agentpro.journal import RunHost, RunInput
from agentpro.memory_journal import MemoryRunHost
from agentpro.observers import GraphEvent
from agentpro.registry import Registry, registry_of
from agentpro.tools import ToolResult, ToolScope
from maintenance.bench.workers import serve

NODES = 10


class _Adder:
    """The handler of every node but the last, which says how the run ended."""

    outcomes = frozenset({"next"})

    def __init__(self, name: str, *, is_last: bool, has_leaf: bool) -> None:
        self.name = name
        self._more: dict[str, JsonValue] = {"completion_state": "succeeded"} if is_last else {}
        self._has_leaf = has_leaf

    async def __call__(self, context: NodeContext) -> Outcome:
        known = context.facts.get("number", 0)
        assert isinstance(known, int)
        if self._has_leaf:
            answer = await context.call("adder", "add", {"number": known})
            assert isinstance(answer.value, int)
            return Outcome(name="next", facts={"number": answer.value, **self._more})
        return Outcome(name="next", facts={"number": known + 1, **self._more})


class _AdderTool:
    name = "adder"
    capabilities = frozenset({"add"})

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        del capability, scope
        number = args["number"]
        assert isinstance(number, int)
        return ToolResult(value=number + 1)


class _Onlooker:
    """Without an observer nothing is recorded of a node; with one, its begin and its end are."""

    async def observe(self, event: GraphEvent) -> None:
        del event


def _graph() -> GraphDefinition:
    last = NODES - 1
    return GraphDefinition.model_validate(
        {
            "name": "bench",
            "version": "1.0.0",
            "description": "Ten nodes in a row.",
            "start": "node_0",
            "roles": {"adder": {"tools": {"adder": ("add",)}}},
            "nodes": {
                f"node_{n}": {
                    "role": "adder",
                    "phase": "adding",
                    "handler": "bench.last" if n == last else "bench.next",
                    "completes": n == last,
                }
                for n in range(NODES)
            },
            "edges": tuple(
                {"from": f"node_{n}", "outcome": "next", "to": f"node_{n + 1}"} for n in range(last)
            ),
        }
    )


def _registry(*, has_leaf: bool) -> Registry:
    return registry_of(
        handlers=[
            _Adder("bench.next", is_last=False, has_leaf=has_leaf),
            _Adder("bench.last", is_last=True, has_leaf=has_leaf),
        ],
        tools=[_AdderTool()],
        observers=[_Onlooker()],
    )


async def _serve(host: RunHost, title: str) -> None:
    graph = _graph().as_data()

    async def perform(number: int) -> None:
        run_id = f"run-{number}"
        run = RunInput(schema_version=RUN_INPUT_VERSION, graph=graph, inputs={})
        await host.start(run_id, run)
        ended = await host.result(run_id)
        assert isinstance(ended, dict)
        assert ended["completion_state"] == "succeeded", ended

    await serve(title, perform)


async def _in_memory(*, has_leaf: bool) -> None:
    host = MemoryRunHost(run_body(_registry(has_leaf=has_leaf)))
    await _serve(host, "agentpro, in memory")


async def _durable(*, has_leaf: bool) -> None:
    from backend.durable.dbos_host import DbosHost
    from backend.durable.lock import DataDirectoryLock

    with tempfile.TemporaryDirectory() as folder:
        lock = DataDirectoryLock(Path(folder) / "home", "bench")
        lock.acquire()
        body = run_body(_registry(has_leaf=has_leaf))
        async with DbosHost(lock, body) as host:
            await _serve(host, f"agentpro on dbos {version('dbos')}, SQLite, synchronous=FULL")
        lock.release()


def main() -> None:
    """``graphs_ours memory|durable nodes|leaves``."""
    where, what = sys.argv[1:3]
    work = {"memory": _in_memory, "durable": _durable}[where]
    asyncio.run(work(has_leaf=what == "leaves"))


if __name__ == "__main__":
    main()
