"""Typing mistakes in words of a closed vocabulary; a name is never changed."""

import re
from collections.abc import Collection, Iterator
from functools import cache

SHORTEST = 4
"""Letters; a shorter word has too many neighbours."""

_LONG = 9


def corrected(word: str, vocabulary: frozenset[str], known: Collection[str]) -> str:
    """The word of the vocabulary that was meant, or ``word`` where that is not certain.

    The distance is Damerau-Levenshtein's (with adjacent transpositions): one mistake up to 8
    letters, two from 9 on; a word of 4 letters may only have two of them swapped. The first letter
    is right, or swapped with the second. Of several nearest words none is taken.
    """
    if len(word) < SHORTEST or not word.isalpha() or word in vocabulary or word in known:
        return word
    doubled = re.sub(r"([a-z])(ing|ed)$", r"\1\1\2", word)
    if doubled in vocabulary:
        return doubled
    single = re.sub(r"([a-z])\1(ing|ed)$", r"\1\2", word)
    if single in vocabulary:
        return single
    if any(form in vocabulary for form in _stems(word)):
        return word
    return _nearest(word, vocabulary) or word


def _stems(word: str) -> Iterator[str]:
    """What an inflected word may come from: it is no mistake."""
    for ending in ("ed", "d", "es", "s", "ing", "er", "ers", "ly"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield stem
            yield f"{stem}e"
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


@cache
def _by_letter(vocabulary: frozenset[str]) -> dict[str, tuple[str, ...]]:
    letters: dict[str, list[str]] = {}
    for each in sorted(vocabulary):
        if len(each) >= SHORTEST and each.isalpha():
            letters.setdefault(each[0], []).append(each)
    return {letter: tuple(words) for letter, words in letters.items()}


def _nearest(word: str, vocabulary: frozenset[str]) -> str | None:
    bound = 1 if len(word) < _LONG else 2
    found: dict[int, list[str]] = {}
    for candidate in _candidates(word, vocabulary):
        if len(word) == SHORTEST and sorted(candidate) != sorted(word):
            continue
        if abs(len(candidate) - len(word)) <= bound:
            found.setdefault(distance(word, candidate, bound), []).append(candidate)
    for each in range(1, bound + 1):
        if each in found:
            return found[each][0] if len(found[each]) == 1 else None
    return None


def _candidates(word: str, vocabulary: frozenset[str]) -> Iterator[str]:
    letters = _by_letter(vocabulary)
    yield from letters.get(word[0], ())
    if word[1] != word[0]:
        yield from (each for each in letters.get(word[1], ()) if each[1] == word[0])


def distance(one: str, other: str, bound: int) -> int:
    """Damerau-Levenshtein's distance (optimal string alignment); ``bound + 1`` if it is larger."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            best = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                best = min(best, before[column - 2] + 1)
            now.append(best)
        if min(now) > bound:
            return bound + 1
        before, last = last, now
    return last[-1]
