"""Validation: what must hold of a graph before a run may begin.

Structural checks, each in its own function:

- roles name known tools, capabilities and guardrails, and every role is used;
- nodes name a declared role and a known handler, and narrow their role's grants, never widen them;
- metered tools are known, and queues have a limit;
- edges join declared nodes, follow declared outcomes, and route no outcome twice;
- every outcome is routed, and a node that completes the run routes none;
- an exhausted node hands over to another node;
- every node is reachable from the start, and from every node an end is reachable;
- every loop passes a node with its own ``max_visits``;
- gates open on an outcome that exists, and are required by something;
- gates are proven: with the gate shut, the node that requires it is out of reach;
- nodes that may call a gated capability require a gate at which a person is asked.
"""

from agentpro.definition import GraphDefinition
from agentpro.errors import GraphError, Problem
from agentpro.loading import Source
from agentpro.validation.gates import check_gates, check_requirements
from agentpro.validation.grants import check_gated_grants
from agentpro.validation.known import KnownNames, Subject
from agentpro.validation.names import (
    check_metered_tools,
    check_nodes,
    check_queues,
    check_roles,
)
from agentpro.validation.paths import check_loops, check_reachability
from agentpro.validation.routes import check_edges, check_exhaustion, check_outcomes

__all__ = ["KnownNames", "problems_of", "validate"]

_CHECKS = (
    check_roles,
    check_nodes,
    check_metered_tools,
    check_queues,
    check_edges,
    check_outcomes,
    check_exhaustion,
    check_reachability,
    check_loops,
    check_gates,
    check_requirements,
    check_gated_grants,
)


def problems_of(
    definition: GraphDefinition, source: Source, known: KnownNames
) -> tuple[Problem, ...]:
    """Everything that is wrong with ``definition``, by line; empty if it may run."""
    subject = Subject(definition=definition, source=source, known=known)
    found = {problem for check in _CHECKS for problem in check(subject)}
    return tuple(sorted(found, key=lambda each: (each.line, each.reason)))


def validate(definition: GraphDefinition, source: Source, known: KnownNames) -> None:
    """Refuse a definition with problems.

    Raises:
        GraphError: with all of :func:`problems_of`.
    """
    problems = problems_of(definition, source, known)
    if problems:
        raise GraphError(*problems)
