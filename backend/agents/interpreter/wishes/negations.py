"""Which halves of a sentence are wished: "don't stop it, restart" wishes a restart."""

import re

from backend.agents.interpreter.scoring.stance import Stance, stance_of
from backend.agents.interpreter.text.words import words_of
from backend.agents.interpreter.wishes.referents import replaced

_ASKS_FOR_A_LACK = re.compile(
    r"(?:(?:so|and|tell me|show me) )*(?:what|which|who|whats|what's|how many|(?:is|are) there)\b"
    r".*\b(?:but (?:\w+ )?(?:never|not|nobody|no one|nothing|(?:do|does|is|are|has)n'?t)|"
    r"without (?:ever |really |actually )?(?:using|needing))\b",
    re.I,
)
"""A question whose "but" narrows what is asked for: "what do we pay for but never use?"."""


_WHERE = re.compile(r",\s+(?:in )?<region\d+>$")
"""The region of a whole sentence behind its denied half: "stop i-1, don't delete it, Paris"."""


_HALVES = re.compile(
    r",?\s+\bbut\b,?\s+|,\s+(?=(?:just|only|instead|rather)\b)|"
    r",?\s+so,?\s+(?=(?:please|can|could|you|just|\w+ (?:it|them|that|this))\b)|"
    r",\s+(?=(?:(?:we|i|they|it) )?(?:don'?t|do not|won'?t|will not)\b|"
    r"not\b|never\b)|\s+(?=without (?!asking|"
    r"waiting|\w+ing (?:any|some)thing)\w+ing\b)|"
    r"\s+(?=instead of\b)|\s+(?=rather than\b)|\s+and (?=don'?t\b|do not\b|"
    r"not\b(?! being\b)|never\b)|(?<=\w),\s+(?=(?:please )?(?:stop|start|create|list|"
    r"show|delete|launch|keep|use)\b)(?=.*\binstead\b)",
    re.I,
)
"""Where a half of a sentence ends that may be denied, or begins."""


def without_negated(parts: list[str]) -> list[tuple[str, str]]:
    """The parts with all that was said before each.

    "Don't terminate it, stop it instead" wishes a stop only.
    """
    kept: list[tuple[str, str]] = []
    before = ""
    for part in parts:
        is_first = re.match(r"(?:instead of|rather than|before (?=\w+ing\b))\b", part, re.I)
        pieces = (
            [part]
            if _ASKS_FOR_A_LACK.match(part)
            else re.split(r",\s+", part, maxsplit=1)
            if is_first
            else _HALVES.split(part)
        )
        wished = [piece for piece in pieces if not _is_negated(piece)]
        denied = [piece for piece in pieces if piece not in wished]
        wished = [each for each in wished if not any(_denies(piece, each) for piece in denied)]
        if kept and any(_denies(piece, kept[-1][0]) for piece in denied):
            kept.pop()
        is_partly = 0 < len(wished) < len(pieces)
        if is_partly and (where := _WHERE.search(denied[-1] if denied else "")):
            wished = [*wished[:-1], f"{wished[-1]}{where[0]}"]
        if is_first and is_partly:
            wished = [with_object_of(pieces[0], wished[0])]
        said = f"{before} {part}" if is_partly else before
        kept.extend((piece, said) for piece in (wished if is_partly else [part]))
        before = f"{before} {part}"
    return kept


def with_object_of(negated: str, wished: str) -> str:
    """What is wished instead, of the same object: "instead of deleting x, stop it"."""
    words = words_of(negated)
    start = next((each.start for each in words.nouns), None)
    tokens = negated.split()
    return replaced(wished, " ".join(tokens[start:])) if start is not None else wished


def _is_negated(part: str) -> bool:
    plain = words_of(part).plain
    return stance_of(plain) is Stance.NEGATED or bool(
        re.match(r"(?:without|instead of|rather than|before \w+ing|not|never)\b", plain)
    )


def _denies(negated: str, wished: str) -> bool:
    """Whether a half takes back the other one: "start i-1, but don't start it"."""
    if not re.search(r"\b(?:it|that|this|them|those)$", negated.strip(" .!"), re.I):
        return False
    verbs = words_of(wished).verbs
    return any(each.phrase == verbs[0].phrase for each in words_of(negated).verbs if verbs)
