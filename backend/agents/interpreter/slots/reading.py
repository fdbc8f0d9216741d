"""What slot grammars read from: one wish, and what of it was already taken."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pydantic import JsonValue

from backend.agents.interpreter.mentions.mention import Marked, Mention
from backend.agents.interpreter.text.words import Words


@dataclass(kw_only=True, slots=True)
class Wish:
    """One wish: its marked ``text`` with the case as written, and its words."""

    text: str
    words: Words
    marked: Marked
    taken: set[str] = field(default_factory=set[str])
    """Place-holders and names that are the value of some slot already."""

    def free(self, *kinds: str) -> Iterator[tuple[str, Mention]]:
        """Mentions of these kinds that are no slot's value yet."""
        for place, mention in self.marked.of(*kinds, within=self.text):
            if place not in self.taken:
                yield place, mention

    def take(self, *kinds: str) -> Mention | None:
        """The first free mention of these kinds, which is then taken."""
        for place, mention in self.free(*kinds):
            self.taken.add(place)
            return mention
        return None

    def take_all(self, *kinds: str) -> list[Mention]:
        """All free mentions of these kinds."""
        found = list(self.free(*kinds))
        self.taken.update(place for place, _ in found)
        return [mention for _, mention in found]

    def search(self, pattern: str) -> re.Match[str] | None:
        """Find a pattern in the plain words."""
        return compiled(pattern).search(self.words.plain)


Grammar = Callable[[Wish], JsonValue]
"""Reads one slot; ``None`` is what was not said."""

_CACHE: dict[str, re.Pattern[str]] = {}


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled once, without regard to case."""
    found = _CACHE.get(pattern)
    if found is None:
        found = _CACHE[pattern] = re.compile(pattern, re.I)
    return found
