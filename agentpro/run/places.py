"""Places: the nodes of a definition, joined with the handlers that act there and the ways that lead
on.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from agentpro.definition import Grants, GraphDefinition, Node, grants_of, visit_limit
from agentpro.errors import RunError
from agentpro.handlers import Handler
from agentpro.registry import Registry


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A node, ready to be visited."""

    name: str
    node: Node
    handler: Handler
    grants: Grants
    guardrails: tuple[str, ...]
    visit_limit: int
    ways: Mapping[str, str]
    """Outcome to the node that follows."""


def places_of(definition: GraphDefinition, registry: Registry) -> dict[str, Place]:
    """Every node of the graph, by name.

    Raises:
        RunError: ``HANDLER_MISSING`` if this release has lost a handler that the run needs.
    """
    ways: dict[str, dict[str, str]] = {name: {} for name in definition.nodes}
    for edge in definition.edges:
        ways[edge.from_][edge.outcome] = edge.to
    return {
        name: Place(
            name=name,
            node=node,
            handler=_handler(registry, node),
            grants=grants_of(definition, node),
            guardrails=definition.roles[node.role].guardrails,
            visit_limit=visit_limit(definition, name),
            ways=ways[name],
        )
        for name, node in definition.nodes.items()
    }


def _handler(registry: Registry, node: Node) -> Handler:
    handler = registry.handlers.get(node.handler)
    if handler is None:
        raise RunError(
            "HANDLER_MISSING",
            f"This version of the program has no handler {node.handler!r}, which the run needs.",
            "Continue the run with the version that it began with.",
        )
    return handler
