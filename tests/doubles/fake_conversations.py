"""The twin of conversations: sessions whose events a test writes, and commands that it looks at."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime

from backend.domain.commands import SendMessage
from backend.domain.conversations.frames import TurnPiece
from backend.domain.conversations.protocol import Position, SessionCommand
from backend.domain.conversations.turns import Turn
from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.events import Event, EventType
from backend.domain.identifiers import SessionId
from backend.domain.plans.approval import Actor
from backend.domain.views import EventPage, SessionView
from backend.runs.conversation.live_turns import LiveTurns
from tests.doubles.events import CONTEXT, NOW, event

Answers = Callable[[SendMessage], Awaitable[tuple[Turn, ...]]]


class FakeConversations:
    """Keeps everything that it was told."""

    def __init__(self, epoch: str = "epoch_1") -> None:
        self.epoch = epoch
        self.owners: dict[str, str] = {}
        self.logs: dict[str, list[Event]] = {}
        self.commands: list[tuple[Actor, SessionCommand]] = []
        self.refusal: CopilotError | None = None
        self.answers: Answers | None = None
        """What is said to a message; nothing, if nobody answers."""
        self.is_thinking = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.live_turns = LiveTurns(pause_s=0)
        self._told = asyncio.Event()

    def tell(self, session_id: str, count: int = 1) -> None:
        """So many more events."""
        log = self.logs[session_id]
        for sequence in range(len(log) + 1, len(log) + 1 + count):
            place = {"sequence": sequence, "session_id": session_id}
            log.append(event(f"event_{sequence}").model_copy(update=place))
        self._told.set()

    async def begin(self, actor: Actor) -> SessionView:
        session_id = SessionId(f"ses_{len(self.owners) + 1}")
        self.owners[session_id] = actor.user_id
        self.logs[session_id] = []
        return _view(session_id)

    async def of_person(self, actor: Actor) -> tuple[SessionView, ...]:
        own = [each for each, owner in self.owners.items() if owner == actor.user_id]
        return tuple(_view(SessionId(each)) for each in own)

    async def position(self, actor: Actor, session_id: SessionId) -> Position:
        return Position(epoch=self.epoch, last_sequence=len(self._log(actor, session_id)))

    async def events(
        self, actor: Actor, session_id: SessionId, after_sequence: int
    ) -> AsyncGenerator[Event, None]:
        log = self._log(actor, session_id)
        while True:
            self._told.clear()
            for told in log[after_sequence:]:
                yield told
            after_sequence = max(after_sequence, len(log))
            await self._told.wait()

    async def live(self, actor: Actor, session_id: SessionId) -> AsyncGenerator[TurnPiece, None]:
        self._log(actor, session_id)
        async for piece in self.live_turns.pieces(session_id):
            yield piece

    async def page(self, actor: Actor, session_id: SessionId, after_sequence: int) -> EventPage:
        log = self._log(actor, session_id)
        return EventPage(
            epoch=self.epoch, last_sequence=len(log), events=tuple(log[after_sequence:])
        )

    async def carry_out(self, actor: Actor, session_id: SessionId, command: SessionCommand) -> None:
        self._log(actor, session_id)
        if self.refusal is not None:
            raise self.refusal
        if isinstance(command, SendMessage):
            self.is_thinking.set()
            await self.may_answer.wait()
            turns = await self.answers(command) if self.answers else ()
            for turn in turns:
                self._add(session_id, turn)
        self.commands.append((actor, command))

    def _add(self, session_id: SessionId, turn: Turn) -> None:
        log = self.logs[session_id]
        said = CONTEXT.event(
            EventType.TURN_ADDED, event_id=turn.turn_id, occurred_at=NOW, payload=turn.to_json()
        )
        place = {"sequence": len(log) + 1, "session_id": session_id}
        log.append(said.model_copy(update=place))

    def _log(self, actor: Actor, session_id: str) -> list[Event]:
        if self.owners.get(session_id) != actor.user_id:
            raise UserCanFix("E_NOT_FOUND", "There is no such session.", "Begin one.")
        return self.logs[session_id]


def _view(session_id: SessionId) -> SessionView:
    now = datetime.now(UTC)
    return SessionView(
        session_id=session_id, title="", created_at=now, last_active_at=now, tokens=None
    )
