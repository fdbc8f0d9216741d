"""Drawing a graph: as a text list in the order of the work, and as a Mermaid diagram."""

from collections.abc import Iterator

from agentpro.definition import GraphDefinition, Node


def as_text(definition: GraphDefinition) -> str:
    """One paragraph per node, nearest to the start first, with the way of each outcome."""
    lines = [f"{definition.graph_id}: {definition.description}"]
    for number, name in enumerate(nodes_in_order(definition), start=1):
        node = definition.nodes[name]
        lines.append(f"{number}. {name} ({node.role}, {node.phase}){_remarks(node)}")
        lines.extend(
            f"   {edge.outcome} → {edge.to}" for edge in definition.edges if edge.from_ == name
        )
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


def _remarks(node: Node) -> str:
    return "".join(f", {remark}" for remark in _remarks_of(node))


def _remarks_of(node: Node) -> Iterator[str]:
    if node.gate:
        yield f"gate on {node.gate.opens_on}"
    if node.requires_gates:
        yield f"requires {' '.join(node.requires_gates)}"
    if node.waits_for:
        yield f"waits for {node.waits_for}"
    if node.max_visits:
        then = f", then {node.when_exhausted}" if node.when_exhausted else ""
        yield f"at most {node.max_visits} visits{then}"
    if node.completes:
        yield "end"


def _shape(name: str, node: Node) -> str:
    if node.gate:
        return f"{name}{{{name}}}"
    return f"{name}([{name}])" if node.completes else f"{name}[{name}]"
