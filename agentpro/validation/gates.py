"""Gates, proven: shut a gate, and what requires it can no longer be reached.

A gate is shut by taking away the moves of the outcome that opens it, so a way round the gate and a
way through it by another outcome are both found. The ways are searched from the start, from every
node that voids the gate, and, if the gate must be passed before every visit, from the node that
requires it back to itself.
"""

from collections.abc import Iterator

from agentpro.definition import Gate
from agentpro.errors import Problem
from agentpro.validation.known import Subject
from agentpro.validation.paths import moves, reachable


def check_gates(subject: Subject) -> Iterator[Problem]:
    """Every gate opens on an outcome of its node, and something requires it."""
    nodes = subject.definition.nodes
    required = {gate for node in nodes.values() for gate in node.requires_gates}
    for name, node in nodes.items():
        if node.gate is None:
            continue
        if node.gate.opens_on not in subject.known.handlers.get(node.handler, {node.gate.opens_on}):
            reason = f"the gate opens on {node.gate.opens_on!r}, which is no outcome of {name!r}"
            yield subject.problem(reason, "nodes", name, "gate")
        for voiding in node.gate.voided_by:
            if voiding not in nodes:
                yield subject.problem(f"{voiding!r} is not a node", "nodes", name, "gate")
        if name not in required:
            yield subject.problem(f"nothing requires the gate {name!r}", "nodes", name, "gate")


def check_requirements(subject: Subject) -> Iterator[Problem]:
    """No way leads to a node past a gate that it requires."""
    nodes = subject.definition.nodes
    for name, node in nodes.items():
        for gate_name in node.requires_gates:
            gate = nodes[gate_name].gate if gate_name in nodes else None
            reason = (
                f"{gate_name!r} is not a gate"
                if gate is None
                else _way_past(subject, gate_name, gate, name)
            )
            if reason:
                yield subject.problem(reason, "nodes", name, "requires_gates")


def _way_past(subject: Subject, gate_name: str, gate: Gate, guarded: str) -> str | None:
    shut = [
        way
        for way in moves(subject.definition)
        if (way.source, way.outcome) != (gate_name, gate.opens_on)
    ]
    if guarded in reachable([subject.definition.start], shut):
        return f"{guarded!r} can be reached without the gate {gate_name!r}"
    for voiding in gate.voided_by:
        if guarded in reachable([voiding], shut):
            return f"{guarded!r} can be reached from {voiding!r} without the gate {gate_name!r}"
    onward = [way.target for way in shut if way.source == guarded]
    if gate.holds_for == "visit" and guarded in reachable(onward, shut):
        return f"{guarded!r} can be reached again without the gate {gate_name!r}"
    return None
