"""Calls as they are typed: an action with its arguments, or a file with several."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

import click
from pydantic import TypeAdapter, ValidationError

from backend.cli.catalogue import KnownAction, known_action
from backend.domain.operations import MOST_CALLS
from backend.domain.plans.drafting import ToolCall

_CHAIN = TypeAdapter(list[ToolCall])
_FILES = ("file_path", "zip_file")
"""Arguments that name a file of this machine."""


def typed_call(action: KnownAction, params: Iterable[str], more: TextIO | None) -> ToolCall:
    """One call; ``NAME=VALUE`` wins over what the JSON object in ``more`` says.

    Raises:
        click.UsageError: what is typed is no argument.
    """
    types = {each.name: each.types for each in action.parameters}
    given: dict[str, Any] = {} if more is None else _object_in(more)
    for text in params:
        name, is_pair, value = text.partition("=")
        if not is_pair or not name:
            raise click.BadParameter("Write NAME=VALUE.", param_hint="--param")
        given[name] = _value(value, types.get(name, ("string",)))
    return _located(ToolCall(tool=action.name, args=given))


def calls_in(file: TextIO) -> tuple[ToolCall, ...]:
    """The calls of a JSON list of ``{"tool", "args"}``, in their order.

    Raises:
        click.UsageError: it is no such list, or names an action that does not exist.
    """
    try:
        calls = _CHAIN.validate_json(file.read())
    except (ValidationError, UnicodeDecodeError):
        raise click.UsageError('The file is no JSON list of {"tool": …, "args": {…}}.') from None
    if not 0 < len(calls) <= MOST_CALLS:
        raise click.UsageError(f"Give 1 to {MOST_CALLS} calls; these are {len(calls)}.")
    return tuple(_located(_known(call)) for call in calls)


def folders_of(calls: Iterable[ToolCall]) -> tuple[Path, ...]:
    """The folders of the files that the person at this machine named."""
    named = (call.args.get(name) for call in calls for name in _FILES)
    return tuple(sorted({Path(path).parent for path in named if isinstance(path, str)}))


def _known(call: ToolCall) -> ToolCall:
    known_action(call.tool)
    return call


def _object_in(file: TextIO) -> dict[str, Any]:
    try:
        found = json.load(file)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise click.BadParameter("Give a JSON object of arguments.", param_hint="--json-params")
    return dict(found)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _value(text: str, types: tuple[str, ...]) -> Any:
    """Text where the action takes text; else what the text says as JSON."""
    if "string" in types:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _located(call: ToolCall) -> ToolCall:
    """With absolute paths, since a server has another working directory."""
    paths = {name: call.args[name] for name in _FILES if isinstance(call.args.get(name), str)}
    absolute = {name: str(Path(path).expanduser().absolute()) for name, path in paths.items()}
    return call.model_copy(update={"args": {**call.args, **absolute}})
