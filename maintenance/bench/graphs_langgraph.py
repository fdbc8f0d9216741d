"""The peer's side: the same ten nodes in LangGraph, in memory or with its SQLite checkpointer.

Runs in an environment of its own (``peers.txt``). A checkpoint is written before the next node
begins (``durability="sync"``), which is what our journal promises too.
"""

# pyright: basic, reportMissingImports=false
import asyncio
import sqlite3
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypedDict

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, StateGraph

from maintenance.bench.workers import serve

NODES = 10


class State(TypedDict):
    """What the nodes hand on."""

    number: int


def _add(state: State) -> State:
    return {"number": state["number"] + 1}


def _graph(checkpointer: Any) -> Any:
    graph = StateGraph(State)
    for n in range(NODES):
        graph.add_node(f"node_{n}", _add)
        graph.add_edge(START if n == 0 else f"node_{n - 1}", f"node_{n}")
    graph.add_edge(f"node_{NODES - 1}", END)
    return graph.compile(checkpointer=checkpointer)


async def _serve(graph: Any, title: str, **options: Any) -> None:
    async def perform(number: int) -> None:
        config = {"configurable": {"thread_id": f"run-{number}"}}
        ended = graph.invoke({"number": 0}, config, **options)
        assert ended["number"] == NODES

    await serve(title, perform)


async def _durable() -> None:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "checkpoints.db", check_same_thread=False)
        title = (
            f"LangGraph {version('langgraph')}, SQLite checkpointer "
            f"{version('langgraph-checkpoint-sqlite')}, sync"
        )
        await _serve(_graph(SqliteSaver(connection)), title, durability="sync")
        connection.close()


def main() -> None:
    """``graphs_langgraph memory|durable``."""
    if sys.argv[1] == "memory":
        asyncio.run(_serve(_graph(None), f"LangGraph {version('langgraph')}, in memory"))
    else:
        asyncio.run(_durable())


if __name__ == "__main__":
    main()
