"""Redaction of text that arrives in chunks, which may split a secret anywhere."""

import re
from collections.abc import Callable

from backend.domain.redaction.finding import PLACEHOLDER, Span, replaced

_CONTEXT = 4096
"""Characters already given out that are kept, because what stands before decides."""
_LONGEST_TOKEN = 8192
"""A run without white space is held until it is longer than any token of a vendor."""
_SHORTEST_HOLD = 80
"""Covers the names, separators and block headers that hold spaces."""
_LONGEST_HOLD = 262_144
_UNDECIDED = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/_-])")
_UNDECIDED_FOR = 320


class StreamRedactor:
    """Gives out each character as soon as no later one can make it part of a secret.

    A secret that does not end within 262,144 characters redacts the rest of the stream.
    """

    def __init__(
        self, find_spans: Callable[[str], list[Span]], longest_spaced_form: Callable[[], int]
    ) -> None:
        self._find_spans = find_spans
        self._longest_spaced_form = longest_spaced_form
        self._text = ""
        self._given = 0
        self._is_closed = False

    def feed(self, chunk: str) -> str:
        """Take the next chunk; return what is safe to show now, possibly nothing."""
        if self._is_closed:
            return ""
        self._text += chunk
        spans = self._find_spans(self._text)
        cut = self._safe_end(spans)
        if len(self._text) - cut > _LONGEST_HOLD:
            self._is_closed = True
            return PLACEHOLDER
        return self._give(spans, cut)

    def flush(self) -> str:
        """The end of the stream: return what was held back."""
        if self._is_closed:
            return ""
        return self._give(self._find_spans(self._text), len(self._text))

    def _safe_end(self, spans: list[Span]) -> int:
        """The first character that later text could still make part of a secret."""
        end = len(self._text)
        cut = end - max(_SHORTEST_HOLD, self._longest_spaced_form())
        cut = min(cut, _last_word(self._text))
        undecided = _UNDECIDED.search(self._text, max(0, end - _UNDECIDED_FOR))
        cut = min(cut, undecided.start()) if undecided else cut
        for start, stop in reversed(spans):
            cut = start if start < cut < stop or (stop == end and start < cut) else cut
        return max(cut, self._given)

    def _give(self, spans: list[Span], cut: int) -> str:
        inside = [(max(start, self._given), min(stop, cut)) for start, stop in spans]
        piece = replaced(
            self._text[self._given : cut],
            [(a - self._given, b - self._given) for a, b in inside if a < b],
        )
        kept = max(0, cut - _CONTEXT)
        self._text, self._given = self._text[kept:], cut - kept
        return piece


def _last_word(text: str) -> int:
    """Where the run without white space at the end of ``text`` begins, as far as tokens reach."""
    words = text[-_LONGEST_TOKEN:].rsplit(maxsplit=1)
    return len(text) - len(words[-1]) if words and not text[-1].isspace() else len(text)
