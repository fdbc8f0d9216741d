"""Redaction in front of a sink: a text that is still being written shows no secret either."""

from backend.domain.redaction import Redactor
from backend.tools.openai_llm.turns import TextSink


class RedactedSink:
    """Hands on each character as soon as nothing behind it can make it part of a secret."""

    def __init__(self, sink: TextSink, redactor: Redactor) -> None:
        self._sink = sink
        self._redactor = redactor
        self._stream = redactor.stream()

    def add(self, text: str) -> None:
        """The next piece, or what of it may be shown already."""
        self._show(self._stream.feed(text))

    def close(self) -> None:
        """The text is complete and was checked: show what was held back."""
        self._show(self._stream.flush())

    def take_back(self) -> None:
        """Begin anew."""
        self._stream = self._redactor.stream()
        self._sink.take_back()

    def _show(self, text: str) -> None:
        if text:
            self._sink.add(text)
