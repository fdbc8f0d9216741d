"""The update operators: ``$set``, ``$unset``, ``$inc``, ``$push``, with MongoDB's meaning."""

import copy
from collections.abc import Iterator
from typing import cast

from backend.stores.documents import Document, Update
from backend.stores.operators import is_path, unsupported

UPDATES = frozenset({"$set", "$unset", "$inc", "$push"})


def check_update(update: Update) -> None:
    """Refuse what a back end could understand differently.

    Raises:
        Bug: ``E_QUERY_UNSUPPORTED`` for another operator, a change of ``_id``, or two changes of
            one place.
    """
    if not update:
        raise unsupported("an update without an operator")
    seen: set[str] = set()
    for operator, name, operand in _changes(update):
        if operator not in UPDATES:
            raise unsupported(f"the update operator {operator!r}")
        if name == "_id" or not is_path(name) or any(p[0] == "$" for p in name.split(".")):
            raise unsupported(f"changing the name {name!r}")
        if any(_overlap(name, other) for other in seen):
            raise unsupported(f"changing {name!r} twice in one update")
        if operator == "$inc" and not _is_number(operand):
            raise unsupported("$inc without a number")
        seen.add(name)


def apply_update(document: Document, update: Update) -> Document:
    """A changed copy of the document, by an update that :func:`check_update` has accepted."""
    changed = copy.deepcopy(document)
    for operator, name, operand in _changes(update):
        *parents, leaf = name.split(".")
        place = _place(changed, parents, create=operator != "$unset")
        if place is None:
            continue
        match operator:
            case "$set":
                place[leaf] = operand
            case "$unset":
                place.pop(leaf, None)
            case "$inc":
                place[leaf] = _sum(place.get(leaf, 0), operand, name)
            case _:
                place[leaf] = [*_items(place.get(leaf, []), name), operand]
    return changed


def _changes(update: Update) -> Iterator[tuple[str, str, object]]:
    for operator, fields in update.items():
        for name, operand in fields.items():
            yield operator, name, operand


def _overlap(left: str, right: str) -> bool:
    return left == right or left.startswith(f"{right}.") or right.startswith(f"{left}.")


def _place(document: Document, parents: list[str], *, create: bool) -> Document | None:
    place = document
    for part in parents:
        if part not in place and not create:
            return None
        inner = place.setdefault(part, {})
        if not isinstance(inner, dict):
            if not create:
                return None
            raise unsupported(f"a path through {part!r}, which holds no fields")
        place = cast("Document", inner)
    return place


def _sum(value: object, operand: object, name: str) -> int | float:
    if not _is_number(value):
        raise unsupported(f"$inc on {name!r}, which holds no number")
    return cast("int | float", value) + cast("int | float", operand)


def _items(value: object, name: str) -> list[object]:
    if not isinstance(value, list):
        raise unsupported(f"$push on {name!r}, which holds no list")
    return cast("list[object]", value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
