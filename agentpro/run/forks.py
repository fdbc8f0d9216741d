"""Forks: a new run that begins at a node, with what an earlier run knew when it came there.

What a gate that holds for one visit has let through is never reused: neither the passage nor the
facts of the node that is the gate. So a fork is refused where such a passage stands, and where a
way leads from its node past a gate that it has not passed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import JsonValue

from agentpro.definition import Gate, GraphDefinition
from agentpro.errors import RunError
from agentpro.observers import GraphEvent
from agentpro.run.state import RunState
from agentpro.validation.paths import moves, reachable


@dataclass(frozen=True, kw_only=True, slots=True)
class ForkPoint:
    """Where a forked run begins, and with what."""

    graph_run_id: str
    """The run that it was forked from."""
    node: str
    facts: Mapping[str, JsonValue]

    def as_data(self) -> dict[str, JsonValue]:
        """As a run is started with it."""
        return {"graph_run_id": self.graph_run_id, "node": self.node, "facts": dict(self.facts)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "ForkPoint":
        """The inverse of :meth:`as_data`."""
        return cls(**data)


def fork_point(
    definition: GraphDefinition, events: Iterable[GraphEvent], node: str, visit: int | None = None
) -> ForkPoint:
    """Where a fork at ``node`` begins; by default as the earlier run came there the last time.

    ``events`` are those of that run, in their order, and ``definition`` is its graph.

    Raises:
        RunError: ``FORK_UNKNOWN`` if it never came there, ``FORK_PASSES_GATE`` if a gate would be
            passed over.
    """
    past = _Past(definition)
    found: _Past | None = None
    source = ""
    for event in events:
        source = event.graph_run_id
        past.take(event)
        if _is_arrival(event, node, visit):
            found = past.copy()
    if found is None:
        raise RunError(
            "FORK_UNKNOWN",
            f"The run {source or 'without events'} has not come to {node!r} in that visit.",
            "Choose a node, and a visit, that its events tell of.",
        )
    _require_shut(definition, found, node)
    return ForkPoint(graph_run_id=source, node=node, facts=found.facts)


@dataclass(slots=True)
class _Past:
    """What a run knew and had passed at one moment, without what is never reused."""

    definition: GraphDefinition
    facts: dict[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    passed: set[str] = field(default_factory=set[str])

    def copy(self) -> "_Past":
        return _Past(self.definition, dict(self.facts), set(self.passed))

    def take(self, event: GraphEvent) -> None:
        match event.event_type:
            case "graph_started":
                self.facts = dict(RunState().after(event).facts)
            case "node_started" if event.node is not None:
                self.passed -= self._voided_by(event.node)
            case "node_completed" if event.node is not None:
                self._leave(event.node, event.payload)
            case "node_exhausted":
                self.facts |= cast("Mapping[str, JsonValue]", event.payload["facts"])
            case _:
                pass

    def held(self, gate: Gate, name: str) -> bool:
        """Whether a gate that holds for the whole run was passed."""
        return gate.holds_for == "run" and name in self.passed

    def _leave(self, node: str, payload: Mapping[str, JsonValue]) -> None:
        gate = self.definition.nodes[node].gate
        is_passage = gate is not None and payload["outcome"] == gate.opens_on
        if is_passage:
            self.passed.add(node)
        if gate is None or not is_passage or gate.holds_for == "run":
            self.facts |= cast("Mapping[str, JsonValue]", payload["facts"])

    def _voided_by(self, node: str) -> set[str]:
        nodes = self.definition.nodes.items()
        return {name for name, each in nodes if each.gate and node in each.gate.voided_by}


def _is_arrival(event: GraphEvent, node: str, visit: int | None) -> bool:
    is_there = event.event_type == "node_started" and event.node == node
    return is_there and (visit is None or event.payload["visit"] == visit)


def _require_shut(definition: GraphDefinition, past: _Past, node: str) -> None:
    gates = {name: each.gate for name, each in definition.nodes.items() if each.gate}
    standing = [name for name in past.passed if gates[name].holds_for == "visit"]
    if standing:
        raise _passes(node, f"the gate {min(standing)!r} was passed for that visit alone")
    for name, each in definition.nodes.items():
        for gate_name in each.requires_gates:
            gate = gates[gate_name]
            if not past.held(gate, gate_name) and _leads_past(definition, gate_name, node, name):
                raise _passes(node, f"{name!r} could be reached without the gate {gate_name!r}")


def _leads_past(definition: GraphDefinition, gate_name: str, node: str, guarded: str) -> bool:
    gate = definition.nodes[gate_name].gate
    opens_on = gate.opens_on if gate else ""
    shut = (way for way in moves(definition) if (way.source, way.outcome) != (gate_name, opens_on))
    return guarded in reachable([node], shut)


def _passes(node: str, why: str) -> RunError:
    return RunError(
        "FORK_PASSES_GATE",
        f"A run cannot begin at {node!r}: {why}.",
        "Fork at an earlier node; approvals are never reused.",
    )
