"""Index entries: the values of some fields as bytes that sort as the values do.

Entries narrow a search down; what they find is always compared with the whole query afterwards.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from backend.domain.errors import Bug
from backend.stores.codec import normalised
from backend.stores.documents import Document, Query
from backend.stores.operators import conditions_of, value_at

_AFTER_ALL = b"\xff"
_ANYTHING: Mapping[str, object] = {"$exists": True}


@dataclass(frozen=True, kw_only=True, slots=True)
class Index:
    """One index of a collection."""

    fields: tuple[str, ...]
    is_unique: bool

    @property
    def name(self) -> str:
        """The same name for the same fields."""
        return ",".join(self.fields)

    def entry(self, document: Document) -> bytes:
        """The document's entry.

        Raises:
            Bug: ``E_DOCUMENT_INVALID`` if an indexed field holds a list or nested fields.
        """
        return b"".join(_encoded(value_at(document, name)) for name in self.fields)


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexRange:
    """The entries ``lower <= entry < upper`` of one index hold all that a query can match."""

    index: Index
    lower: bytes
    upper: bytes
    depth: int
    """How many fields the range makes use of."""


def best_range(indexes: Sequence[Index], query: Query) -> IndexRange | None:
    """The narrowest range for a query, or ``None`` if no index helps."""
    ranges = [found for index in indexes if (found := _range(index, query)).depth]
    return max(ranges, key=lambda found: found.depth, default=None)


def _range(index: Index, query: Query) -> IndexRange:
    lower, upper, depth = b"", b"", 0
    for name in index.fields:
        condition = query.get(name, _ANYTHING)
        if isinstance(condition, Mapping):
            least, most = _bounds(cast("object", condition))
            depth += (least, most) != (b"", _AFTER_ALL)
            return IndexRange(index=index, lower=lower + least, upper=upper + most, depth=depth)
        lower += _encoded(normalised(condition))
        upper, depth = lower, depth + 1
    return IndexRange(index=index, lower=lower, upper=upper + _AFTER_ALL, depth=depth)


def _bounds(condition: object) -> tuple[bytes, bytes]:
    lower, upper = b"", _AFTER_ALL
    for operator, operand in conditions_of(condition):
        if not isinstance(operand, int | float | datetime) or isinstance(operand, bool):
            continue
        if operator in {"$gt", "$gte"}:
            lower = max(lower, _ordered(normalised(operand)))
        elif operator in {"$lt", "$lte"}:
            upper = min(upper, _ordered(normalised(operand)) + _AFTER_ALL)
    return lower, upper


def _encoded(value: object) -> bytes:
    match value:
        case None:
            return b"\x01\x00"
        case bool():
            return b"\x08\x01\x00" if value else b"\x08\x02\x00"
        case int() | float():
            exact = int(value) if float(value).is_integer() else value
            return _ordered(value) + repr(exact).encode() + b"\x00"
        case datetime():
            return _ordered(value) + b"\x00"
        case str():
            return b"\x03" + _escaped(value.encode())
        case bytes():
            return b"\x06" + _escaped(value)
        case _:
            raise Bug(
                "E_DOCUMENT_INVALID",
                f"A document cannot be stored: an indexed field holds a {type(value).__name__}.",
                "Report this with the message; nothing was written.",
            )


def _ordered(value: object) -> bytes:
    """A number or moment as a tag and eight bytes that sort as the values do."""
    if isinstance(value, datetime):
        return b"\x09" + _sortable(value.timestamp())
    assert isinstance(value, int | float)
    return b"\x02" + _sortable(float(value))


def _sortable(number: float) -> bytes:
    # IEEE 754 sorts like an integer once the sign is flipped, and all bits of a negative number.
    (bits,) = struct.unpack(">Q", struct.pack(">d", number + 0.0))
    mask = 0xFFFFFFFFFFFFFFFF
    return struct.pack(">Q", bits ^ mask if bits >> 63 else bits ^ (1 << 63))


def _escaped(text: bytes) -> bytes:
    return text.replace(b"\x00", b"\x00\xff") + b"\x00\x00"
