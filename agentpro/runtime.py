"""The runtime: loads graphs by name and starts runs of them."""

import asyncio
from collections.abc import Callable, Sequence
from importlib.resources.abc import Traversable

from pydantic import JsonValue

from agentpro.definition import GraphDefinition
from agentpro.engine import FORKED_INPUT_VERSION, RUN_INPUT_VERSION
from agentpro.journal import RunHost, RunInput
from agentpro.loading import load_parsed, shipped_graphs
from agentpro.observers import GraphEvent
from agentpro.registry import Registry
from agentpro.run.forks import ForkPoint, fork_point
from agentpro.validation import validate


def proven_graph(
    name: str, registry: Registry, folder: Traversable | None = None
) -> GraphDefinition:
    """``name``, or ``name@version``, of ``folder`` or of what is shipped, proven for ``registry``.

    Raises:
        GraphError: as :meth:`Runtime.load_graph`.
    """
    parsed = load_parsed(name, shipped_graphs() if folder is None else folder)
    validate(parsed.definition, parsed.source, registry.known_names())
    return parsed.definition


class Runtime:
    """Graphs, proven against one registry, on one host.

    The host has to execute :func:`agentpro.engine.run_body` of the same registry.
    """

    def __init__(
        self,
        *,
        registry: Registry,
        host: RunHost,
        new_graph_run_id: Callable[[], str],
        graphs: Traversable | None = None,
    ) -> None:
        self._registry = registry
        self._host = host
        self._new_graph_run_id = new_graph_run_id
        self._folder = shipped_graphs() if graphs is None else graphs
        self._loaded: dict[str, GraphDefinition] = {}

    def load_graph(self, name: str) -> GraphDefinition:
        """Load and prove ``name`` (its highest version) or ``name@version``.

        Raises:
            GraphError: if there is no such graph, its digest is not the published one, or it is
                invalid.
        """
        if name in self._loaded:
            return self._loaded[name]
        definition = proven_graph(name, self._registry, self._folder)
        return self._loaded.setdefault(definition.graph_id, definition)

    async def run_graph(
        self, graph_id: str, inputs: dict[str, JsonValue], *, graph_run_id: str | None = None
    ) -> str:
        """Start a run, pinned to the definition as it is now; return its ``graph_run_id``.

        Starting it again with the same ``graph_run_id`` changes nothing.

        Raises:
            GraphError: as :meth:`load_graph`.
        """
        definition = await asyncio.to_thread(self.load_graph, graph_id)
        run_id = graph_run_id or self._new_graph_run_id()
        graph = definition.as_data()
        run = RunInput(schema_version=RUN_INPUT_VERSION, graph=graph, inputs=inputs)
        await self._host.start(run_id, run)
        return run_id

    def fork_point(
        self,
        graph_id: str,
        events: Sequence[GraphEvent],
        node: str,
        visit: int | None = None,
    ) -> ForkPoint:
        """Where a fork of the run of these events begins at ``node``; its graph is ``graph_id``.

        Raises:
            GraphError: as :meth:`load_graph`.
            RunError: as :func:`agentpro.run.forks.fork_point`.
        """
        return fork_point(self.load_graph(graph_id), events, node, visit)

    async def fork_run(
        self,
        graph_id: str,
        inputs: dict[str, JsonValue],
        point: ForkPoint,
        *,
        graph_run_id: str | None = None,
    ) -> str:
        """Start a run of ``graph_id``, ``name@version``, at ``point``; return its id.

        Raises:
            GraphError: as :meth:`load_graph`.
        """
        definition = await asyncio.to_thread(self.load_graph, graph_id)
        run_id = graph_run_id or self._new_graph_run_id()
        run = RunInput(
            schema_version=FORKED_INPUT_VERSION,
            graph=definition.as_data(),
            inputs=inputs,
            fork=point.as_data(),
        )
        await self._host.start(run_id, run)
        return run_id
