"""What a part of a message leaves unsaid, because another part says it."""

import re

from backend.agents.interpreter.mentions.mention import PLACE
from backend.agents.interpreter.slots.naming import is_name
from backend.agents.interpreter.text.clauses import without_fillers
from backend.agents.interpreter.text.words import words_of
from backend.agents.interpreter.wishes.reading import Understood

REFERRED = (
    "instance",
    "vpc",
    "subnet",
    "group",
    "volume",
    "uri",
    "object_uri",
    "slash",
    "github_url",
    "policy_arn",
)
"""Mentions that tell by their form what kind of thing they are."""

_NAMES = ("name", "quote", "dotted", "email")
_THERE = re.compile(r"\b(in|into|inside|from) there\b", re.I)


_ONE = re.compile(r"(create|make|add|launch|set up) (?:a new |another )?one\b", re.I)


def replaced(text: str, meant: str) -> str:
    """A text with what is meant in the place of its first pronoun."""
    if not meant:
        return text
    return re.sub(r"\b(?:it|that one|this one|that|them)\b", meant, text, count=1)


def with_referent(part: str, said_before: str, wishes: list[Understood]) -> str:
    """A part with what "it" and "in there" are in the place of these words."""
    if _THERE.search(part) and any("bucket_name" in wish.slots for wish in wishes):
        return _THERE.sub(r"\1 the bucket", part)
    places = [found[0] for found in PLACE.finditer(said_before) if found[1] in REFERRED]
    if places and places[-1].startswith(("<slash", "<github_url")):
        part = re.sub(r"\b(?:in |on )?there\b", f"in {places[-1]}", part, count=1)
    noun = wishes[-1].action.name.split("_")[-1] if wishes else ""
    return replaced(part, places[-1] if places else f"the {noun}" if noun else "")


def with_kind_of(part: str, wish: Understood) -> str:
    """A part that names no kind of thing with the one that was spoken of.

    "Delete acme-old" behind "list my buckets" is "delete bucket acme-old". Empty where the part
    says more than what to do to one name.
    """
    stripped = without_fillers(part)
    words = words_of(stripped)
    kinds = [noun for noun in wish.action.nouns if noun in wish.action.name]
    if kinds and words.verbs and _ONE.match(stripped):
        return _ONE.sub(rf"\1 a {max(kinds, key=len).replace('_', ' ')}", stripped, count=1)
    if not kinds or not words.verbs or words.verbs[0].start > 0 or words.nouns:
        return ""
    tokens = stripped.split()
    end = words.verbs[0].end
    if end >= len(tokens) or not is_identifier(tokens[end]):
        return ""
    kind = max(kinds, key=len).replace("_", " ")
    return " ".join([*tokens[:end], kind, *tokens[end:]])


def subject_of(explanation: str) -> str:
    """The name with which an explanation begins: "marta.k left, remove that user"."""
    first = explanation.split()[0].rstrip(",")
    return first if is_identifier(first) else ""


def is_identifier(token: str) -> bool:
    """Whether a word is beyond doubt a name: of its form, or marked as one."""
    place = PLACE.fullmatch(token)
    if place:
        return place[1] in _NAMES
    return re.search(r"[-_.\d]", token.rstrip(".")) is not None and is_name(token)
