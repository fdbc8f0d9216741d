"""``Conversations`` over this process's own records and runs."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakValueDictionary

from backend.agents.interpreter import TurnInterpreter
from backend.domain.commands import (
    AnswerIntake,
    CancelRun,
    DecideApproval,
    SendMessage,
    StartRollback,
)
from backend.domain.conversations.frames import TurnPiece
from backend.domain.conversations.protocol import Position, SessionCommand
from backend.domain.events import Event
from backend.domain.identifiers import GraphRunId, Scope, SessionId
from backend.domain.plans.approval import Actor
from backend.domain.redaction import Redactor
from backend.domain.views import EventPage, SessionTokens, SessionView
from backend.runs.conversation.answering import Conversing
from backend.runs.conversation.live_turns import LiveTurns
from backend.runs.conversation.messages import Messages, reply_id
from backend.runs.conversation.replies import Replies
from backend.runs.conversation.session_tokens import TokenCounts
from backend.runs.conversation.turn_log import TurnLog
from backend.runs.places import new_place
from backend.runs.views import event_of
from backend.stores.repositories.events import Events
from backend.stores.repositories.records import not_found
from backend.stores.repositories.sessions import SessionRecord, Sessions

_PAGE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalConversations:
    """See the protocol. Messages of one session are taken one after the other."""

    conversing: Conversing
    turns: TurnLog
    interpreter: TurnInterpreter
    redactor: Redactor
    scope: Scope
    epoch: str
    clock: Callable[[], datetime]
    live_turns: LiveTurns = field(default_factory=LiveTurns)
    tokens: TokenCounts | None = None
    """``None`` without a language model."""
    _turn: "WeakValueDictionary[SessionId, asyncio.Lock]" = field(
        default_factory=WeakValueDictionary["SessionId", asyncio.Lock], init=False
    )

    async def begin(self, actor: Actor) -> SessionView:
        """See the protocol."""
        now = self.clock()
        session = SessionRecord(
            **self.scope.model_dump(),
            created_at=now,
            last_active_at=now,
            session_id=new_place().session_id,
            actor=actor.user_id,
        )
        await self._sessions.save(session)
        return (await self._views([session]))[0]

    async def of_person(self, actor: Actor) -> tuple[SessionView, ...]:
        """See the protocol."""
        found = await self._sessions.of_actor(self.scope.tenant_id, actor.user_id)
        return await self._views(found)

    async def position(self, actor: Actor, session_id: SessionId) -> Position:
        """See the protocol."""
        await self._own(actor, session_id)
        last = await self._events.last_sequence(self.scope.tenant_id, session_id)
        return Position(epoch=self.epoch, last_sequence=last)

    async def events(
        self, actor: Actor, session_id: SessionId, after_sequence: int
    ) -> AsyncGenerator[Event, None]:
        """See the protocol."""
        await self._own(actor, session_id)
        tenant_id = self.scope.tenant_id
        subscription = self._events.subscribe(tenant_id, session_id, after_sequence)
        async with aclosing(subscription) as records:
            async for record in records:
                yield event_of(record)

    async def live(self, actor: Actor, session_id: SessionId) -> AsyncGenerator[TurnPiece, None]:
        """See the protocol."""
        await self._own(actor, session_id)
        async with aclosing(self.live_turns.pieces(session_id)) as pieces:
            async for piece in pieces:
                yield piece

    async def page(self, actor: Actor, session_id: SessionId, after_sequence: int) -> EventPage:
        """See the protocol."""
        position = await self.position(actor, session_id)
        tenant_id = self.scope.tenant_id
        records = await self._events.after(tenant_id, session_id, after_sequence, _PAGE)
        return EventPage(
            epoch=position.epoch,
            last_sequence=position.last_sequence,
            events=tuple(event_of(record) for record in records),
        )

    async def carry_out(self, actor: Actor, session_id: SessionId, command: SessionCommand) -> None:
        """See the protocol."""
        await self._own(actor, session_id)
        copilot = self.replies.copilot
        match command:
            case SendMessage():
                async with self._turn.setdefault(session_id, asyncio.Lock()):
                    # As it is after the message before this one, which may have ended it.
                    session = await self._own(actor, session_id)
                    with self.live_turns.turn(session_id, reply_id(command.message_id)):
                        await self._messages.take(actor, session, command)
            case AnswerIntake():
                await self._own_run(session_id, command.graph_run_id)
                await copilot.answer_intake(actor, command)
            case CancelRun():
                await self._own_run(session_id, command.graph_run_id)
                await copilot.cancel_run(actor, command)
            case DecideApproval():
                await self._own_question(session_id, command)
                await copilot.decide_approval(actor, command)
            case StartRollback():
                await copilot.start_rollback(actor, command, new_place(session_id))

    async def _views(self, sessions: Sequence[SessionRecord]) -> tuple[SessionView, ...]:
        if self.tokens is None:
            return tuple(_view(each) for each in sessions)
        ids = (each.session_id for each in sessions)
        tokens = await self.tokens.of(self.scope.tenant_id, ids)
        return tuple(_view(each, tokens[each.session_id]) for each in sessions)

    async def _own(self, actor: Actor, session_id: SessionId) -> SessionRecord:
        session = await self._sessions.get(self.scope.tenant_id, session_id)
        if session.actor != actor.user_id:
            raise not_found("sessions", session_id)
        return session

    async def _own_run(self, session_id: SessionId, graph_run_id: GraphRunId) -> None:
        runs = self.replies.copilot.repositories.runs
        run = await runs.get(self.scope.tenant_id, graph_run_id)
        if run.session_id != session_id:
            raise not_found("runs", graph_run_id)

    async def _own_question(self, session_id: SessionId, command: DecideApproval) -> None:
        approvals = self.replies.copilot.repositories.approvals
        question = await approvals.get(self.scope.tenant_id, command.approval_id)
        if question.session_id != session_id:
            raise not_found("approvals", command.approval_id)

    @property
    def replies(self) -> Replies:
        """Who acts on what was understood."""
        return self.conversing.replies

    @property
    def _messages(self) -> Messages:
        return Messages(
            conversing=self.conversing,
            turns=self.turns,
            interpreter=self.interpreter,
            redactor=self.redactor,
            clock=self.clock,
            tokens=self.tokens,
        )

    @property
    def _sessions(self) -> Sessions:
        return self.replies.copilot.repositories.sessions

    @property
    def _events(self) -> Events:
        return self.replies.copilot.repositories.events


def _view(session: SessionRecord, tokens: SessionTokens | None = None) -> SessionView:
    return SessionView(
        session_id=session.session_id,
        title=session.title,
        created_at=session.created_at,
        last_active_at=session.last_active_at,
        tokens=tokens,
    )
