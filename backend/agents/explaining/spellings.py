"""What is said in several ways and means the same."""

import re

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
SPELLINGS = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"\b(what|where|how|who|when|that)s\b", r"\1 is"),
        (
            r"\b(?:please|pls|plz|kindly|ok|okay|hm+|ugh|hi|hello|so|well|also|just|exactly"
            r"|really|actually|on earth|then|roughly)\b[,:;]?",
            "",
        ),
        (
            r"\b(?:the|my|this|that|our|your) (?:app|application|service|deployment|thing|website"
            r"|site|rollback|operation)\b",
            "it",
        ),
        (r"\bhalf-way\b", "halfway"),
        (r"\b(?:do|would|could|can) you tell me\b|\bi (?:want|would like) to know\b", ""),
        (r"[?!.,;]+", " "),
        (r"\s+", " "),
        (r"^\s*(?:y|but why)\b", "why"),
        (r"^\s*and\b", ""),
        (r"^\s+", ""),
        *((rf"\bstep {word}\b", f"step {place}") for place, word in enumerate(_NUMBERS, start=1)),
        *((rf"\b{word} step\b", f"step {place}") for place, word in enumerate(_ORDINALS, start=1)),
    )
)
"""Patterns over a question in small letters, in the order in which they are replaced."""
