"""What "it", "its" and "that one" mean, of what the conversation of a message has worked on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from pydantic import JsonValue

from backend.agents.interpreter.actions.registry import default_registry
from backend.agents.interpreter.dialogue.references import refers_back, with_noun
from backend.agents.interpreter.frame import Frame
from backend.agents.interpreter.interpreting import UNCLEAR, interpret
from backend.agents.interpreter.text.normalising import normalised
from backend.agents.interpreter.text.words import words_of

ReferentSlot = Literal["bucket_name", "function_name", "role_name"]
REFERENTS = "referents"
"""The key of a context under which they stand, the newest last."""

_NOUNS: Mapping[str, str] = {
    "bucket_name": "bucket",
    "function_name": "function",
    "role_name": "role",
}
_DESTRUCTIVE = "destructive"
_LONGEST = 300
"""Characters; what says more than that says what it means."""

_SEVERAL = re.compile(r"\b(?:them|these|those|both|all|each|everything)\b")
_THERE = re.compile(r"\b(?:in |into |to )?there\b", re.I)
_WHAT_IS_ITS = re.compile(r"^what(?:'s| is| are)(?= its\b)", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class Referent:
    """Something that exists: the slot that its name fills, and the region where it is known."""

    slot: ReferentSlot
    name: str
    region: str | None = None
    is_part: bool = False
    """Of a deployment, which is undone as a whole: "delete it" never means one part of it."""

    @property
    def noun(self) -> str:
        """``the bucket``, and the like."""
        return f"the {_NOUNS[self.slot]}"


def referents_in(context: Mapping[str, object] | None) -> tuple[Referent, ...]:
    """Those of a context, the newest last."""
    given = (context or {}).get(REFERENTS)
    values = cast("tuple[object, ...]", given) if isinstance(given, tuple) else ()
    return tuple(each for each in values if isinstance(each, Referent))


def resolved(
    text: str, frame: Frame, context: Mapping[str, object] | None
) -> tuple[Frame, Referent | None]:
    """The frame with what "it" is, and that; as it came where "it" is nothing that is known.

    Only what the message leaves open is filled: a message that names a thing means that one.
    """
    known = referents_in(context)
    if len(text) > _LONGEST or not (
        _is_open(frame) and _is_about_one(words_of(normalised(text)).plain, known)
    ):
        return frame, None
    for newest in _newest_of_each_kind(known):
        alike = [each for each in known if each.slot == newest.slot]
        names = {"last_launched": [each.name for each in alike]}
        for said in _sayings(normalised(text), _NOUNS[newest.slot]):
            read = interpret(said, {**(context or {}), **names})
            meant = next((each for each in alike if _is_about(read, each)), None)
            if meant is not None:
                return _placed(read, meant), meant
    return frame, None


def _is_about_one(plain: str, known: tuple[Referent, ...]) -> bool:
    """Whether one thing is spoken of; "them" are several only where there are several."""
    return refers_back(plain) and (len(known) == 1 or _SEVERAL.search(plain) is None)


def _sayings(text: str, noun: str) -> tuple[str, ...]:
    """The text with the kind of thing that "it" is, and as it was said."""
    named = with_noun(_WHAT_IS_ITS.sub("show", text), noun)
    return _THERE.sub("in the bucket", named) if noun == "bucket" else named, text


def _is_open(frame: Frame) -> bool:
    """Whether something is left to be said: nothing was understood, or a name is missing."""
    is_unclear = frame.action in ("clarify", "out_of_scope") and frame.reason in (None, UNCLEAR)
    return is_unclear or bool(frame.missing) or frame.action.startswith("list_")


def _newest_of_each_kind(referents: tuple[Referent, ...]) -> list[Referent]:
    newest = {each.slot: each for each in referents}
    return sorted(newest.values(), key=referents.index, reverse=True)


def _is_about(frame: Frame, meant: Referent) -> bool:
    """Whether the name fills its own slot, and no other; parts are never destroyed by "it"."""
    used = [
        (action, name, value)
        for action, slots in _wishes(frame)
        for name, value in slots.items()
        if value == meant.name
    ]
    actions = default_registry().actions
    is_safe = not meant.is_part or all(
        actions[action].effect != _DESTRUCTIVE for action, _, _ in used
    )
    return bool(used) and is_safe and all(name == meant.slot for _, name, _ in used)


def _wishes(frame: Frame) -> list[tuple[str, dict[str, JsonValue]]]:
    return [(step.action, step.slots) for step in frame.steps] or [(frame.action, frame.slots)]


def _placed(frame: Frame, meant: Referent) -> Frame:
    """With the region of the thing, where the message names none."""
    if meant.region is None or any("region" in slots for _, slots in _wishes(frame)):
        return frame
    steps = tuple(
        replace(step, slots={**step.slots, "region": meant.region}) for step in frame.steps
    )
    slots = frame.slots if steps else {**frame.slots, "region": meant.region}
    missing = tuple(name for name in frame.missing if name != "region")
    return replace(frame, slots=slots, steps=steps, missing=missing)
