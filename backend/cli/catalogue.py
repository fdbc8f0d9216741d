"""The catalogue as the command line offers it: names, and what each action takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

import click

from backend.tools.aws_deployer.catalog import CATALOGUE
from backend.tools.aws_deployer.operations.forms import FORMS, OTHER_NAMES

_NEAREST = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One argument; ``types`` are JSON Schema's names of what it may be."""

    name: str
    types: tuple[str, ...]
    is_required: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownAction:
    """One action; ``undo`` says how well it can be undone, and is empty for a read."""

    name: str
    effect: str
    undo: str
    parameters: tuple[Parameter, ...]


@cache
def known_actions() -> Mapping[str, KnownAction]:
    """Every action by its name, in the order of the alphabet."""
    return {name: _known(name) for name in sorted(FORMS)}


def known_action(name: str) -> KnownAction:
    """The action of that name.

    Raises:
        click.UsageError: there is none; it names the nearest.
    """
    actions = known_actions()
    found = actions.get(OTHER_NAMES.get(name, name))
    if found is None:
        near = get_close_matches(name, actions, n=_NEAREST, cutoff=0.5)
        meant = f"Did you mean {', '.join(near)}?" if near else "List them: copilot actions"
        raise click.UsageError(f"There is no action {name!r}. {meant}")
    return found


def _known(name: str) -> KnownAction:
    action = CATALOGUE[name]
    schema: dict[str, Any] = FORMS[name].model_json_schema()
    required = schema.get("required", ())
    return KnownAction(
        name=name,
        effect=action.effect.value,
        undo="" if action.effect == "read" else action.label.value,
        parameters=tuple(
            Parameter(name=each, types=_types(member), is_required=each in required)
            for each, member in schema.get("properties", {}).items()
        ),
    )


def _types(member: dict[str, Any]) -> tuple[str, ...]:
    """A member without a type is a choice, or refers to another schema, which is an object."""
    choices = member.get("anyOf")
    if choices:
        return tuple(each for choice in choices for each in _types(choice))
    return (str(member.get("type", "string" if "enum" in member else "object")),)
