"""What ``AGENTS.md`` shows of the graphs and of the action catalogue, as Markdown tables."""

from collections.abc import Iterable, Mapping, Sequence

from agentpro.definition import Gate, Grants, GraphDefinition
from backend.tools.aws_deployer.catalog.declaration import Action

_NOTHING = "–"


def roles_table(graph: GraphDefinition) -> str:
    """What each role may call, and what guards it."""
    header = ("role", "tools and capabilities", "guardrails")
    rows = (
        (_code(name), _grants(role.tools), _codes(role.guardrails))
        for name, role in graph.roles.items()
    )
    return _table(header, rows)


def nodes_table(graph: GraphDefinition) -> str:
    """Where the work happens, in the order of the file; a narrowed node names its tools."""
    header = ("node", "role", "phase", "gate opens on", "requires", "tools, if fewer")
    rows = (
        (
            _code(name),
            _code(node.role),
            node.phase,
            _gate(node.gate),
            _codes(node.requires_gates),
            _NOTHING if node.tools is None else _grants(node.tools),
        )
        for name, node in graph.nodes.items()
    )
    return _table(header, rows)


def edges_table(graph: GraphDefinition) -> str:
    """Where each outcome leads."""
    header = ("from", "outcome", "to")
    rows = ((_code(edge.from_), _code(edge.outcome), _code(edge.to)) for edge in graph.edges)
    return _table(header, rows)


def actions_table(actions: Mapping[str, Action]) -> str:
    """Every action that a model can ask for."""
    header = ("action", "AWS operation", "effect", "undo", "undone by", "parameters")
    rows = (
        (
            _code(action.name),
            f"{action.service}:{action.operation}",
            action.effect,
            action.label,
            _code(action.undo_action) if action.undo_action else _NOTHING,
            _codes(action.params.model_fields),
        )
        for _, action in sorted(actions.items())
    )
    return _table(header, rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _gate(gate: Gate | None) -> str:
    return _NOTHING if gate is None else _code(gate.opens_on)


def _grants(grants: Grants) -> str:
    shown = (f"{_code(tool)} ({', '.join(allowed)})" for tool, allowed in grants.items())
    return ", ".join(shown) or _NOTHING


def _codes(names: Iterable[str]) -> str:
    return ", ".join(_code(name) for name in names) or _NOTHING


def _code(name: str) -> str:
    return f"`{name}`"
