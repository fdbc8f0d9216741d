"""Request bodies, read strictly: limited JSON without duplicate keys, into a declared model."""

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from backend.api.errors import invalid_request
from backend.domain.errors import UserCanFix

LARGEST_BODY = 262_144

_T = TypeVar("_T")


def body_of(adapter: TypeAdapter[_T]) -> Callable[[Request], Awaitable[_T]]:
    """A dependency that reads the body as ``adapter`` declares it, as strictly as from a file.

    It raises ``UserCanFix``: ``E_TOO_LARGE`` or ``E_INVALID_REQUEST``, naming the places that are
    wrong and never what stood there.
    """

    async def read(request: Request) -> _T:
        content = await _content(request)
        try:
            json.loads(content, object_pairs_hook=without_duplicates)
            return adapter.validate_json(content)
        except ValidationError as error:
            places = ", ".join(".".join(map(str, each["loc"])) for each in error.errors())
            raise invalid_request(f"These parts of the body are wrong: {places}.") from None
        except (ValueError, RecursionError):
            raise invalid_request("The body is no JSON object with unique keys.") from None

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


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object from its pairs; ``ValueError`` if a key stands twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def described(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """The body for the OpenAPI description, which cannot see through :func:`body_of`."""
    schema = adapter.json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
