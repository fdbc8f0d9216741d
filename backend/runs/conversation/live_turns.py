"""Replies while they are being written, for everybody who looks on; nothing of them is kept.

One text per session is all that is held, whoever reads: a reader that is slow finds more of it at
once. Writers and readers may live on event loops of different threads.
"""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock

from backend.domain.conversations.frames import TurnPiece
from backend.domain.identifiers import SessionId
from backend.tools.openai_llm.turns import TextSink

LONGEST = 64_000
"""Characters of one reply that are shown before it is complete; nothing sensible is longer."""
PAUSE_S = 0.05
"""Between two pieces for one reader: what is written meanwhile goes into the next."""


@dataclass(eq=False, slots=True)
class _Draft:
    """A reply so far; ``edition`` counts how often it was begun anew."""

    turn_id: str
    text: str = ""
    edition: int = 0
    is_void: bool = False


@dataclass(eq=False, slots=True)
class _Reader:
    """How much of which draft somebody has seen, and how to wake them."""

    loop: asyncio.AbstractEventLoop
    draft: _Draft | None
    edition: int = -1
    """Of no edition yet: what an earlier subscription has shown of an open draft is void."""
    length: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def wake(self) -> None:
        """Say that there is something new, from whatever thread."""
        with suppress(RuntimeError):  # its loop has ended, and so has its reading
            self.loop.call_soon_threadsafe(self.news.set)

    def catch_up(self, draft: _Draft | None) -> list[TurnPiece]:
        """What this reader has not seen, up to ``draft``, the open one."""
        pieces: list[TurnPiece] = []
        if draft is not self.draft:
            if self.draft is not None and self.draft.is_void:
                pieces.append(_void(self.draft))
            self.draft, self.edition, self.length = draft, 0, 0
        if draft is None:
            return pieces
        if self.edition != draft.edition:
            pieces.append(_void(draft))
            self.edition, self.length = draft.edition, 0
        if len(draft.text) > self.length:
            pieces.append(TurnPiece(turn_id=draft.turn_id, text=draft.text[self.length :]))
            self.length = len(draft.text)
        return pieces


def _void(draft: _Draft) -> TurnPiece:
    return TurnPiece(turn_id=draft.turn_id, text="", is_void=True)


class LiveTurns:
    """The open drafts of all sessions, at most one each."""

    def __init__(self, pause_s: float = PAUSE_S) -> None:
        self._pause_s = pause_s
        self._guard = Lock()
        self._drafts: dict[str, _Draft] = {}
        self._readers: dict[str, set[_Reader]] = {}

    @contextmanager
    def turn(self, session_id: SessionId, turn_id: str) -> Generator[None, None, None]:
        """While a reply is being written: outside of it, a sink leads nowhere.

        A block that ends well has added the turn itself; after one that fails, what was shown is
        void.
        """
        draft = _Draft(turn_id)
        with self._guard:
            self._drafts[session_id] = draft
        try:
            yield
        except BaseException:
            draft.is_void = True
            raise
        finally:
            with self._guard:
                self._drafts.pop(session_id, None)
                self._wake(session_id)

    def sink(self, session_id: SessionId, turn_id: str) -> TextSink:
        """Where the text of that turn is written."""
        return _Sink(self, session_id, turn_id)

    async def pieces(self, session_id: SessionId) -> AsyncGenerator[TurnPiece, None]:
        """What is being written in a session, and all that will be; until it is closed."""
        with self._guard:
            reader = _Reader(asyncio.get_running_loop(), self._drafts.get(session_id))
            reader.news.set()
            self._readers.setdefault(session_id, set()).add(reader)
        try:
            while True:
                await reader.news.wait()
                reader.news.clear()
                with self._guard:
                    pieces = reader.catch_up(self._drafts.get(session_id))
                for piece in pieces:
                    yield piece
                await asyncio.sleep(self._pause_s)
        finally:
            self._leave(session_id, reader)

    def write(self, session_id: SessionId, turn_id: str, text: str) -> None:
        """More of the open turn."""
        with self._guard:
            draft = self._open(session_id, turn_id)
            if draft is not None:
                draft.text += text[: LONGEST - len(draft.text)]
                self._wake(session_id)

    def take_back(self, session_id: SessionId, turn_id: str) -> None:
        """Begin the open turn anew."""
        with self._guard:
            draft = self._open(session_id, turn_id)
            if draft is not None:
                draft.text, draft.edition = "", draft.edition + 1
                self._wake(session_id)

    def _open(self, session_id: SessionId, turn_id: str) -> _Draft | None:
        draft = self._drafts.get(session_id)
        return draft if draft is not None and draft.turn_id == turn_id else None

    def _wake(self, session_id: SessionId) -> None:
        for reader in self._readers.get(session_id, ()):
            reader.wake()

    def _leave(self, session_id: SessionId, reader: _Reader) -> None:
        with self._guard:
            readers = self._readers[session_id]
            readers.discard(reader)
            if not readers:
                del self._readers[session_id]


@dataclass(frozen=True, slots=True)
class _Sink:
    """One turn's way to its readers."""

    turns: LiveTurns
    session_id: SessionId
    turn_id: str

    def add(self, text: str) -> None:
        """See :class:`TextSink`."""
        self.turns.write(self.session_id, self.turn_id, text)

    def take_back(self) -> None:
        """See :class:`TextSink`."""
        self.turns.take_back(self.session_id, self.turn_id)
