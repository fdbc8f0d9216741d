"""One visit of one node: what its handler can see and do."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, cast

from pydantic import JsonValue

from agentpro.definition import GraphDefinition
from agentpro.errors import RunError
from agentpro.guardrails import TRIPPED, Denial, ToolRequested
from agentpro.run.guarded_tools import GuardedTools
from agentpro.run.leaves import Leaves
from agentpro.run.places import Place
from agentpro.run.state import RunState
from agentpro.tools import TokenUsage, ToolResult, ToolScope

_ENGINE_EVENTS = ("graph_", "node_")
_ENGINE_LEAVES = ("queued", "turn", "started", "completed", "exhausted", "failed", "guardrail")


class RunParts:
    """What all visits of one run share."""

    __slots__ = ("definition", "graph_id", "inputs", "leaves", "tools")

    def __init__(
        self,
        definition: GraphDefinition,
        inputs: Mapping[str, JsonValue],
        leaves: Leaves,
        tools: GuardedTools,
    ) -> None:
        self.definition = definition
        self.graph_id = definition.graph_id
        self.inputs = MappingProxyType(inputs)
        self.leaves = leaves
        self.tools = tools


class NodeVisit:
    """The :class:`agentpro.handlers.NodeContext` of one visit."""

    __slots__ = ("_counts", "_names", "_parts", "_place", "facts", "prefix", "visit")

    def __init__(self, parts: RunParts, place: Place, state: RunState) -> None:
        self._parts = parts
        self._place = place
        self._counts = 0
        self._names: set[str] | None = None
        self.facts: Mapping[str, JsonValue] = MappingProxyType(state.facts)
        self.visit = state.visits[place.name]
        self.prefix = f"{parts.leaves.graph_run_id}:{place.name}:{self.visit}:"

    @property
    def graph_run_id(self) -> str:
        """The id of the run."""
        return self._parts.leaves.graph_run_id

    @property
    def graph_id(self) -> str:
        """``name@version`` of the graph that the run is pinned to."""
        return self._parts.graph_id

    @property
    def node(self) -> str:
        """The name of the node."""
        return self._place.name

    @property
    def role(self) -> str:
        """The role that acts here."""
        return self._place.node.role

    @property
    def inputs(self) -> Mapping[str, JsonValue]:
        """The values that the run was started with."""
        return self._parts.inputs

    async def call(
        self, tool: str, capability: str, args: Mapping[str, JsonValue], *, leaf: str | None = None
    ) -> ToolResult:
        """One journaled tool call, allowed or refused by :class:`GuardedTools`."""
        key = self._key(leaf, "call")
        request = ToolRequested(tool=tool, capability=capability, args=args, scope=self._scope(key))

        async def perform() -> JsonValue:
            result, denial = await self._parts.tools.call(request, self._place)
            await self._tell_call(request, result)
            if denial is not None:
                await self._tell_denial(key, denial)
            return _to_value(result)

        result = _from_value(await self._parts.leaves.step(key, perform))
        self._parts.tools.charge(result)
        return result

    async def wait(self, topic: str, timeout_s: float) -> JsonValue:
        """The next message on the topic that the node declares; the graph bounds the time.

        Raises:
            RunError: ``WAIT_DENIED`` for any other topic.
        """
        if topic != self._place.node.waits_for:
            raise RunError(
                "WAIT_DENIED",
                f"The node {self.node!r} does not declare that it waits for {topic!r}.",
                "Declare the topic as `waits_for` in a new version of the graph.",
            )
        longest = self._parts.definition.limits.approval_timeout_s
        return await self._parts.leaves.wait(
            self._key(None, "wait"), topic, min(timeout_s, longest)
        )

    async def emit(self, event_type: str, payload: Mapping[str, JsonValue]) -> None:
        """Tell observers, once, that something happened.

        Raises:
            RunError: ``EVENT_RESERVED`` for the names that the engine itself uses.
        """
        if event_type.startswith(_ENGINE_EVENTS):
            raise RunError(
                "EVENT_RESERVED",
                f"Only the engine says {event_type!r}.",
                "Choose a name that begins with neither 'graph_' nor 'node_'.",
            )
        key = self._key(None, "event")
        await self._parts.leaves.record(key, event_type, "reported", self._place, payload)

    def _key(self, leaf: str | None, kind: str) -> str:
        if leaf is None:
            self._counts += 1
            leaf = f"{kind}-{self._counts}"
        if self._names is None:
            self._names = set(_ENGINE_LEAVES)
        if leaf in self._names:
            raise RunError(
                "LEAF_REPEATED",
                f"The leaf {leaf!r} was used before at {self.node!r}.",
                "Give every leaf of a visit a name of its own.",
            )
        self._names.add(leaf)
        return self.prefix + leaf

    def _scope(self, key: str) -> ToolScope:
        return ToolScope(
            graph_run_id=self.graph_run_id,
            node=self.node,
            role=self.role,
            leaf_key=key,
            inputs=self.inputs,
            limits=self._parts.definition.limits,
        )

    async def _tell_call(self, request: ToolRequested, result: ToolResult) -> None:
        payload: dict[str, JsonValue] = {
            "tool": request.tool,
            "capability": request.capability,
            "error_code": (result.error or {}).get("error_code"),
        }
        status = "completed" if result.is_ok else "failed"
        key = request.scope.leaf_key
        await self._parts.leaves.tell(key, "tool_called", status, self._place, payload)

    async def _tell_denial(self, key: str, denial: Denial) -> None:
        told = denial.told(self.role)
        tell = self._parts.leaves.tell
        await tell(f"{key}:guardrail", TRIPPED, "failed", self._place, told)


def _to_value(result: ToolResult) -> JsonValue:
    return {
        "value": result.value,
        "error": None if result.error is None else dict(result.error),
        "usage": None if result.usage is None else asdict(result.usage),
    }


def _from_value(value: JsonValue) -> ToolResult:
    recorded = cast("dict[str, Any]", value)
    usage = recorded["usage"]
    return ToolResult(
        value=recorded["value"],
        error=recorded["error"],
        usage=None if usage is None else TokenUsage(**usage),
    )
