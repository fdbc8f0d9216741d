"""Sections of the inventory, and listings that come in pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject

Found = dict[str, Any]
"""An item of a listing, as AWS gave it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """One kind of resource.

    ``names`` lists them cheaply, each with its item of the listing; ``facts`` reads one of them
    whole, or gives ``None`` if it has gone meanwhile.
    """

    kind: str
    names: Callable[[Reader], Iterator[tuple[str, Found]]]
    facts: Callable[[Reader, str, Found], JsonObject | None]


def pages(
    reader: Reader, service: str, operation: str, token: tuple[str, str], **params: Any
) -> Iterator[Found]:
    """Every page of a listing; ``token`` names the request's and the response's marker."""
    marker: dict[str, str] = {}
    while True:
        page = reader.read(service, operation, **params, **marker)
        yield page
        if not page.get(token[1]):
            return
        marker = {token[0]: page[token[1]]}
