"""Documents to BSON and back, with one set of allowed values for every back end."""

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

from bson import BSON, Int64
from bson.codec_options import CodecOptions, TypeDecoder, TypeRegistry
from bson.errors import BSONError

from backend.domain.errors import Bug
from backend.stores.documents import Document

MAX_DOCUMENT_BYTES = 16 * 1024 * 1024
"""MongoDB's limit, which holds for the other back ends too."""


class _PlainInt(TypeDecoder):
    """Large integers come back as ``int``, not as bson's own type."""

    bson_type = Int64  # type: ignore[assignment]

    def transform_bson(self, value: Any) -> int:
        return int(value)


@cache
def codec_options() -> CodecOptions[dict[str, Any]]:
    """How BSON is read: plain dictionaries and integers, times in UTC."""
    return CodecOptions(
        document_class=dict,
        tz_aware=True,
        tzinfo=UTC,
        type_registry=TypeRegistry([_PlainInt()]),
    )


def encode(document: Mapping[str, object]) -> bytes:
    """The document as BSON.

    Raises:
        Bug: ``E_DOCUMENT_INVALID`` for a missing or non-string ``_id``, an operator as a top-level
            name, a value that is no JSON, bytes or aware datetime, an integer beyond 64 bits, or
            more than 16 MiB.
    """
    document_id = document.get("_id")
    if not isinstance(document_id, str) or not document_id:
        raise invalid("its _id is not a text")
    for name in document:
        if name.startswith("$") or "." in name:
            raise invalid(f"the name {name!r} would be read as an operator or a path")
    try:
        data = BSON.encode(_checked(document), codec_options=codec_options())
    except (BSONError, OverflowError, UnicodeError) as error:
        raise invalid(str(error)) from error
    if len(data) > MAX_DOCUMENT_BYTES:
        raise invalid(f"it has {len(data)} bytes, and the limit is {MAX_DOCUMENT_BYTES}")
    return data


def decode(data: bytes) -> Document:
    """The inverse of :func:`encode`."""
    return BSON(data).decode(codec_options())


def normalised(value: object) -> object:
    """A single value as it would come back from storage: datetimes in UTC, cut to milliseconds."""
    if isinstance(value, datetime):
        moment = _aware(value).astimezone(UTC)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    return value


def invalid(reason: str) -> Bug:
    """The one refusal of documents that cannot be kept."""
    return Bug(
        "E_DOCUMENT_INVALID",
        f"A document cannot be stored: {reason}.",
        "Report this with the message; nothing was written.",
    )


def _checked(value: object) -> Any:
    match value:
        case None | bool() | int() | str() | bytes():
            return value
        case float():
            if not math.isfinite(value):
                raise invalid("it holds a number that is not finite")
            return value
        case datetime():
            return _aware(value)
        case Mapping():
            items = cast("Mapping[object, object]", value).items()
            return {_name(key): _checked(item) for key, item in items}
        case list() | tuple():
            return [_checked(item) for item in cast("Sequence[object]", value)]
        case _:
            raise invalid(f"it holds a {type(value).__name__}")


def _name(key: object) -> str:
    if not isinstance(key, str):
        raise invalid(f"the name {key!r} is not a text")
    return key


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise invalid("it holds a time without a time zone")
    return moment
