"""Routes: every outcome of every node has exactly one way to go on."""

from collections.abc import Iterator

from agentpro.definition import Node
from agentpro.errors import Problem
from agentpro.validation.known import Subject


def check_edges(subject: Subject) -> Iterator[Problem]:
    """Edges join declared nodes, follow declared outcomes, and no two leave by the same outcome."""
    nodes = subject.definition.nodes
    taken: set[tuple[str, str]] = set()
    for index, edge in enumerate(subject.definition.edges):
        for field, name in (("from", edge.from_), ("to", edge.to)):
            if name not in nodes:
                yield subject.problem(f"{name!r} is not a node", "edges", index, field)
        move = (edge.from_, edge.outcome)
        if move in taken:
            reason = f"{edge.from_}.{edge.outcome} is routed twice"
            yield subject.problem(reason, "edges", index, "outcome")
        taken.add(move)
        node = nodes.get(edge.from_)
        if node is not None and edge.outcome not in _outcomes(subject, node, edge.outcome):
            reason = f"the handler {node.handler!r} declares no outcome {edge.outcome!r}"
            yield subject.problem(reason, "edges", index, "outcome")


def check_outcomes(subject: Subject) -> Iterator[Problem]:
    """Every outcome of a node is routed; a node that completes the run routes none."""
    routed = {(edge.from_, edge.outcome) for edge in subject.definition.edges}
    for name, node in subject.definition.nodes.items():
        outcomes = sorted(subject.known.handlers.get(node.handler, frozenset()))
        for outcome in outcomes:
            if node.completes == ((name, outcome) in routed):
                reason = "leads on from a node that completes" if node.completes else "has no edge"
                yield subject.problem(f"{name}.{outcome} {reason}", "nodes", name)


def check_exhaustion(subject: Subject) -> Iterator[Problem]:
    """``when_exhausted`` names another node, and has a limit of its own to be exhausted."""
    for name, node in subject.definition.nodes.items():
        target = node.when_exhausted
        if target is None:
            continue
        if target not in subject.definition.nodes or target == name:
            reason = f"{target!r} is not another node"
            yield subject.problem(reason, "nodes", name, "when_exhausted")
        if node.max_visits is None:
            reason = f"{name!r} has no max_visits that could be exhausted"
            yield subject.problem(reason, "nodes", name, "when_exhausted")


def _outcomes(subject: Subject, node: Node, otherwise: str) -> frozenset[str]:
    """The node's outcomes; of an unknown handler, which is told elsewhere, any outcome will do."""
    return subject.known.handlers.get(node.handler, frozenset({otherwise}))
