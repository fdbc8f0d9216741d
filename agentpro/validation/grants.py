"""Grants that demand a gate: what changes something is called only where a person was asked.

The proof of gates shows that a required gate cannot be passed by. This one shows that it is
required: at every node where a gated capability could be called, by the node's own grants or by all
those of its role.
"""

from collections.abc import Iterator

from agentpro.definition import GraphDefinition, Node, grants_of
from agentpro.errors import Problem
from agentpro.validation.known import Subject


def check_gated_grants(subject: Subject) -> Iterator[Problem]:
    """Whatever node may call a gated capability asks a person before each of its visits."""
    definition = subject.definition
    for name, node in definition.nodes.items():
        if node.role not in definition.roles or _asks_a_person(definition, node):
            continue
        for tool, capabilities in grants_of(definition, node).items():
            for capability in subject.known.gated.get(tool, frozenset()).intersection(capabilities):
                reason = (
                    f"{name!r} may call '{tool}.{capability}', so it must require a gate that "
                    "waits for a person and holds for one visit"
                )
                yield subject.problem(reason, "nodes", name, "tools", tool)


def _asks_a_person(definition: GraphDefinition, node: Node) -> bool:
    required = (definition.nodes.get(name) for name in node.requires_gates)
    return any(
        each.waits_for is not None and each.gate is not None and each.gate.holds_for == "visit"
        for each in required
        if each is not None
    )
