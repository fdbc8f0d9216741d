"""Request bodies, read strictly: limited JSON without duplicate keys, into a declared model."""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, TypeVar, cast

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from backend.api.errors import invalid_request
from backend.domain.errors import UserCanFix

LARGEST_BODY = 262_144
DEEPEST = 32
"""How many objects and lists may stand in each other: more than any step needs, and less than what
reads, checks and stores them can take.
"""

PLAIN_JSON = f"JSON object with unique keys, nested at most {DEEPEST} deep"
_T = TypeVar("_T")


def body_of(adapter: TypeAdapter[_T]) -> Callable[[Request], Awaitable[_T]]:
    """A dependency that reads the body as ``adapter`` declares it, as strictly as from a file.

    It raises ``UserCanFix``: ``E_TOO_LARGE`` or ``E_INVALID_REQUEST``, naming the places that are
    wrong and never what stood there.
    """

    async def read(request: Request) -> _T:
        content = await _content(request)
        try:
            read_json(content)
            return adapter.validate_json(content)
        except ValidationError as error:
            places = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
            raise invalid_request(f"These parts of the body are wrong: {places}.") from None
        except ValueError:
            raise invalid_request(f"The body is no {PLAIN_JSON}.") from None

    return read


async def _content(request: Request) -> bytes:
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_BODY:
            raise UserCanFix(
                "E_TOO_LARGE",
                f"The request has more than {LARGEST_BODY} bytes.",
                "Send less; files are not sent this way.",
            )
    return bytes(content)


def read_json(text: str | bytes) -> Any:
    """Any JSON value; ``ValueError`` if it is none, has a key twice or is nested too deep."""
    try:
        found: Any = json.loads(text, object_pairs_hook=_without_duplicates)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    layer = [found]
    for _ in range(DEEPEST):
        layer = [inner for value in layer for inner in _inside(value)]
    if any(isinstance(value, dict | list) for value in layer):
        raise ValueError("it is nested too deep")
    return found


def _inside(value: Any) -> Iterable[Any]:
    match value:
        case dict():
            return cast("dict[str, Any]", value).values()
        case list():
            return cast("list[Any]", value)
        case _:
            return ()


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object from its pairs; ``ValueError`` if a key stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def described(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """The body for the OpenAPI description, which cannot see through :func:`body_of`."""
    schema = adapter.json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
