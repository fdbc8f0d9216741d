"""A gate in front of a sink: it opens when the input check has let the request in."""

from backend.tools.openai_llm.turns import TextSink


class GatedSink:
    """Keeps what is written until somebody opens it; what is taken back before was never shown."""

    def __init__(self, sink: TextSink) -> None:
        self._sink = sink
        self._kept: list[str] = []
        self._is_open = False

    def add(self, text: str) -> None:
        """The next piece, shown now or when the gate opens."""
        if self._is_open:
            self._sink.add(text)
        else:
            self._kept.append(text)

    def open(self) -> None:
        """Show what was kept, and everything from now on."""
        self._is_open = True
        kept, self._kept = self._kept, []
        for text in kept:
            self._sink.add(text)

    def take_back(self) -> None:
        """Everything shown or kept so far is void."""
        self._kept.clear()
        self._sink.take_back()
