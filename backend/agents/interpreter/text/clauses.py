"""Where one wish of a message ends and the next begins."""

import re

from backend.agents.interpreter.text.common import words
from backend.agents.interpreter.text.lexicon import noun_phrases, verb_phrases

_NUMBERED = re.compile(r"(?:(?<=^)|(?<=\s)|(?<=[:;,.]))\(?([1-9])[.):](?=\s)")
_STRONG = re.compile(
    r"\s*(?:;|\n+(?:\s*[-*•]\s+)?|(?:[,.]\s*(?:and\s+)?|\band\s+)(?:next|finally|lastly|"
    r"also)(?:,|:)?\s+|"
    r",?\s*(?:and\s+|but\s+)?(?:then|afterwards|after that|"
    "secondly|thirdly|subsequently|followed by|once (?:that is|that's|it is|it's|this "
    "is) (?:done|finished|ready|up|created)"
    "|when (?:that is|that's|it is|it's) done|and also|and after that|and once done|"
    r"thereafter)(?:,|:)?\s+|"
    r"[.!?]\s+(?=\S))",
    re.I,
)
_WEAK = re.compile(
    r"\s*(?:[,:](?:\s*(?:and|plus|so)\b)?|\band\b|&|\bplus\b|\bas well as\b)\s+", re.I
)
_FILLER = re.compile(
    "^(?:(?:please|pls|kindly|also|just|then|can you|could you|would you|will you|can "
    "we|could we|can somebody|can someone|could somebody|could someone|would somebody|"
    "would someone|hi team|hey team|hi all|dear team|team|do the needful(?: and| by)?|"
    "be so kind and|be a dear and|do me a favou?r and|"
    "i (?:would|should) be (?:most |very |so |really )*(?:grateful|obliged|thankful) "
    "if you (?:could|would)|"
    "would you mind|would it be possible to|is it possible to|it would be great if you "
    "could|i was hoping you could|i was wondering (?:whether|if) (?:it (?:might|would|could) be "
    "possible to|you (?:could|can|might))|it would be nice if you could|"
    "i wonder if you could|you please|go and|be "
    "sure to|make sure to|remember to|try to|quickly|mind|i want to|i want you to|"
    "i would like to|i'd like to|i would love to|i'd love to|i'd like you to|i need to|i "
    "need you to|let's|lets|"
    "help me|go ahead and|now|ok|okay|so|"
    "and|first|firstly|second|secondly|third|next|finally|lastly|immediately|quickly|"
    "maybe|we need to|you should|"
    r"you can|afterwards|after that|hey|hi|hello|copilot|there|yes|again)\b,?\s*)+",
    re.I,
)
_NO_WISH = re.compile(
    "^(?:please|thanks|thank you|thx|cheers|now|asap|ok|okay|that's all|that is all|"
    "that's it|wait|"
    r"wait for (?:it|that|them)(?: to \w+)?|let me know(?: when .*)?|"
    "tell me when (?!.*(?:budget|cost|spend|bill)).*|hi|"
    "hello|hey|hey there|hi there|hi copilot|"
    "hello copilot|hey copilot|good morning|hi team|hello there|it's urgent|urgent|i "
    "need it .*|it's no longer needed|"
    r"we don't need it(?: any ?more)?|thanks in advance|many thanks|quick question|listen|so|first|"
    "this is urgent|be quick|quickly|right now|immediately|etc|you know|i'm in a hurry|"
    "no rush|if possible|if you can|"
    "it's|its|i guess|i think|for good|bye|sorry|right|well|yes|no|sure|great|cool|"
    r"perfect|good|nice)\W*$",
    re.I,
)
_FORM_LINE = re.compile(r"[\w ]{2,20}[:=] ?\S.*")
"""A line of a message that is filled in like a form: "region: <region0>"."""

_MOST = 12
"""Wishes; what is more is left to one question."""


def sentences(text: str) -> list[str]:
    """The parts of a marked text that are wishes of their own beyond doubt."""
    parts: list[str] = []
    lines = text.split("\n")
    if len(lines) > 1 and all(_FORM_LINE.fullmatch(line.strip()) for line in lines):
        text = ", ".join(lines)
    for item in _listed(text):
        parts.extend(part for part in _STRONG.split(item))
    cleaned = [part.strip(" ,.;:\n-*•") for part in parts]
    return [part for part in cleaned if part and not _NO_WISH.match(part)][:_MOST]


def coordinated(text: str) -> list[tuple[str, str]]:
    """The places where "and" or a comma may separate two wishes: what is before and behind it."""
    return [
        (text[: match.start()].strip(" ,"), text[match.end() :].strip(" ,"))
        for match in _WEAK.finditer(text)
        if text[: match.start()].strip() and text[match.end() :].strip()
    ][:_MOST]


def without_fillers(text: str) -> str:
    """Without politeness at the beginning."""
    return _FILLER.sub("", text).strip()


def begins_with_verb(text: str) -> bool:
    """Whether a part begins like a wish of its own."""
    words = without_fillers(text).lower().split()
    if not words:
        return False
    if words[0].startswith("<action"):
        return True
    phrases = verb_phrases()
    begins = any(" ".join(words[:length]).strip(",.") in phrases for length in (3, 2, 1))
    return (
        begins
        and not _begins_with_noun(words)
        and words[1:2] not in (["with"], ["command"], ["type"])
    )


def _begins_with_noun(words: list[str]) -> bool:
    first = words[0].strip(",.")
    nouns = noun_phrases()
    return any(" ".join(words[:length]) in nouns for length in (3, 2)) or first in _RATHER_NOUNS


_RATHER_NOUNS = words(
    """
    key value new access any what which details info status information issue count up state
    description configuration config health read write admin properties running npm
    """
)


def stands_alone(before: str, behind: str) -> bool:
    """Whether what is before the comma explains: "the disk is full, make it 20 GB"."""
    return begins_with_verb(behind) and not begins_with_verb(before)


def is_bare_verb(text: str) -> bool:
    """Whether a part is a verb and nothing to do it to."""
    return without_fillers(text).lower().strip(" ,.") in verb_phrases()


def _listed(text: str) -> list[str]:
    """The items of "1. … 2. …", if the numbers count up from one."""
    marks = list(_NUMBERED.finditer(text))
    numbers = [int(mark[1]) for mark in marks]
    if len(marks) < 2 or numbers != list(range(1, len(marks) + 1)):
        return [text]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
