"""Words of a text as sparse vectors, without a model: what is looked for and what is kept agree.

Identifiers are kept whole, such as ``E_UNHEALTHY`` or ``AccessDeniedException``, and in their parts
besides: ``unhealthy``; ``access``, ``denied``, ``exception``. The weight of a word that many
memories have is the index's business (inverse document frequency).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b

_WORD = re.compile(r"[^\W_](?:[\w.:/-]*[^\W_])?", re.UNICODE)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "s", "e")
_SHORTEST_STEM = 3
_SAYING_NOTHING = """
    a about all also an and any are as at be been but by can could did do does for from get
    had has have how i if in into is it its last let made make me my no not of on or our
    please show so tell than that the their them then there these they this those time to us
    was we were what when where which who why will with would you your
"""
_EMPTY = frozenset(_SAYING_NOTHING.split())
_LONGEST_TEXT = 20_000
_SATURATION = 1.2
_LENGTH_WEIGHT = 0.75
_USUAL_LENGTH = 60
"""Okapi BM25's k1 and b in their usual values, and words that a brief usually has."""

SparseVector = dict[int, float]
"""Weights by 32-bit word number."""


def words_in(text: str) -> Iterator[str]:
    """What a text is found by: lower-case stems, and identifiers whole and in parts."""
    for match in _WORD.finditer(unicodedata.normalize("NFKC", text[:_LONGEST_TEXT])):
        word = match[0]
        parts = _PART.findall(word)
        if len(parts) > 1:
            yield word.casefold()
        yield from (_stem(low) for part in parts if (low := part.casefold()) not in _EMPTY)


def vector_of_text(text: str) -> SparseVector:
    """The weights of a text that is kept: a word's tenth mention adds little."""
    counts = Counter(words_in(text))
    length = sum(counts.values()) / _USUAL_LENGTH
    damping = _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * length)
    vector: SparseVector = {}
    for word, count in counts.items():
        number = word_number(word)
        weight = count * (_SATURATION + 1) / (count + damping)
        vector[number] = vector.get(number, 0.0) + weight
    return vector


def vector_of_question(text: str) -> SparseVector:
    """The weights of what is looked for: every word once; empty if nothing is said."""
    return {word_number(word): 1.0 for word in words_in(text)}


def word_number(word: str) -> int:
    """The place of a word in all vectors, the same in every process and version."""
    return int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big")


def _stem(word: str) -> str:
    """A word without an English ending, so that *failing* finds *failed*."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            return stem
    return word
