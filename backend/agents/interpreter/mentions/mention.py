"""What was found, and the text with a place-holder where it stood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

PLACE = re.compile(r"<([a-z_]+)(\d+)>")
"""A place-holder: the kind of the mention and its number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """One value of a message.

    ``text`` is what was written, ``value`` what it means in one spelling, ``extra`` what else the
    form says (the key of an S3 URI, the branch of a tree's URL, the zone of a region).
    """

    kind: str
    text: str
    value: JsonValue
    extra: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """A text with ``<kind0>`` in the place of each mention."""

    text: str
    mentions: dict[str, Mention]

    def of(self, *kinds: str, within: str | None = None) -> Iterator[tuple[str, Mention]]:
        """The mentions of some kinds with their place-holders, in the order of the text."""
        for match in PLACE.finditer(self.text if within is None else within):
            mention = self.mentions.get(match[0])
            if mention is not None and (not kinds or mention.kind in kinds):
                yield match[0], mention

    def unmarked(self, text: str) -> str:
        """A part of the text as it was written."""
        while PLACE.search(text):
            shown = PLACE.sub(lambda match: self._written(match[0]), text)
            if shown == text:
                break
            text = shown
        return text

    def _written(self, place: str) -> str:
        return self.mentions[place].text if place in self.mentions else place
