"""Comparing two graphs: what was added, removed and changed, and whether anybody may do more."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import JsonValue

from agentpro.definition import GraphDefinition, Node, grants_of

Kind = Literal["added", "removed", "changed"]
_SIGNS: Mapping[Kind, str] = {"added": "+", "removed": "-", "changed": "~"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One difference; ``before`` and ``after`` are plain JSON, ``None`` where there is nothing."""

    kind: Kind
    what: str
    """``node execution``, ``edge approval.approved``, ``role planner``, ``limit shell_timeout_s``,
    ``grant execution: aws_deployer.begin``; a part of one after a dot: ``node execution.phase``."""
    before: JsonValue = None
    after: JsonValue = None

    def __str__(self) -> str:
        if self.kind == "changed":
            return f"~ {self.what}: {self.before} → {self.after}"
        return f"{_SIGNS[self.kind]} {self.what}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Everything that differs, in the order of the files."""

    changes: tuple[Change, ...]
    widened: tuple[str, ...]
    """Each as a sentence: what may be done afterwards and could not be done before."""


def compare(before: GraphDefinition, after: GraphDefinition) -> Comparison:
    """What a change from ``before`` to ``after`` does; names and versions do not count."""
    parts = (("limit", _limits), ("role", _roles), ("node", _nodes), ("edge", _edges))
    changes = [
        change
        for noun, part_of in parts
        for change in _changes(noun, part_of(before), part_of(after))
    ]
    both = [name for name in before.nodes if name in after.nodes]
    changes += _changes("grant", _grants(before, both), _grants(after, both))
    if before.start != after.start:
        changes.insert(0, _changed("start", before.start, after.start))
    return Comparison(changes=tuple(changes), widened=tuple(_widened(before, after)))


def _limits(definition: GraphDefinition) -> Mapping[str, JsonValue]:
    return definition.limits.model_dump(mode="json")


def _roles(definition: GraphDefinition) -> Mapping[str, JsonValue]:
    return {
        name: role.model_dump(mode="json", exclude={"tools"})
        for name, role in definition.roles.items()
    }


def _nodes(definition: GraphDefinition) -> Mapping[str, JsonValue]:
    return {
        name: node.model_dump(mode="json", exclude={"tools"})
        for name, node in definition.nodes.items()
    }


def _edges(definition: GraphDefinition) -> Mapping[str, JsonValue]:
    return {f"{edge.from_}.{edge.outcome}": edge.to for edge in definition.edges}


def _grants(definition: GraphDefinition, names: Iterable[str]) -> Mapping[str, JsonValue]:
    """What may be called where, whether a role or a narrowing says so."""
    return {
        f"{name}: {call}": True
        for name in names
        for call in sorted(_calls(definition, definition.nodes[name]))
    }


def _changes(
    noun: str, before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]
) -> Iterator[Change]:
    for name in [*before, *(each for each in after if each not in before)]:
        what = f"{noun} {name}"
        if name not in after:
            yield Change(kind="removed", what=what, before=before[name])
        elif name not in before:
            yield Change(kind="added", what=what, after=after[name])
        elif before[name] != after[name]:
            yield from _inner_changes(what, before[name], after[name])


def _inner_changes(what: str, before: JsonValue, after: JsonValue) -> Iterator[Change]:
    """Of roles, nodes and pairs of limits only the fields that differ."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        yield _changed(what, before, after)
        return
    for field in [*before, *(each for each in after if each not in before)]:
        if before.get(field) != after.get(field):
            yield _changed(f"{what}.{field}", before.get(field), after.get(field))


def _changed(what: str, before: JsonValue, after: JsonValue) -> Change:
    return Change(kind="changed", what=what, before=before, after=after)


def _widened(before: GraphDefinition, after: GraphDefinition) -> Iterator[str]:
    for name, node in after.nodes.items():
        known = before.nodes.get(name)
        had = _calls(before, known) if known else frozenset[str]()
        for call in sorted(_calls(after, node) - had):
            yield f"{name} may call {call}"
        if known is not None:
            yield from _loosened(name, before, known, after, node)


def _loosened(
    name: str, before: GraphDefinition, known: Node, after: GraphDefinition, node: Node
) -> Iterator[str]:
    for gate in known.requires_gates:
        if gate not in node.requires_gates:
            yield f"{name} no longer requires the gate {gate}"
    guardrails = after.roles[node.role].guardrails
    for guardrail in before.roles[known.role].guardrails:
        if guardrail not in guardrails:
            yield f"{name} is no longer held by the guardrail {guardrail}"


def _calls(definition: GraphDefinition, node: Node) -> frozenset[str]:
    return frozenset(
        f"{tool}.{capability}"
        for tool, capabilities in grants_of(definition, node).items()
        for capability in capabilities
    )
