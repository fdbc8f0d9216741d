"""A YAML file as plain JSON values, with the line of every part.

A graph file needs little of YAML, so what is rarely meant is refused: anchors and aliases, tags,
keys that are not text (``on``, ``yes`` and ``no`` are read as booleans), duplicate keys, several
documents, deep nesting.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import yaml
from pydantic import JsonValue

from agentpro.errors import GraphError, Problem

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12

Path = tuple[str | int, ...]
"""Keys and positions that lead to a part: ``("nodes", "intake", "role")``."""

_TAGS = "tag:yaml.org,2002:"
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})")


class _Mark(Protocol):
    """A position, as both of PyYAML's parsers tell it."""

    @property
    def line(self) -> int: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where the parts of a definition were written."""

    file: str
    lines: Mapping[Path, int]

    def problem(self, reason: str, *path: str | int) -> Problem:
        """``reason`` at the line of ``path``, or of the nearest part around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return Problem(file=self.file, line=self.lines.get(path, 1), reason=reason)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """What a YAML file says, and where."""

    data: JsonValue
    source: Source


def read_document(content: bytes, file: str) -> Document:
    """Read one YAML document.

    Raises:
        GraphError: with every problem found at the first stage that failed: size, syntax, forms,
            keys.
    """
    text = _text(content, file)
    try:
        _refuse_forms(text, file)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        reason = f"not valid YAML: {error.problem or error.context}"
        raise GraphError(
            Problem(file=file, line=_line(error.problem_mark), reason=reason)
        ) from error
    except yaml.YAMLError as error:
        reason = f"not valid YAML: {error}"
        raise GraphError(Problem(file=file, line=1, reason=reason)) from error
    if root is None:
        raise GraphError(Problem(file=file, line=1, reason="the file is empty"))
    reader = _Reader(file)
    data = reader.value(root, ())
    if reader.problems:
        raise GraphError(*reader.problems)
    return Document(data=data, source=Source(file=file, lines=reader.lines))


def _text(content: bytes, file: str) -> str:
    if len(content) > MAX_BYTES:
        reason = f"the file has more than {MAX_BYTES} bytes"
        raise GraphError(Problem(file=file, line=1, reason=reason))
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise GraphError(Problem(file=file, line=line, reason="not UTF-8 text")) from error


def _line(mark: _Mark | None) -> int:
    return 1 if mark is None else mark.line + 1


def _refuse_forms(text: str, file: str) -> None:
    """Look at the parser's events, which neither recurse nor expand anything."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        reason = _refused_form(event, depth)
        if reason:
            raise GraphError(Problem(file=file, line=_line(event.start_mark), reason=reason))


def _refused_form(event: yaml.Event, depth: int) -> str | None:
    if depth > MAX_DEPTH:
        return f"nested more than {MAX_DEPTH} deep"
    if isinstance(event, yaml.AliasEvent):
        return "aliases are not supported; write the value out"
    if isinstance(event, yaml.NodeEvent) and event.anchor:
        return "anchors are not supported; write the value out"
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
        return f"tags are not supported: {event.tag}"
    return None


class _Reader:
    """Builds values from a composed tree, noting lines and problems as it goes."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, path: Path) -> JsonValue:
        """The plain value of ``node``; its depth is bounded by :func:`_refuse_forms`."""
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> JsonValue:
        result: dict[str, JsonValue] = {}
        for key_node, value_node in node.value:
            key = self._key(key_node)
            if key is None:
                continue
            if key in result:
                self._problem(key_node, f"the key {key!r} appears twice")
            self.lines.setdefault((*path, key), key_node.start_mark.line + 1)
            result[key] = self.value(value_node, (*path, key))
        return result

    def _key(self, node: yaml.Node) -> str | None:
        if node.tag == f"{_TAGS}str":
            return str(node.value)
        if node.tag == f"{_TAGS}bool":
            self._problem(node, f"the key {node.value!r} is read as a boolean; put it in quotes")
        else:
            self._problem(node, "keys must be text")
        return None

    def _scalar(self, node: yaml.Node) -> JsonValue:
        try:
            return _plain_value(node.tag, str(node.value))
        except ValueError:
            self._problem(node, f"not a plain value: {node.value!r}; put it in quotes")
            return None

    def _problem(self, node: yaml.Node, reason: str) -> None:
        line = node.start_mark.line + 1
        self.problems.append(Problem(file=self._file, line=line, reason=reason))


def _plain_value(tag: str, text: str) -> JsonValue:
    """The value of a scalar.

    Raises:
        ValueError: for forms that only YAML 1.1 has, such as ``yes``, ``017`` and ``.inf``.
    """
    match tag.removeprefix(_TAGS):
        case "str":
            return text
        case "null":
            return None
        case "bool" if text.lower() in ("true", "false"):
            return text.lower() == "true"
        case "int" if _DECIMAL.fullmatch(text):
            return int(text)
        case "float" if math.isfinite(number := float(text)):
            return number
        case _:
            raise ValueError(text)
