"""Field names as every server takes them.

Below the top of a document names are free, and plans use that: ``{"$ref": …}``. Servers refuse some
names that begin with ``$`` or hold a dot, each version others, so that these characters are written
as ``%24`` and ``%2E``, and ``%`` as ``%25``.
"""

from collections.abc import Mapping, Sequence
from typing import cast
from urllib.parse import unquote

from backend.stores.documents import Document, Query, Update
from backend.stores.operators import COMBINATIONS

_ESCAPES = str.maketrans({"%": "%25", ".": "%2E"})


def escaped(document: Document) -> Document:
    """A document as it is sent."""
    return {_escaped_name(name): _escaped_value(value) for name, value in document.items()}


def unescaped(document: Document) -> Document:
    """The inverse of :func:`escaped`."""
    return {unquote(name): _unescaped_value(value) for name, value in document.items()}


def escaped_path(path: str) -> str:
    """A dotted name as it is sent; its dots stay what they are."""
    return ".".join(_escaped_name(part) for part in path.split("."))


def escaped_query(query: Query) -> Query:
    """A query of the port as it is sent; what it compares with are single values."""
    sent: dict[str, object] = {}
    for name, condition in query.items():
        if name in COMBINATIONS:
            sent[name] = [escaped_query(part) for part in cast("Sequence[Query]", condition)]
        else:
            sent[escaped_path(name)] = condition
    return sent


def escaped_update(update: Update) -> Update:
    """An update of the port as it is sent."""
    return {
        operator: {escaped_path(name): _escaped_value(value) for name, value in fields.items()}
        for operator, fields in update.items()
    }


def _escaped_name(name: str) -> str:
    safe = name.translate(_ESCAPES)
    return f"%24{safe[1:]}" if safe.startswith("$") else safe


def _escaped_value(value: object) -> object:
    match value:
        case Mapping():
            return escaped(cast("Document", value))
        case list() | tuple():
            return [_escaped_value(item) for item in cast("list[object]", value)]
        case _:
            return value


def _unescaped_value(value: object) -> object:
    match value:
        case dict():
            return unescaped(cast("Document", value))
        case list():
            return [_unescaped_value(item) for item in cast("list[object]", value)]
        case _:
            return value
