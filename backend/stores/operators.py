"""The allow-list of query and update operators, and what they mean.

A subset of MongoDB's, with MongoDB's meaning. What is not listed here is refused by every back end
with the same error, so that code which runs on a laptop also runs against a database server.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, cast

from backend.domain.errors import Bug
from backend.stores.codec import normalised
from backend.stores.documents import Document, Query, Sort

COMPARISONS = frozenset({"$gt", "$gte", "$lt", "$lte", "$ne", "$in", "$exists"})
COMBINATIONS = frozenset({"$and", "$or"})

_RANKS: tuple[tuple[type, int], ...] = (
    (bool, 8),
    (int, 2),
    (float, 2),
    (str, 3),
    (bytes, 6),
    (datetime, 9),
)
"""Where a kind of value sorts; ``bool`` comes first because Python counts it among the integers."""
_SINGLE = tuple(kind for kind, _ in _RANKS)


def check_query(query: Query) -> None:
    """Refuse what a back end could understand differently.

    Raises:
        Bug: ``E_QUERY_UNSUPPORTED`` names the operator or operand.
    """
    for name, condition in query.items():
        if name in COMBINATIONS:
            for part in _parts(name, condition):
                check_query(part)
        elif name.startswith("$") or not is_path(name):
            raise unsupported(f"the name {name!r} in a query")
        else:
            for operator, operand in conditions_of(condition):
                _check_operand(operator, operand)


def matches(query: Query, document: Document) -> bool:
    """Whether a document fulfils a query that :func:`check_query` has accepted."""
    for name, condition in query.items():
        if name == "$and":
            fulfilled = all(matches(part, document) for part in _parts(name, condition))
        elif name == "$or":
            fulfilled = any(matches(part, document) for part in _parts(name, condition))
        else:
            found = list(_values_at(document, name.split(".")))
            fulfilled = all(_holds(op, operand, found) for op, operand in conditions_of(condition))
        if not fulfilled:
            return False
    return True


def conditions_of(condition: object) -> list[tuple[str, object]]:
    """A field's condition as pairs of operator and operand; ``$eq`` stands for a plain value."""
    if isinstance(condition, Mapping):
        pairs = cast("Mapping[str, object]", condition).items()
        if pairs and all(operator in COMPARISONS for operator, _ in pairs):
            return list(pairs)
        raise unsupported(f"the condition {sorted(dict(pairs))}; nested fields take a dotted name")
    return [("$eq", condition)]


def ordered(documents: Sequence[Document], sort: Sort, after: Document | None) -> list[Document]:
    """The documents by ``sort`` and ``_id``, beginning behind ``after``."""
    directions: Sort = (*sort, ("_id", 1))
    remaining = list(documents)
    if after is not None:
        remaining = [document for document in remaining if _is_behind(document, after, directions)]
    for name, direction in reversed(directions):
        remaining.sort(key=partial(_key_at, name=name), reverse=direction < 0)
    return remaining


def sort_key(value: object) -> tuple[int, Any]:
    """A key by which any two single values compare, kinds before values, as MongoDB orders them."""
    if value is None:
        return (1, 0)
    for kind, rank in _RANKS:
        if isinstance(value, kind):
            return (rank, value)
    raise unsupported(f"sorting by a {type(value).__name__}")


def value_at(document: Document, name: str) -> object:
    """The single value at a dotted name, ``None`` if there is none."""
    value: object = document
    for part in name.split("."):
        if not isinstance(value, Mapping):
            return None
        value = cast("Mapping[str, object]", value).get(part)
    return value


def is_path(name: str) -> bool:
    """Whether a dotted name leads through fields alone; MongoDB counts the items of lists, too."""
    first, *others = name.split(".")
    return bool(first) and all(part and not part.isdecimal() for part in others)


def unsupported(what: str) -> Bug:
    """The one refusal of everything outside the allow-list."""
    return Bug(
        "E_QUERY_UNSUPPORTED",
        f"The document port does not support {what}.",
        "Report this with the message: not every store can do what was asked.",
    )


def _key_at(document: Document, name: str) -> tuple[int, Any]:
    return sort_key(value_at(document, name))


def _parts(name: str, condition: object) -> list[Query]:
    if not isinstance(condition, list | tuple) or not condition:
        raise unsupported(f"{name} without a list of queries")
    return [cast("Query", part) for part in cast("Sequence[object]", condition)]


def _check_operand(operator: str, operand: object) -> None:
    if operator == "$in":
        if not isinstance(operand, list | tuple):
            raise unsupported("$in without a list")
        for item in cast("Sequence[object]", operand):
            _check_single(operator, item)
    elif operator == "$exists":
        if not isinstance(operand, bool):
            raise unsupported("$exists without true or false")
    elif operator in {"$gt", "$gte", "$lt", "$lte"} and (
        operand is None or isinstance(operand, bytes | bool)
    ):
        raise unsupported(f"{operator} with a {type(operand).__name__}")
    else:
        _check_single(operator, operand)


def _check_single(operator: str, operand: object) -> None:
    is_finite = not isinstance(operand, float) or math.isfinite(operand)
    if not is_finite or not _is_single(operand):
        raise unsupported(f"{operator} with a {type(operand).__name__}")
    normalised(operand)


def _values_at(value: object, path: Sequence[str]) -> Iterator[object]:
    """Every value that a path can mean: a list stands for itself and for each of its items."""
    if not path:
        yield value
        if isinstance(value, list):
            yield from cast("list[object]", value)
        return
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, object]", value)
        if path[0] in fields:
            yield from _values_at(fields[path[0]], path[1:])
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            if isinstance(item, Mapping):
                yield from _values_at(cast("object", item), path)


def _holds(operator: str, operand: object, found: Sequence[object]) -> bool:
    match operator:
        case "$eq":
            return _contains(found, operand)
        case "$ne":
            return not _contains(found, operand)
        case "$in":
            return any(_contains(found, item) for item in cast("Sequence[object]", operand))
        case "$exists":
            return bool(found) is operand
        case _:
            return any(_compares(operator, value, normalised(operand)) for value in found)


def _contains(found: Sequence[object], operand: object) -> bool:
    if operand is None:
        return not found or any(value is None for value in found)
    wanted = sort_key(normalised(operand))
    return any(_is_single(value) and sort_key(value) == wanted for value in found)


def _compares(operator: str, value: object, operand: object) -> bool:
    if not _is_single(value):
        return False
    left, right = sort_key(value), sort_key(operand)
    if left[0] != right[0]:
        return False
    match operator:
        case "$gt":
            return bool(left > right)
        case "$gte":
            return bool(left >= right)
        case "$lt":
            return bool(left < right)
        case _:
            return bool(left <= right)


def _is_single(value: object) -> bool:
    return value is None or isinstance(value, _SINGLE)


def _is_behind(document: Document, after: Document, directions: Sort) -> bool:
    for name, direction in directions:
        left, right = sort_key(value_at(document, name)), sort_key(value_at(after, name))
        if left != right:
            return (left > right) is (direction > 0)
    return False
