"""Tools: capabilities that a role may be granted, behind one small protocol."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from pydantic import JsonValue

from agentpro.definition import Limits


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolScope:
    """Where a tool call comes from; the runtime fills it in, never a model."""

    graph_run_id: str
    node: str
    role: str
    leaf_key: str
    """``run:node:visit:leaf``: the same after a replay, so a tool may use it as an idempotency
    token.
    """
    inputs: Mapping[str, JsonValue]
    """The inputs that the run was started with."""
    limits: Limits = field(default_factory=Limits)
    """What the run's graph allows; a tool enforces what only it can see, such as time and rates."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenUsage:
    """What a language model turn has cost."""

    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ToolResult:
    """What a tool call gave: a value, or an error with ``error_code``, ``message`` and
    ``next_step``.
    """

    value: JsonValue = None
    error: Mapping[str, str] | None = None
    usage: TokenUsage | None = None
    """Tokens to charge to the run; ``None`` for tools that use no language model."""

    @property
    def is_ok(self) -> bool:
        """Whether the call did what it was asked."""
        return self.error is None


class Tool(Protocol):
    """A named set of capabilities. Expected failures are results, not exceptions."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> frozenset[str]: ...

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        """Perform one capability; ``args`` and the result are plain JSON."""
        ...


@runtime_checkable
class GatedTool(Protocol):
    """What a tool also has if it can change something."""

    @property
    def gated_capabilities(self) -> frozenset[str]:
        """Those that a graph may grant only where a gate is required at which a person is asked."""
        ...
