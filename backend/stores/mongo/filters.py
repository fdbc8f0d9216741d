"""The port's queries as MongoDB's own: what has expired left out, pages in the order of a sort."""

from collections.abc import Mapping
from datetime import datetime

from backend.stores.documents import Document, Query, Sort
from backend.stores.mongo.names import escaped_path, escaped_query
from backend.stores.operators import sort_key, value_at

Filter = Mapping[str, object]

_KINDS = ("number", "string", "binData", "bool", "date")
"""MongoDB's names of the kinds of single values, in the order in which they sort."""
_RANKS = (2, 3, 6, 8, 9)
"""The ranks that :func:`sort_key` gives them."""


def living(query: Query, now: datetime) -> Filter:
    """The documents that match and have not expired.

    ``$not`` also lets through what has no ``expires_at``, or none that is a time.
    """
    lives: Filter = {"expires_at": {"$not": {"$lte": now}}}
    sent = escaped_query(query)
    return {"$and": [sent, lives]} if "expires_at" in sent else {**sent, **lives}


def expired(now: datetime) -> Filter:
    """The documents that :func:`living` leaves out."""
    return {"expires_at": {"$lte": now}}


def directions(sort: Sort) -> dict[str, int]:
    """``sort``, then ``_id``, so that the order of any two documents is settled."""
    sent: dict[str, int] = {}
    for name, direction in (*sort, ("_id", 1)):
        sent.setdefault(escaped_path(name), direction)
    return sent


def behind(after: Document, sort: Sort) -> Filter:
    """The documents that sort behind ``after``."""
    branches: list[Filter] = []
    equal: dict[str, object] = {}
    for name, direction in (*sort, ("_id", 1)):
        sent, value = escaped_path(name), value_at(after, name)
        branches += [{**equal, **beyond} for beyond in _beyond(sent, value, direction)]
        equal[sent] = value
    return {"$or": branches}


def _beyond(name: str, value: object, direction: int) -> list[Filter]:
    """The values further on than ``value``; MongoDB compares values of one kind only."""
    if value is None:
        return [{name: {"$ne": None}}] if direction > 0 else []
    same_kind: Filter = {name: {"$gt" if direction > 0 else "$lt": value}}
    if name == "_id":
        return [same_kind]
    position = _RANKS.index(sort_key(value)[0])
    kinds = _KINDS[position + 1 :] if direction > 0 else _KINDS[:position]
    others: list[Filter] = [{name: {"$type": kind}} for kind in kinds]
    nothing: list[Filter] = [] if direction > 0 else [{name: None}]
    return [same_kind, *others, *nothing]
