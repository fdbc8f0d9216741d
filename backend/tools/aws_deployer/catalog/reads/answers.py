"""The two forms of an answer: a bounded listing, and the facts of one thing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from pydantic import JsonValue

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject

MAX_ROWS = 200
MAX_PAGES = 50


def listing(columns: Sequence[str], rows: Iterable[Sequence[JsonValue]]) -> JsonObject:
    """``{"columns", "rows", "total"}``: at most ``MAX_ROWS`` rows, and how many were counted."""
    every = iter(rows)
    shown: list[JsonValue] = [[*row] for row in islice(every, MAX_ROWS)]
    return {"columns": [*columns], "rows": shown, "total": len(shown) + sum(1 for _ in every)}


def facts(**known: JsonValue) -> JsonObject:
    """``{"facts": {name: value}}``."""
    return {"facts": known}


def items(
    reader: Reader, call: tuple[str, str], token: tuple[str, str], key: str, **params: JsonValue
) -> Iterator[dict[str, Any]]:
    """What a paged operation lists under ``key``, over at most ``MAX_PAGES`` pages.

    ``call`` is service and operation, ``token`` the request's and the response's marker.
    """
    marker: dict[str, JsonValue] = {}
    for _ in range(MAX_PAGES):
        page = reader.read(*call, **params, **marker)
        yield from page.get(key, [])
        if not page.get(token[1]):
            return
        marker = {token[0]: page[token[1]]}


def moment(found: Mapping[str, Any], key: str) -> str | None:
    """A moment of AWS as text in ISO 8601; ``None`` where it is absent."""
    value = found.get(key)
    return value.isoformat() if isinstance(value, datetime) else value
