"""Values that a message assigns by the names of slots: ``region=eu-west-1``, ``--key-name ops``."""

import json
import re
from dataclasses import dataclass
from functools import cache

from pydantic import JsonValue

from backend.agents.interpreter.actions.declaration import ActionDeclaration
from backend.agents.interpreter.mentions.finding import marked
from backend.agents.interpreter.slots.grammars import grammar_of
from backend.agents.interpreter.slots.reading import Wish
from backend.agents.interpreter.slots.typed import unquoted
from backend.agents.interpreter.text.words import words_of

_ENDINGS = ("_name", "_ids", "_id", "_arn", "_number")
_SHORT = {
    "type": "instance_type",
    "repo": "repository",
    "user": "username",
    "default": "default_branch",
    "group": "group_id",
}
_TEXTS = frozenset({"title", "body", "description", "build_command"})
_INTEGERS = frozenset(
    {"count", "desired_count", "port", "cpu", "issue_number", "pull_number", "run_id"}
)
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_IS_FLAG = frozenset({"wait", "force", "private", "archived"})
_LISTS = frozenset({"instance_ids", "security_group_ids", "owners", "requires_compatibilities"})
_OBJECTS = frozenset({"policy", "policy_document", "container_definitions", "payload"})
_BY_GRAMMAR = frozenset(
    {
        "region", "status", "event", "permission", "merge_method", "state", "launch_type",
        "architecture", "analysis_type", "target", "size", "memory", "cidr", "runtime",
        "protocol", "destination_cidr_block",
    }
)  # fmt: skip
_UNREAD = frozenset({"environment", "tags", "filters"})
_VALUE = (
    r"(?P<value>\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`|\{.*\}|\[.*\]|"
    r"[^\s,;\"'`{[][^\s,;]*(?:,[^\s,;=]+(?=[\s,;]|$))*)"
)
_NOT_A_VALUE = (
    "(?!(?:in|on|of|for|with|and|or|please|from|to|the|my|a|an|be|at|by|that|which|should|would|"
    r"must|was|not|mean|do|does|using|named|called)\b)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Assigned:
    """What was assigned, and the text without it."""

    rest: str
    slots: dict[str, JsonValue]


def assigned(text: str, action: ActionDeclaration) -> Assigned:
    """The values that a text assigns to slots of an action; the first for each."""
    names = _names_of(action)
    slots: dict[str, JsonValue] = {}

    def taken(match: re.Match[str]) -> str:
        said = match["any"] or match["snake"] or match["option"]
        name = names[said.lower().replace("-", "_")]
        value = value_of(name, match["value"]) if name not in slots else None
        if value is None:
            return match[0]
        slots[name] = value
        return " "

    pattern, texts = _patterns(action)
    rest = pattern.sub(taken, texts.sub(_in_quotes, text))
    zone = slots.get("availability_zone")
    if zone and action.slot("region") and (region := _by_grammar("region", str(zone))):
        slots.setdefault("region", region)
    return Assigned(rest=re.sub(r"[^\S\n]+", " ", rest).strip(), slots=slots)


def value_of(slot: str, written: str) -> JsonValue:
    """A written value in the type of its slot; ``None`` if it is none of that type."""
    text = unquoted(written if written[:1] in "{[\"'`" else written.rstrip(".!?)"))
    if not text or slot in _UNREAD:
        return None
    if slot in _INTEGERS:
        return int(text) if re.fullmatch(r"\d{1,12}", text, re.ASCII) else None
    if slot in _IS_FLAG:
        return _FLAGS.get(text.lower())
    if slot in _LISTS:
        return [part for each in text.strip("[]").split(",") if (part := each.strip(" \"'`"))]
    if slot in _OBJECTS:
        return _object(text)
    return _by_grammar(slot, text) if slot in _BY_GRAMMAR else text


def _object(text: str) -> JsonValue:
    try:
        found: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def _by_grammar(slot: str, text: str) -> JsonValue:
    found = marked(f"{slot.replace('_', ' ')} {text}")
    grammar = grammar_of("", slot)
    wish = Wish(text=found.text, words=words_of(found.text), marked=found)
    return grammar(wish) if grammar else None


def _in_quotes(match: re.Match[str]) -> str:
    return f'{match["name"]}="{match["text"]}"'


@cache
def _names_of(action: ActionDeclaration) -> dict[str, str]:
    """What the slots of an action may be called; their own names before shorter ones."""
    slots = [each for slot in action.slots for each in slot.alternatives]
    names = {each: each for each in slots}
    for slot in slots:
        ending = next((each for each in _ENDINGS if slot.endswith(each)), "")
        stem = slot.removesuffix(ending)
        others = (f"{stem}{each}" for each in ("", *_ENDINGS)) if ending else (f"{slot}_name",)
        for other in others:
            names.setdefault(other, slot)
    for short, slot in _SHORT.items():
        if slot in slots:
            names.setdefault(short, slot)
    if action.named in slots:
        names.setdefault("name", str(action.named))
    return names


@cache
def _patterns(action: ActionDeclaration) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Assignments of an action, and those of texts without quotation marks."""
    names = sorted(_names_of(action), key=len, reverse=True) or ["(?!)"]
    every = "|".join(names)
    snake = "|".join(name for name in names if "_" in name) or "(?!)"
    options = "|".join(name.replace("_", "[_-]") for name in names)
    texts = "|".join(name for name in names if name in _TEXTS) or "(?!)"
    assignment = (
        r"(?<![\w\"'/.=<$-])(?:"
        rf"--(?P<option>{options})(?:\s+|=)|"
        rf"(?P<any>{every})\s?=\s?|"
        rf"[\"'`]?(?P<snake>{snake})[\"'`]?(?:\s*[=:]\s*|\s+(?:(?:is|of|as|to|=|set to)\s+)?)"
        rf"{_NOT_A_VALUE}){_VALUE}"
    )
    free = rf"\b(?P<name>{texts})=(?P<text>[^\s\"'`][^\n]*?)(?=\s+[\w-]+=|$)"
    return re.compile(assignment), re.compile(free)
