"""Node handlers: the code of one role at one node."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pydantic import JsonValue

from agentpro.tools import ToolResult


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a node returns: the word that chooses its edge, and the facts that it adds."""

    name: str
    facts: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])


class NodeContext(Protocol):
    """All that a handler can see and do.

    Handlers are replayed: no clock, id or random value outside a leaf.
    """

    @property
    def graph_run_id(self) -> str: ...

    @property
    def graph_id(self) -> str:
        """``name@version`` of the graph that the run is pinned to."""
        ...

    @property
    def node(self) -> str: ...

    @property
    def role(self) -> str: ...

    @property
    def visit(self) -> int:
        """How many times the run has come to this node; the first visit is 1."""
        ...

    @property
    def inputs(self) -> Mapping[str, JsonValue]:
        """The values that the run was started with."""
        ...

    @property
    def facts(self) -> Mapping[str, JsonValue]:
        """What earlier nodes have found out; a later node replaces a fact of the same name."""
        ...

    async def call(
        self, tool: str, capability: str, args: Mapping[str, JsonValue], *, leaf: str | None = None
    ) -> ToolResult:
        """One journaled tool call, allowed by the role's grants or refused with ``ROLE_DENIED``.

        ``leaf`` names the call within this visit; by default calls are numbered.
        """
        ...

    async def wait(self, topic: str, timeout_s: float) -> JsonValue:
        """The next message for this run on ``topic``, or ``None`` after ``timeout_s`` s.

        0 asks without waiting. The graph's ``approval_timeout_s`` is the longest wait; ``topic``
        must be what the node declares as ``waits_for``.
        """
        ...

    async def emit(self, event_type: str, payload: Mapping[str, JsonValue]) -> None:
        """Tell observers, once, that something happened."""
        ...


class Handler(Protocol):
    """The code behind a node. Its outcomes are declared, so that every one must be routed."""

    @property
    def name(self) -> str: ...

    @property
    def outcomes(self) -> frozenset[str]: ...

    async def __call__(self, context: NodeContext) -> Outcome: ...
