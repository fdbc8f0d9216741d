"""A message while a plan waits or a run goes on: consent, stop and changes are told apart."""

import re
from collections.abc import Mapping
from dataclasses import replace

from pydantic import JsonValue

from backend.agents.interpreter.dialogue import consent
from backend.agents.interpreter.frame import Frame
from backend.agents.interpreter.interpreting import NEGATED, UNCLEAR, interpret
from backend.agents.interpreter.text.normalising import normalised
from backend.agents.interpreter.text.words import words_of
from backend.agents.interpreter.turns.sources import find_slots
from backend.agents.interpreter.turns.unread import first_wish

_STATUS = {"running_plan": True}
_MOST_WORDS = 12
"""A change of a plan is said in a few words; what is longer is a wish of its own."""

_MOST_BARE = 6
_CHANGES = re.compile(
    r"\b(?:instead|rather|change|modify|edit|adjust|use|using|make|set|switch|call|name|rename|but|"
    r"except|without|move|put|take|prefer|go with|add|remove|drop|skip|leave out|increase|decrease|"
    r"reduce|raise|lower|bump|only|should be|want|replace|update)\b"
)


def in_dialogue(text: str, context: Mapping[str, object]) -> Frame:
    """The frame of a message, as a conversation takes it.

    It cancels a run only where stopping is what the message says: "don't" alone does not. A bare
    value is a change of the plan that waits, where nothing else was asked for.
    """
    frame = interpret(text, context)
    plain = words_of(normalised(text)).plain
    match frame.action:
        case "reject_plan" if consent.is_stop(plain):
            return replace(frame, action="cancel")
        case "cancel" if interpret(text).reason == NEGATED:
            return interpret(text)
        case "provide_slot" if context.get("pending_plan") and not context.get("awaiting_slot"):
            return replace(frame, action="modify_plan")
        case "modify_plan" if not _says_change(plain):
            return in_dialogue(text, {**context, "pending_plan": False})
        case "clarify" if frame.reason in (None, UNCLEAR):
            return _renaming(text, plain, context) or _bare_answer(plain) or frame
        case "out_of_scope" if (first := first_wish(text)) is not None:
            return first
        case "small_talk" if interpret(text, _STATUS).action == "deployment_status":
            return interpret(text, _STATUS)
        case _:
            return frame


def _says_change(plain: str) -> bool:
    """Whether it is said, or so short that nothing else can be meant: "in Frankfurt, please"."""
    return len(plain.split()) <= _MOST_BARE or _CHANGES.search(plain) is not None


def _renaming(text: str, plain: str, context: Mapping[str, object]) -> Frame | None:
    """What shall be called or taken otherwise in the plan that waits: "call it shop-2"."""
    is_short = len(plain.split()) <= _MOST_WORDS
    if not (context.get("pending_plan") and is_short and consent.changes_plan(plain)):
        return None
    slots, _ = find_slots(text)
    said = {"name": slots.name, "branch": slots.branch, "path": slots.source}
    found: dict[str, JsonValue] = {name: value for name, value in said.items() if value}
    return Frame(intent="CONTROL", action="modify_plan", slots=found) if found else None


def _bare_answer(plain: str) -> Frame | None:
    """Stop, yes or no, whether or not something waits for it."""
    if consent.is_stop(plain):
        return Frame(intent="CONTROL", action="cancel")
    if consent.is_yes(plain):
        return Frame(intent="CONTROL", action="approve_plan")
    if consent.is_no(plain):
        return Frame(intent="CONTROL", action="reject_plan")
    return None
