"""Filling the slots of an action from a wish."""

from collections.abc import Mapping

from pydantic import JsonValue

from backend.agents.interpreter.actions.declaration import ActionDeclaration, Slot
from backend.agents.interpreter.slots.grammars import grammar_of
from backend.agents.interpreter.slots.naming import any_identifier, called
from backend.agents.interpreter.slots.reading import Wish

_TEXTS = ("title",)
_SAME = {"instance_id": "instance_ids", "instance_ids": "instance_id"}


def filled(action: ActionDeclaration, wish: Wish) -> dict[str, JsonValue]:
    """What the wish says of the slots of the action.

    The slot that "called x" fills is read last but before free text, so that "the cluster called
    x" keeps its name. The only text of an issue is its title.
    """
    wish.taken.clear()
    slots: dict[str, JsonValue] = {}
    named = action.slot(action.named) if action.named else None
    for slot in action.slots:
        if slot is not named:
            _fill(slots, action, slot, wish)
    if named is not None:
        if named.name not in _TEXTS and (mention := wish.take("name")) is not None:
            slots[named.name] = mention.value
        else:
            _fill(slots, action, named, wish)
    if named and named.name not in slots and (value := called(wish)) is not None:
        slots[named.name] = value
    _fill_only_identifier(slots, action, wish)
    if action.name == "create_issue" and "title" not in slots and "body" in slots:
        slots["title"] = slots.pop("body")
    return _plural(slots, wish)


def missing(action: ActionDeclaration, slots: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """Required slots with neither a value nor a default."""
    return tuple(
        slot.name
        for slot in action.slots
        if slot.is_required and not slot.has_default and not _is_said(slot, slots)
    )


def _is_said(slot: Slot, slots: Mapping[str, JsonValue]) -> bool:
    names = {*slot.alternatives, _SAME.get(slot.name, slot.name)}
    if slot.name == "repository":
        names.add("path")
    return any(name in slots for name in names)


def _fill(slots: dict[str, JsonValue], action: ActionDeclaration, slot: Slot, wish: Wish) -> None:
    grammar = grammar_of(action.name, slot.name)
    value = grammar(wish) if grammar else None
    if value is None:
        return
    if len(slot.alternatives) > 1 and isinstance(value, dict):
        slots.update(value)
    else:
        slots[slot.name] = value


def _fill_only_identifier(
    slots: dict[str, JsonValue], action: ActionDeclaration, wish: Wish
) -> None:
    """The one word that can only be the name that is missing."""
    slot = action.slot(action.named) if action.named else None
    if slot is None or not slot.is_required or slot.name in slots or slot.name == "title":
        return
    if (value := any_identifier(wish)) is not None:
        slots[slot.name] = value


def _plural(slots: dict[str, JsonValue], wish: Wish) -> dict[str, JsonValue]:
    """Several instances in a slot for one are ``instance_ids``."""
    others = [mention.value for _, mention in wish.free("instance")]
    if "instance_id" not in slots or not others:
        return slots
    first = slots.pop("instance_id")
    return {"instance_ids": [first, *others], **slots}
