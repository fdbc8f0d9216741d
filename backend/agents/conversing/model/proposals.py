"""Readings that a language model proposes: nothing of them counts that the person has not said.

A value is taken only where its quote stands in the message, word for word, and the grammar of its
slot reads that value from the quote. What is left over is dropped, and asked for by the form.
"""

import json
import re
from dataclasses import dataclass

from pydantic import JsonValue

from backend.agents.conversing.shapes import list_of, object_of
from backend.agents.interpreter.actions.declaration import ActionDeclaration
from backend.agents.interpreter.actions.registry import Registry, default_registry
from backend.agents.interpreter.dialogue.answers import answer
from backend.agents.interpreter.frame import Frame
from backend.agents.interpreter.interpreting import interpret
from backend.agents.interpreter.slots.filling import missing
from backend.agents.interpreter.text.normalising import normalised
from backend.domain.canonical import JsonObject

MOST_SLOTS = 16
_LONGEST_QUOTE = 2_000
_NEVER = frozenset({"CONTROL", "CREDENTIALS", "MALICIOUS", "CLARIFY", "SMALL_TALK", "OUT_OF_SCOPE"})
"""Consent, cancelling, keys and refusals are read by the interpreter alone."""
_EFFECTS = ("read", "write", "destructive")


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What is left of a proposed reading; ``dropped`` are slots whose values nobody has said."""

    frame: Frame
    is_destructive: bool
    dropped: tuple[str, ...] = ()


def reading_schema(registry: Registry | None = None) -> JsonObject:
    """The JSON Schema of a proposal: ``{action, slots: [{name, value, quote}]}``."""
    names: list[JsonValue] = [*sorted(offered(registry)), None]
    text: JsonObject = {"type": "string"}
    slot: JsonObject = {
        "type": "object",
        "additionalProperties": False,
        "required": ["name", "value", "quote"],
        "properties": {"name": text, "value": text, "quote": text},
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["action", "slots"],
        "properties": {
            "action": {"type": ["string", "null"], "enum": names},
            "slots": {"type": "array", "maxItems": MOST_SLOTS, "items": slot},
        },
    }


def offered(registry: Registry | None = None) -> dict[str, ActionDeclaration]:
    """The actions that a model may propose."""
    known = registry or default_registry()
    return {name: action for name, action in known.actions.items() if _may_be_proposed(action)}


def proposed(message: str, reading: JsonValue, registry: Registry | None = None) -> Proposal | None:
    """What of ``reading`` holds for ``message``; ``None`` where nothing does."""
    known = registry or default_registry()
    name = object_of(reading).get("action")
    action = offered(known).get(name) if isinstance(name, str) else None
    if action is None:
        return None
    slots: JsonObject = {}
    dropped: list[str] = []
    for given in map(object_of, list_of(object_of(reading).get("slots"))[:MOST_SLOTS]):
        value = _said(message, action, given, known)
        if value is None:
            dropped.append(_name_of(action, given))
        else:
            slots[str(given["name"])] = value
    return Proposal(
        frame=Frame(
            intent=action.intent,
            action=action.name,
            slots=slots,
            missing=missing(action, slots),
        ),
        is_destructive=action.effect == "destructive",
        dropped=tuple(sorted(set(dropped))),
    )


def as_command(frame: Frame) -> str | None:
    """The frame in the notation of the contract, where the interpreter reads just that of it."""
    said = " ".join(f"{name}={_as_said(value)}" for name, value in frame.slots.items())
    text = f"{frame.action} {said}".strip()
    read = interpret(text)
    return text if (read.action, read.slots) == (frame.action, frame.slots) else None


def stands_in(quote: str, message: str) -> bool:
    """Whether the message has the quote, both normalised, as words of its own."""
    wanted = normalised(quote)
    if not wanted or len(wanted) > _LONGEST_QUOTE:
        return False
    pattern = rf"(?<![\w./:@+-]){re.escape(wanted)}(?![\w/:@+-]|\.\w)"
    return re.search(pattern, normalised(message)) is not None


def _may_be_proposed(action: ActionDeclaration) -> bool:
    return action.intent not in _NEVER and action.effect in _EFFECTS


def _said(
    message: str, action: ActionDeclaration, given: JsonObject, registry: Registry
) -> JsonValue:
    """The value that the slot's grammar reads from the quote, if the model means just that one."""
    name, value, quote = given.get("name"), given.get("value"), given.get("quote")
    if not (isinstance(name, str) and isinstance(value, str) and isinstance(quote, str)):
        return None
    if action.slot(name) is None or not stands_in(quote, message):
        return None
    read = answer(normalised(quote), name, action.name, registry).get(name)
    is_meant = normalised(value) in (normalised(quote), _as_said(read))
    return read if is_meant else None


def _name_of(action: ActionDeclaration, given: JsonObject) -> str:
    """The slot's own name; a name that is none is the model's words, and is not repeated."""
    name = given.get("name")
    return name if isinstance(name, str) and action.slot(name) else "unknown"


def _as_said(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value)
