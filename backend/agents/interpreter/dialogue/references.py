"""What was created last in the session: "it", "that one", "the second one"."""

import re

from pydantic import JsonValue

from backend.agents.interpreter.dialogue.context import Context
from backend.agents.interpreter.mentions.finding import classified
from backend.agents.interpreter.slots.filling import missing
from backend.agents.interpreter.slots.reading import compiled
from backend.agents.interpreter.wishes.reading import PRONOUN, Understood

_SLOTS = {
    "instance": ("instance_id", "instance_ids"),
    "vpc": ("vpc_id",),
    "subnet": ("subnet_id",),
    "group": ("group_id",),
    "volume": ("volume_id",),
    "ami": ("ami_id",),
    "policy_arn": ("policy_arn",),
    "route_table": ("route_table_id",),
    "gateway": ("gateway_id",),
}
_NAMES = (
    "bucket_name", "function_name", "cluster_name", "user_name", "role_name", "key_name", "cluster",
    "repository", "service_name",
)  # fmt: skip
_NOUNS = {
    "instance": "instance",
    "vpc": "vpc",
    "subnet": "subnet",
    "group": "security group",
    "volume": "volume",
}
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "latest": -1}
_ALL = re.compile(r"\b(?:all|both|each|every one|them|these|those|everything)\b")
_OF_IT = r"\bits\b|\b(?:in|of) (?:it|that|that one)\b|\bthe (?:vpc|subnet|security group)\b"
_POINTING = re.compile(
    r"\b(?:it|its|that one|this one|that|this|both(?: of them)?|(?:all of )?them|"
    r"the (?:first|second|third|last|latest|new|other) one)\b(?! is\b)",
    re.I,
)
_JUST = re.compile(
    r"\b(?:i|we|you) (?:just|have just|recently|last) (?:launched|created|started|made|"
    r"spun up|booted)\b|"
    r"\b(?:just launched|last launched|just created|launched last|created last|you made|"
    r"you created|you launched|i launched|i created)\b"
)


def refers_back(plain: str) -> bool:
    """Whether words speak of something that was named before."""
    return PRONOUN.search(plain) is not None or _JUST.search(plain) is not None


def noun_of(context: Context, plain: str) -> str | None:
    """What kind of thing "it" is, as a word that can stand in its place."""
    meant = _meant(context, plain)
    found = classified(meant) if meant else None
    return _NOUNS.get(found.kind) if found else None


def with_noun(text: str, noun: str) -> str:
    """The text with a noun in the place of its first pronoun; "all" stays."""

    def named(found: re.Match[str]) -> str:
        return f"all the {noun}" if _ALL.search(found[0].lower()) else f"the {noun}"

    return _POINTING.sub(named, text, count=1)


def resolve(wish: Understood, context: Context) -> None:
    """Fill what is missing by what was created last, if the wish speaks of it."""
    plain = wish.wish.words.plain
    meant = _meant(context, plain)
    if meant is None or not refers_back(plain):
        return
    found = classified(meant)
    names = _SLOTS.get(found.kind, ()) if found else ()
    lacking = [part for each in missing(wish.action, wish.slots) for part in each.split("|")]
    if compiled(_OF_IT).search(plain):
        lacking += [each.name for each in wish.action.slots if each.name not in wish.slots]
    for name in (*names, *(_NAMES if not names else ())):
        if name in lacking:
            _take(wish, name, _all(context, plain) or meant)
            return


def _all(context: Context, plain: str) -> list[JsonValue]:
    """Everything that was created last, where all of it is meant."""
    is_all = len(context.last_launched) > 1 and _ALL.search(plain) is not None
    return [*context.last_launched] if is_all else []


def _take(wish: Understood, name: str, meant: str | list[JsonValue]) -> None:
    if isinstance(meant, str):
        wish.slots[name] = _in_shape(meant, name)
    elif name in _SLOTS["instance"]:
        wish.slots["instance_ids"] = meant


def _in_shape(value: str, slot: str) -> JsonValue:
    return [value] if slot == "instance_ids" else value


def _meant(context: Context, plain: str) -> str | None:
    """The last, or the one with the ordinal that was said."""
    if not context.last_launched:
        return None
    ordinal = compiled(
        r"\bthe (first|second|third|fourth|last|latest) (?:one|instance|server)\b"
    ).search(plain)
    index = _ORDINALS[ordinal[1]] if ordinal else -1
    if len(context.last_launched) == 1 and (
        ordinal is None or ordinal[1] in ("last", "latest", "first")
    ):
        return context.last_launched[0]
    in_range = -len(context.last_launched) <= index < len(context.last_launched)
    return context.last_launched[index] if in_range else None
