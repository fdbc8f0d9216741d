"""What a change to a plan that waits says of any slot."""

import re

from pydantic import JsonValue

from backend.agents.interpreter.actions.declaration import ActionDeclaration
from backend.agents.interpreter.actions.registry import Registry
from backend.agents.interpreter.mentions.finding import marked
from backend.agents.interpreter.slots.grammars import grammar_of
from backend.agents.interpreter.slots.naming import VALUE, is_name, value_of
from backend.agents.interpreter.slots.reading import Wish, compiled
from backend.agents.interpreter.slots.typed import number_of
from backend.agents.interpreter.text.common import NUMBER_WORDS
from backend.agents.interpreter.text.words import words_of
from backend.agents.interpreter.wishes.reading import slots_of

_CHANGEABLE = (
    "region",
    "instance_type",
    "ami_id",
    "instance_id",
    "vpc_id",
    "subnet_id",
    "group_id",
    "volume_id",
    "route_table_id",
    "gateway_id",
    "cidr_block",
    "role_arn",
    "policy_arn",
    "runtime",
    "environment",
    "desired_count",
    "memory",
    "cpu",
    "branch",
    "tags",
    "port",
    "size",
)
_SAME_NUMBER = {
    "size": frozenset({"memory", "desired_count", "count"}),
    "desired_count": frozenset({"count"}),
}
_SAID_BY = {
    "port": r"port",
    "tags": r"tag",
    "size": r"\b(?:size|disk|volume|[gt]i?b|gigs?|gigabytes?)\b|\d[gt]i?b\b",
    "memory": r"\b(?:memory|ram|[mg]i?b|gigs?|megs?|megabytes?)\b|\d[mg]i?b\b",
    "cpu": r"cpu",
    "desired_count": r"\b(?:tasks?|replicas?|copies|containers?|desired|count|scale)\b",
}
"""Numbers and texts that could be anything, with the words that say that they are meant."""

_BY_NAME = {
    "bucket_name": r"bucket(?: name)?",
    "key_name": r"(?:ssh )?key(?: ?pair)?(?: name)?",
    "function_name": r"(?:function|lambda)(?: name)?",
    "service_name": r"service(?: name)?",
    "cluster_name": r"cluster(?: name)?",
    "user_name": r"user(?: ?name)?",
    "role_name": r"role(?: name)?",
    "group_name": r"(?:security )?group(?: name)?",
    "stack_name": r"stack(?: name)?",
    "handler": r"handler",
    "branch": r"branch",
    "repository": r"repo(?:sitory)?",
    "name": r"(?:(?:instance|server|vpc|vm|machine) )?name",
}
"""Slots that a change names, with the words for them."""

_TO = (
    r"(?:should (?:rather )?be|shall be|must be|has to be|ought to be|to be|to|is|be|=|:|into|with)"
)
_COUNTED = {
    "count": r"instances?|servers?|machines?|boxes|vms?",
    "desired_count": r"tasks?|copies|replicas?|containers?",
}


_REJECTED = re.compile(
    r"\b(?:not|never|no longer|rather than|instead of)\s+"
    r"(?:in\s+|at\s+|to\s+|with\s+|the\s+|an?\s+)*"
    r"(?:<[a-z_]+\d+>|\d+\b)",
    re.I,
)
"""A value that is named only to say that it is not meant."""


def changed_slots(text: str, action: str | None, registry: Registry) -> dict[str, JsonValue]:
    """What a change to a plan says of any slot."""
    found = marked(text)
    said = _REJECTED.sub("", found.text)
    wish = Wish(text=said, words=words_of(said), marked=found)
    declared = registry.actions.get(action or "")
    slots = slots_of(declared, wish) if declared else {}
    wish.taken.clear()
    for name in _CHANGEABLE:
        grammar = grammar_of("", name)
        is_said = name not in _SAID_BY or compiled(_SAID_BY[name]).search(wish.words.plain)
        is_other_number = bool(_SAME_NUMBER.get(name, frozenset()) & set(slots))
        if grammar is None or name in slots or not is_said or is_other_number:
            continue
        value = grammar(wish)
        if value is not None:
            slots[name] = value
    wish.taken.clear()
    counted = {} if _COUNTED.keys() & slots.keys() else _counted(wish)
    named = {**_called(wish, declared), **_named(wish)}
    return {**_fitting({**counted, **named}, declared), **slots}


def _called(wish: Wish, declared: ActionDeclaration | None) -> dict[str, JsonValue]:
    """The new name of what the plan makes: "name it atlas"."""
    if declared is None or declared.named is None:
        return {}
    pattern = rf"\b(?:call|name|rename)\s+(?:it|that|this|them)\s+(?:to\s+)?{VALUE}"
    match = compiled(pattern).search(wish.text)
    value = value_of(wish, match) if match else None
    return {declared.named: value} if value is not None else {}


def _fitting(
    said: dict[str, JsonValue], declared: ActionDeclaration | None
) -> dict[str, JsonValue]:
    """What the action of the plan takes, where it is known; a number of copies by its name."""
    if declared is None:
        return said
    if "count" in said and declared.slot("desired_count"):
        said["desired_count"] = said.pop("count")
    return {name: value for name, value in said.items() if declared.slot(name)}


def _named(wish: Wish) -> dict[str, JsonValue]:
    """Values of slots that are named: "change the bucket name to x", "use the key y"."""
    found: dict[str, JsonValue] = {}
    for slot, words in _BY_NAME.items():
        patterns = (
            rf"\b(?:{words})\s+{_TO}\s+(?:the\s+)?{VALUE}",
            rf"\b(?:use|using|take|with|in|into|on|onto|from|name|call|rename|make|set)\s+"
            rf"(?:the\s+|my\s+|that\s+)?(?:{words})\s+(?:to\s+)?{VALUE}",
        )
        for pattern in patterns:
            match = compiled(pattern).search(wish.text)
            word = match["plain"] if match else None
            if match and (word is None or (is_name(word) and word not in wish.taken)):
                value = value_of(wish, match)
                if value is not None:
                    found[slot] = value
                    break
    return found


def _counted(wish: Wish) -> dict[str, JsonValue]:
    """How many of what: "three servers", "only two of them"."""
    number = rf"(?<![\w.<-])(?P<number>\d{{1,4}}|{'|'.join(NUMBER_WORDS)})"
    for slot, words in _COUNTED.items():
        match = compiled(rf"{number} (?:{words})\b").search(wish.words.plain)
        if match:
            return {slot: number_of(match["number"])}
    match = compiled(
        rf"\b(?:only|just|make it|make that|make them) {number}(?: of (?:them|those|these))?"
        r"(?= (?:not|instead|please|rather|then)\b|$)"
    ).search(wish.words.plain)
    return {"count": number_of(match["number"])} if match else {}
