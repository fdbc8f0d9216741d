"""Finding the phrases of the vocabulary among the words of a wish."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.agents.interpreter.text.common import words

_LONGEST_PHRASE = 4
PREPOSITIONS = words(
    """
    in on to from for of with into onto at using under via as by inside against within over
    through about out behind
    """
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A phrase that carries concepts, from one token to before another."""

    phrase: str
    concepts: frozenset[str]
    start: int
    end: int


def phrases(tokens: list[str], known: Mapping[str, frozenset[str]]) -> list[Found]:
    """The longest phrases with their concepts, from left to right."""
    found: list[Found] = []
    position = 0
    while position < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - position), 0, -1):
            phrase = " ".join(tokens[position : position + length])
            if phrase in known:
                end = position + length
                found.append(Found(phrase=phrase, concepts=known[phrase], start=position, end=end))
                position = end - 1
                break
        position += 1
    return found
