"""The parts of a message that wish something which its frame does not hold."""

import re
from collections.abc import Iterator

from backend.agents.interpreter.actions.registry import default_registry
from backend.agents.interpreter.frame import REQUEST_ENDINGS, Frame
from backend.agents.interpreter.interpreting import interpret
from backend.agents.interpreter.mentions.finding import marked
from backend.agents.interpreter.mentions.mention import PLACE, Marked
from backend.agents.interpreter.scoring import scope
from backend.agents.interpreter.text.clauses import (
    begins_with_verb,
    coordinated,
    sentences,
    without_fillers,
)
from backend.agents.interpreter.text.common import KNOWN_WORDS
from backend.agents.interpreter.text.normalising import normalised
from backend.agents.interpreter.text.words import words_of
from backend.agents.interpreter.wishes.reading import PRONOUN, understood

MOST = 4
_LONGEST = 1_000
"""Characters; a longer message explains more than it wishes, and is shown as a plan anyway."""

_OBJECT = re.compile(r"^(?:the|a|an|my|our|all|every|some|this|that|it|them|these|those)(?= |$)")


def unread_parts(text: str, frame: Frame) -> tuple[str, ...]:
    """What nobody has understood beside the wishes of a frame, word for word; a few at most.

    Unsure is no: what adds a value, explains, or is polite is part of the wish beside it.
    """
    plain_text = normalised(text)
    if not _is_wish(frame) or len(plain_text) > _LONGEST:
        return ()
    found = marked(plain_text)
    actions = {step.action for step in frame.steps} or {frame.action}
    parts = [*_parts(found.text)]
    left = [part for part in parts if len(parts) > 1 and _is_left(part, found, actions)]
    return tuple(found.unmarked(part).strip(" .,;!") for part in left)[:MOST]


def first_wish(text: str) -> Frame | None:
    """What a message wishes first, where the rest of it is out of scope; never what destroys."""
    found = marked(normalised(text))
    first, *rest = [*_parts(found.text), ""] if len(text) <= _LONGEST else [""]
    if not rest or not begins_with_verb(first):
        return None
    frame = interpret(found.unmarked(first))
    action = default_registry().actions.get(frame.action)
    is_safe = action is not None and action.effect in ("read", "write")
    is_partly = _is_wish(frame) and is_safe and unread_parts(text, frame)
    return frame if is_partly else None


def _is_wish(frame: Frame) -> bool:
    return frame.intent != "CONTROL" and frame.action not in (*REQUEST_ENDINGS, "help")


def _parts(text: str) -> Iterator[str]:
    """Sentences, cut at every "and" and comma."""
    for sentence in sentences(text):
        cuts = coordinated(sentence)
        start = 0
        for before, behind in cuts:
            yield sentence[start : len(before)].strip(" ,")
            start = len(sentence) - len(behind)
        yield sentence[start:]


def _is_left(part: str, found: Marked, actions: set[str]) -> bool:
    plain = words_of(without_fillers(part)).plain
    if not begins_with_verb(part) and scope.asks_for_something_else(f"create {plain}"):
        return True
    read = understood(part, found, default_registry())
    if read is not None:
        is_other = begins_with_verb(part) and read.action.name not in actions
        return is_other and PRONOUN.search(plain) is None and not PLACE.search(part)
    if scope.is_unsupported(plain):
        return True
    if scope.is_small_talk(plain) or PLACE.search(part) or PRONOUN.match(plain):
        return False
    is_foreign = scope.is_elsewhere(plain) or scope.is_another_cloud(plain)
    return is_foreign or _commands(part, plain)


def _commands(part: str, plain: str) -> bool:
    """Whether an unknown word commands something: "frobnicate the widget"."""
    word, _, rest = plain.partition(" ")
    is_known = word in KNOWN_WORDS or begins_with_verb(part)
    return word.isalpha() and not is_known and _OBJECT.match(rest) is not None
