"""Names: everything that a graph refers to exists, and nodes only narrow what their role may do."""

from collections.abc import Iterator, Mapping

from agentpro.definition import Grants
from agentpro.errors import Problem
from agentpro.validation.known import Subject


def check_roles(subject: Subject) -> Iterator[Problem]:
    """Every role is used, and names known tools, capabilities and guardrails."""
    used = {node.role for node in subject.definition.nodes.values()}
    for name, role in subject.definition.roles.items():
        if name not in used:
            yield subject.problem(f"no node has the role {name!r}", "roles", name)
        known_tools = subject.known.tools
        yield from _not_within(subject, role.tools, known_tools, "is not known", "roles", name)
        for guardrail in role.guardrails:
            if guardrail not in subject.known.guardrails:
                reason = f"the guardrail {guardrail!r} is not known"
                yield subject.problem(reason, "roles", name, "guardrails")


def check_nodes(subject: Subject) -> Iterator[Problem]:
    """Every node names a known role and handler, and grants no more than its role has."""
    definition = subject.definition
    if definition.start not in definition.nodes:
        yield subject.problem(f"the start {definition.start!r} is not a node", "start")
    for name, node in definition.nodes.items():
        if node.handler not in subject.known.handlers:
            reason = f"the handler {node.handler!r} is not known"
            yield subject.problem(reason, "nodes", name, "handler")
        role = definition.roles.get(node.role)
        if role is None:
            reason = f"the role {node.role!r} is not declared"
            yield subject.problem(reason, "nodes", name, "role")
        elif node.tools is not None:
            granted = {tool: frozenset(each) for tool, each in role.tools.items()}
            reason = f"is not granted to the role {node.role!r}"
            yield from _not_within(subject, node.tools, granted, reason, "nodes", name)


def check_metered_tools(subject: Subject) -> Iterator[Problem]:
    """Every metered tool is a known tool."""
    for tool in subject.definition.limits.metered_tools:
        if tool not in subject.known.tools:
            yield subject.problem(f"the tool {tool!r} is not known", "limits", "metered_tools")


def check_queues(subject: Subject) -> Iterator[Problem]:
    """Every queue that a node names has a limit."""
    queues = subject.definition.limits.queues
    for name, node in subject.definition.nodes.items():
        if node.queue is not None and node.queue not in queues:
            reason = f"no limit declares the queue {node.queue!r}; there is {', '.join(queues)}"
            yield subject.problem(reason, "nodes", name, "queue")


def _not_within(
    subject: Subject,
    grants: Grants,
    allowed: Mapping[str, frozenset[str]],
    reason: str,
    *owner: str,
) -> Iterator[Problem]:
    for tool, capabilities in grants.items():
        path = (*owner, "tools", tool)
        if tool not in allowed:
            yield subject.problem(f"the tool {tool!r} {reason}", *path)
            continue
        for capability in capabilities:
            if capability not in allowed[tool]:
                yield subject.problem(f"the capability '{tool}.{capability}' {reason}", *path)
