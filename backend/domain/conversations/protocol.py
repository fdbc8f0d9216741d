"""Conversations as the page sees them: one session, one log of events, commands into it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Protocol

from backend.domain.commands import (
    AnswerIntake,
    CancelRun,
    DecideApproval,
    SendMessage,
    StartRollback,
)
from backend.domain.conversations.frames import TurnPiece
from backend.domain.events import Event
from backend.domain.identifiers import SessionId
from backend.domain.plans.approval import Actor
from backend.domain.views import EventPage, SessionView

SessionCommand = SendMessage | AnswerIntake | DecideApproval | CancelRun | StartRollback
"""What can be asked for in a session."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """How far a session's log has come; another ``epoch`` means that it began anew."""

    epoch: str
    last_sequence: int


class Messaging(Protocol):
    """Talking in sessions: all that it takes to send messages and to read the answers."""

    async def begin(self, actor: Actor) -> SessionView:
        """A new session."""
        ...

    async def page(self, actor: Actor, session_id: SessionId, after_sequence: int) -> EventPage:
        """The events behind ``after_sequence`` that there are, at most some hundreds."""
        ...

    def live(self, actor: Actor, session_id: SessionId) -> AsyncGenerator[TurnPiece, None]:
        """The reply that is being written, from its first character, and those to come; ends when
        it is closed. Who reads slowly gets longer pieces.
        """
        ...

    async def carry_out(self, actor: Actor, session_id: SessionId, command: SendMessage) -> None:
        """Take a message, and answer it; the turns of both are in the log afterwards.

        Raises:
            CopilotError: it was refused.
        """
        ...


class Conversations(Messaging, Protocol):
    """Sessions of people. Every method raises ``E_NOT_FOUND`` for a session of somebody else."""

    async def of_person(self, actor: Actor) -> tuple[SessionView, ...]:
        """A person's sessions, the last active first."""
        ...

    async def position(self, actor: Actor, session_id: SessionId) -> Position:
        """How far the log has come."""
        ...

    def events(
        self, actor: Actor, session_id: SessionId, after_sequence: int
    ) -> AsyncGenerator[Event, None]:
        """The events behind ``after_sequence``, then those to come; ends when it is closed."""
        ...

    async def carry_out(self, actor: Actor, session_id: SessionId, command: SessionCommand) -> None:
        """Do what was asked for; what follows from it comes as events.

        Raises:
            CopilotError: it was refused. Runs, forms and approvals of other sessions are not found.
        """
        ...
