"""What was said once for several wishes: lists of values, and values that all of them take."""

import re
from collections.abc import Iterable

from pydantic import JsonValue

from backend.agents.interpreter.mentions.mention import PLACE, Marked
from backend.agents.interpreter.slots.filling import missing
from backend.agents.interpreter.slots.naming import is_name
from backend.agents.interpreter.slots.reading import compiled
from backend.agents.interpreter.wishes.reading import Understood

REPEATED = (
    "bucket_name",
    "key_name",
    "user_name",
    "role_name",
    "policy_name",
    "group_name",
    "function_name",
    "cluster_name",
    "vpc_id",
    "subnet_id",
    "group_id",
    "volume_id",
    "policy_arn",
    "repository",
    "name",
    "issue_number",
    "pull_number",
    "username",
    "port",
    "file_path",
    "object_name",
    "region",
)
_SHARED = (
    ("region",),
    ("bucket_name",),
    ("repository",),
    ("cluster", "cluster_name"),
    ("service_name",),
    ("user_name",),
    ("role_name",),
    ("function_name",),
    ("vpc_id",),
    ("group_id",),
    ("volume_id",),
    ("instance_id", "instance_ids"),
    ("subnet_id",),
    ("policy_arn",),
    ("key_name",),
    ("route_table_id",),
    ("profile",),
    ("pull_number",),
    ("issue_number",),
)
_STAYING = ("live", "lives", "be", "stay", "sit", "reside", "belong", "go")
"""What follows "called x and" and is no second name: where x shall be."""

_NEEDS_A_WORD = ("key_name", "policy_arn", "subnet_id", "group_id")


def repeated(wish: Understood, marked: Marked) -> list[Understood]:
    """One wish for each value of a list: "delete buckets a and b" is two."""
    for name in REPEATED:
        value = wish.slots.get(name)
        if value is None or (name == "region" and wish.action.effect != "read"):
            continue
        others = _values_behind(wish, value, marked, name)
        if others:
            copies = [{**wish.slots, name: other} for other in others]
            return [
                wish,
                *(Understood(action=wish.action, wish=wish.wish, slots=each) for each in copies),
            ]
    return [wish]


def _values_behind(
    wish: Understood, value: JsonValue, marked: Marked, slot: str
) -> list[JsonValue]:
    for token in _tokens_of(wish, value, marked):
        listed = compiled(
            rf"{re.escape(token)}((?:\s*(?:,\s*and|,|and|&)\s+(?:<\w+\d+>|"
            r"#?[\w][\w.@+/-]*))+)(?!\w*>)"
        ).search(wish.wish.text)
        is_plural = compiled(rf"\b[a-z]+s\s+{re.escape(token)}").search(wish.wish.text)
        if listed and (is_plural or re.search(r"\band\b|&", listed[1])):
            kind = PLACE.fullmatch(token)
            words = re.findall(r"<\w+\d+>|[\w][\w.@+/-]*", re.sub(r"\band\b", ",", listed[1]))
            return _alike(words, marked, kind[1] if kind else None, value, slot)
    return []


def _tokens_of(wish: Understood, value: JsonValue, marked: Marked) -> list[str]:
    places = [
        place
        for place, mention in marked.of(within=wish.wish.text)
        if value in (mention.value, mention.text)
    ]
    return [*places, str(value)] if isinstance(value, str | int) else places


def _alike(
    words: list[str], marked: Marked, kind: str | None, value: JsonValue, slot: str
) -> list[JsonValue]:
    """The values of the list, as far as they are of the same kind as the first."""
    found: list[JsonValue] = []
    for word in words:
        if word in _STAYING:
            break
        mention = marked.mentions.get(word)
        if isinstance(value, int):
            if not word.isdigit():
                break
            found.append(int(word))
        elif mention is not None:
            if kind != mention.kind and not {kind, mention.kind} <= {"name", "quote", None}:
                break
            found.append(
                mention.text
                if slot in ("repository", "file_path", "object_name")
                else mention.value
            )
        elif kind in (None, "name", "quote") and is_name(word):
            found.append(word)
        else:
            break
    return found


def share(wishes: list[Understood]) -> None:
    """Values that were said once hold for every wish that takes them."""
    if len(wishes) < 2:
        return
    for names in _SHARED:
        for index, wish in enumerate(wishes):
            slot = next((each for each in names if wish.action.slot(each)), None)
            if slot is None or any(name in wish.slots for name in names):
                continue
            if names == ("region",):
                _take_over(wish, slot, names, [*reversed(wishes[:index]), *wishes[index + 1 :]])
            elif _is_lacking(wish, slot) and _may_share(wish, slot):
                nearest = [*reversed(wishes[:index])]
                later = wishes[index + 1 :] if slot in ("repository", "cluster") else []
                _take_over(wish, slot, names, [*nearest, *later])


def _is_lacking(wish: Understood, slot: str) -> bool:
    return any(slot in each.split("|") for each in missing(wish.action, wish.slots))


def _may_share(wish: Understood, slot: str) -> bool:
    return slot not in _NEEDS_A_WORD or wish.refers_back


def _take_over(
    wish: Understood, slot: str, names: tuple[str, ...], others: Iterable[Understood]
) -> None:
    for other in others:
        is_new_repository = slot == "repository" and other.action.name == "create_repository"
        for name in (*names, *(("name",) if is_new_repository else ())):
            value = other.slots.get(name)
            if value is not None:
                owner = other.slots.get("owner") if name == "name" else None
                wish.slots[slot] = f"{owner}/{value}" if owner else _in_shape(value, slot)
                return


def _in_shape(value: JsonValue, slot: str) -> JsonValue:
    if slot == "instance_ids":
        return value if isinstance(value, list) else [value]
    if slot == "instance_id" and isinstance(value, list):
        return value[0]
    return value


def without_duplicates(wishes: list[Understood]) -> list[Understood]:
    """Without what was said twice: "take x/y and put it on Lambda" is one deployment."""
    kept: list[Understood] = []
    for wish in wishes:
        is_deployment = wish.action.name.startswith("deploy_") and wish.refers_back
        if kept and is_deployment and kept[-1].action.name == "deploy_repo":
            wish.slots = {**kept.pop().slots, **wish.slots}
        if not any(wish.action == other.action and wish.slots == other.slots for other in kept):
            kept.append(wish)
    return kept
