"""A twin of agentpro's ``NodeContext``: tools answer from a script, messages wait in a list."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from agentpro.errors import RunError
from agentpro.tools import ToolResult


@dataclass(frozen=True, kw_only=True)
class Called:
    """One tool call that a handler made."""

    tool: str
    capability: str
    args: dict[str, Any]
    leaf: str | None


@dataclass(kw_only=True)
class ScriptedContext:
    """``answers`` are found by leaf, else by ``tool.capability``; what is not there fails the
    test. ``messages`` are taken by waits in their order; then every wait gives ``None``.
    """

    node: str = "some_node"
    role: str = "some_role"
    visit: int = 1
    graph_run_id: str = "run_1"
    graph_id: str = "deploy@1.0.0"
    inputs: Mapping[str, JsonValue] = field(default_factory=dict)
    facts: Mapping[str, JsonValue] = field(default_factory=dict)
    answers: Mapping[str, ToolResult] = field(default_factory=dict)
    messages: list[JsonValue] = field(default_factory=list)
    calls: list[Called] = field(default_factory=list)
    waits: list[tuple[str, float]] = field(default_factory=list)
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def call(
        self, tool: str, capability: str, args: Mapping[str, JsonValue], *, leaf: str | None = None
    ) -> ToolResult:
        if leaf is not None and leaf in [called.leaf for called in self.calls]:
            raise RunError("LEAF_REPEATED", f"The leaf {leaf!r} was used before.", "Rename it.")
        known = json.loads(json.dumps(dict(args)))
        self.calls.append(Called(tool=tool, capability=capability, args=known, leaf=leaf))
        return self.answers.get(leaf or "") or self.answers[f"{tool}.{capability}"]

    async def wait(self, topic: str, timeout_s: float) -> JsonValue:
        self.waits.append((topic, timeout_s))
        return self.messages.pop(0) if self.messages else None

    async def emit(self, event_type: str, payload: Mapping[str, JsonValue]) -> None:
        if event_type.startswith(("graph_", "node_")):
            raise RunError("EVENT_RESERVED", f"Only the engine says {event_type!r}.", "Rename it.")
        self.events.append((event_type, json.loads(json.dumps(dict(payload)))))

    def told(self, event_type: str) -> list[dict[str, Any]]:
        """The payloads of the events of one type, in order."""
        return [payload for name, payload in self.events if name == event_type]

    def call_names(self) -> list[str]:
        """``tool.capability`` of every call, in order."""
        return [f"{called.tool}.{called.capability}" for called in self.calls]


def gave(value: JsonValue = None) -> ToolResult:
    """A call that did what it was asked."""
    return ToolResult(value=value)


def refused(error_code: str) -> ToolResult:
    """A call that failed for that reason."""
    error = {"error_code": error_code, "message": f"{error_code} happened.", "next_step": "Look."}
    return ToolResult(error=error)
