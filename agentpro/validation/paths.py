"""Paths: what can be reached, and what can go round for ever."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from agentpro.definition import GraphDefinition
from agentpro.errors import Problem
from agentpro.validation.known import Subject


class Move(NamedTuple):
    """A way from one node to another, taken after ``outcome``."""

    source: str
    outcome: str
    target: str


def moves(definition: GraphDefinition) -> tuple[Move, ...]:
    """Every way that the engine can take.

    A node that is exhausted is passed over from each of its predecessors.
    """
    edges = [Move(edge.from_, edge.outcome, edge.to) for edge in definition.edges]
    detours = [
        Move(edge.source, edge.outcome, target)
        for edge in edges
        if edge.target in definition.nodes
        and (target := definition.nodes[edge.target].when_exhausted) is not None
    ]
    return (*edges, *detours)


def reachable(starts: Iterable[str], ways: Iterable[Move]) -> frozenset[str]:
    """The nodes that can be reached from ``starts``, themselves included."""
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for way in ways:
        targets[way.source].append(way.target)
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(targets[node])
    return frozenset(seen)


def check_reachability(subject: Subject) -> Iterator[Problem]:
    """Every node can be reached from the start, and a completing node from every node."""
    definition = subject.definition
    ways = moves(definition)
    forward = reachable([definition.start], ways)
    completing = [name for name, node in definition.nodes.items() if node.completes]
    backward = reachable(completing, (Move(way.target, way.outcome, way.source) for way in ways))
    for name in definition.nodes:
        if name not in forward:
            yield subject.problem(f"{name!r} cannot be reached from the start", "nodes", name)
        if name not in backward:
            yield subject.problem(f"no way leads from {name!r} to an end", "nodes", name)


def check_loops(subject: Subject) -> Iterator[Problem]:
    """Every loop passes a node that states its own ``max_visits``."""
    definition = subject.definition
    unbounded = {name for name, node in definition.nodes.items() if node.max_visits is None}
    ways = [way for way in moves(definition) if {way.source, way.target} <= unbounded]
    for name in definition.nodes:
        following = [way.target for way in ways if way.source == name]
        if name in reachable(following, ways):
            reason = f"{name!r} is in a loop in which no node states max_visits"
            yield subject.problem(reason, "nodes", name)
