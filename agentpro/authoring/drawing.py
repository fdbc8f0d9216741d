"""Drawing a graph: as a text list in the order of the work, and as a Mermaid diagram."""

from collections.abc import Iterator, Mapping, Sequence

from agentpro.definition import GraphDefinition, Node, Role, grants_of


def as_text(definition: GraphDefinition) -> str:
    """Phases, limits and roles, then one paragraph per node, nearest to the start first, with the
    way of each outcome.
    """
    order = nodes_in_order(definition)
    lines = [f"{definition.graph_id}: {definition.description}", ""]
    phases = dict.fromkeys(definition.nodes[name].phase for name in order)
    lines += [f"phases: {' → '.join(phases)}", f"limits: {_limits(definition)}", "roles:"]
    lines += [f"   {name}: {_powers(role)}" for name, role in definition.roles.items()]
    lines.append("nodes:")
    for number, name in enumerate(order, start=1):
        lines += _paragraph(definition, number, name)
    return "\n".join(lines) + "\n"


def as_mermaid(definition: GraphDefinition) -> str:
    """A Mermaid flowchart; gates are diamonds, ends are rounded."""
    lines = ["flowchart TD"]
    lines.extend(
        f"    {_shape(name, definition.nodes[name])}" for name in nodes_in_order(definition)
    )
    lines.extend(f"    {edge.from_} -->|{edge.outcome}| {edge.to}" for edge in definition.edges)
    lines.extend(
        f"    {name} -.->|exhausted| {node.when_exhausted}"
        for name, node in definition.nodes.items()
        if node.when_exhausted
    )
    return "\n".join(lines) + "\n"


def nodes_in_order(definition: GraphDefinition) -> tuple[str, ...]:
    """The nodes by distance from the start, those of one distance in the order of their edges."""
    found = {definition.start: None}
    waiting = [definition.start]
    for name in waiting:
        following = [edge.to for edge in definition.edges if edge.from_ == name]
        instead = [definition.nodes[each].when_exhausted for each in following]
        for target in (*following, *filter(None, instead)):
            if target not in found:
                found[target] = None
                waiting.append(target)
    return tuple(found)


def _paragraph(definition: GraphDefinition, number: int, name: str) -> Iterator[str]:
    node = definition.nodes[name]
    yield f"{number}. {name} ({node.role}, {node.phase}){_remarks(node)}"
    if node.tools is not None:
        yield f"   only {_granted(grants_of(definition, node))}"
    for edge in definition.edges:
        if edge.from_ == name:
            yield f"   {edge.outcome} → {edge.to}"


def _limits(definition: GraphDefinition) -> str:
    limits = definition.limits
    tokens = f"{limits.input_tokens.default} + {limits.output_tokens.default} tokens"
    return (
        f"{limits.max_total_visits} visits in all, {tokens}, "
        f"{limits.concurrent_tool_calls} tool calls at once, "
        f"{limits.planning_cycles_per_minute} planning cycles a minute, "
        f"{limits.shell_timeout_s} s for a command, "
        f"{limits.aws_requests_per_second:g} requests a second to AWS"
    )


def _powers(role: Role) -> str:
    held = f"; held by {', '.join(role.guardrails)}" if role.guardrails else ""
    return f"{_granted(role.tools)}{held}"


def _granted(grants: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(f"{tool}[{' '.join(each)}]" for tool, each in grants.items()) or "nothing"


def _remarks(node: Node) -> str:
    return "".join(f", {remark}" for remark in _remarks_of(node))


def _remarks_of(node: Node) -> Iterator[str]:
    if node.gate:
        yield f"gate on {node.gate.opens_on}"
    if node.requires_gates:
        yield f"requires {' '.join(node.requires_gates)}"
    if node.waits_for:
        yield f"waits for {node.waits_for}"
    if node.queue:
        yield f"takes a turn in {node.queue}"
    if node.max_visits:
        then = f", then {node.when_exhausted}" if node.when_exhausted else ""
        yield f"at most {node.max_visits} visits{then}"
    if node.completes:
        yield "end"


def _shape(name: str, node: Node) -> str:
    if node.gate:
        return f"{name}{{{name}}}"
    return f"{name}([{name}])" if node.completes else f"{name}[{name}]"
