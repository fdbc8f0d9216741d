"""``Conversations`` over this process's own records and runs."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakValueDictionary

from pydantic import JsonValue, TypeAdapter

from backend.agents.interpreter import TurnInterpreter, without_values
from backend.domain.commands import (
    AnswerIntake,
    CancelRun,
    DecideApproval,
    SendMessage,
    StartRollback,
)
from backend.domain.conversations.frames import TurnPiece
from backend.domain.conversations.protocol import Position, SessionCommand
from backend.domain.conversations.turns import Turn
from backend.domain.errors import UserCanFix
from backend.domain.events import Event
from backend.domain.identifiers import GraphRunId, Scope, SessionId
from backend.domain.intake import RESERVED_VARIABLES
from backend.domain.plans.approval import Actor
from backend.domain.redaction import PLACEHOLDER, Redactor
from backend.domain.secrets import Secret
from backend.domain.views import EventPage, SessionTokens, SessionView
from backend.runs.conversation.answering import Conversing
from backend.runs.conversation.live_turns import LiveTurns
from backend.runs.conversation.replies import Replies
from backend.runs.conversation.reply import PendingWish, Reply, Wish
from backend.runs.conversation.session_tokens import TokenCounts
from backend.runs.conversation.turn_log import TurnLog
from backend.runs.conversation.wording import NO_VALUES, REMOVED
from backend.runs.decisions import audit_refusal
from backend.runs.places import RunPlace, new_place
from backend.runs.views import event_of
from backend.stores.repositories.events import Events
from backend.stores.repositories.records import not_found
from backend.stores.repositories.sessions import SessionRecord, Sessions

_PENDING = TypeAdapter(PendingWish)
_TITLE_LENGTH = 60
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
                    with self.live_turns.turn(session_id, _reply_id(command.message_id)):
                        await self._converse(actor, session, command)
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

    async def _converse(self, actor: Actor, session: SessionRecord, said: SendMessage) -> None:
        if await self.turns.has(session.scope, session.session_id, _reply_id(said.message_id)):
            return
        if session.ended_at is not None:
            raise _ended()
        hidden, values = without_values(said.text)
        text = self.redactor.text(hidden)
        await self._add(session, _person(said, text))
        was_spent = await self._is_spent(session)
        if text != hidden or any(name.startswith(RESERVED_VARIABLES) for name in values):
            reply = Reply(text=REMOVED, needs="credentials")
        elif any(value.reveal() == PLACEHOLDER for value in values.values()):
            reply = Reply(text=NO_VALUES)
        else:
            reply = await self._reply(actor, session, said.message_id, text, values)
        if reply.is_final:
            await audit_refusal(self.replies.copilot.audit, actor, session, said.message_id)
        await self._add(session, _assistant(said, reply))
        if self.tokens and not was_spent and await self._is_spent(session):
            await self._add(session, _notice(said, self.tokens.notice))
        await self._touch(
            session,
            title=session.title or text[:_TITLE_LENGTH],
            message_count=session.message_count + 1,
            ended_at=self.clock() if reply.is_final else session.ended_at,
            pending=reply.pending and _PENDING.dump_python(reply.pending, mode="json"),
        )

    async def _reply(
        self,
        actor: Actor,
        session: SessionRecord,
        message_id: str,
        text: str,
        values: Mapping[str, Secret],
    ) -> Reply:
        session_id = session.session_id
        place = RunPlace(session_id=session_id, graph_run_id=_run_id(session_id, message_id))
        pending = _PENDING.validate_python(session.pending) if session.pending else None
        reading = await self.interpreter.read(text, _context(pending) if pending else None)
        wish = Wish(
            actor=actor, text=text, reading=reading, place=place, values=values, pending=pending
        )
        return await self.conversing.reply(wish, session.scope, _reply_id(message_id))

    async def _is_spent(self, session: SessionRecord) -> bool:
        if self.tokens is None:
            return False
        return (await self.tokens.of_session(session.tenant_id, session.session_id)).is_spent

    async def _views(self, sessions: Sequence[SessionRecord]) -> tuple[SessionView, ...]:
        if self.tokens is None:
            return tuple(_view(each) for each in sessions)
        ids = (each.session_id for each in sessions)
        tokens = await self.tokens.of(self.scope.tenant_id, ids)
        return tuple(_view(each, tokens[each.session_id]) for each in sessions)

    async def _add(self, session: SessionRecord, turn: Turn) -> None:
        await self.turns.add(session.scope, session.session_id, turn)

    async def _touch(self, session: SessionRecord, **changes: JsonValue | datetime) -> None:
        """Only these fields: a run that ends meanwhile notes how, in others."""
        tenant_id, session_id = session.tenant_id, session.session_id
        now = self.clock()
        await self._sessions.change(tenant_id, session_id, last_active_at=now, **changes)

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


def _context(pending: PendingWish) -> dict[str, object]:
    """What the interpreter must know to take a bare value for an answer."""
    return {"awaiting_slot": pending.missing[0], "pending_action": pending.steps[0].action}


def _reply_id(message_id: str) -> str:
    return f"turn_{message_id}_reply"


def _person(said: SendMessage, text: str) -> Turn:
    turn_id = f"turn_{said.message_id}"
    return Turn(turn_id=turn_id, author="person", text=text, message_id=said.message_id)


def _notice(said: SendMessage, text: str) -> Turn:
    return Turn(turn_id=f"turn_{said.message_id}_notice", author="assistant", text=text)


def _assistant(said: SendMessage, reply: Reply) -> Turn:
    return Turn(
        turn_id=_reply_id(said.message_id),
        author="assistant",
        text=reply.text,
        graph_run_id=reply.graph_run_id,
        suggestions=reply.suggestions,
        message_id=said.message_id,
        needs=reply.needs,
        is_final=reply.is_final,
    )


def _run_id(session_id: SessionId, message_id: str) -> GraphRunId:
    """The same for the same message, so that sending it again starts no second run."""
    digest = hashlib.sha256(f"{session_id}:{message_id}".encode()).hexdigest()
    return GraphRunId(f"run_{digest[:16]}")


def _ended() -> UserCanFix:
    return UserCanFix(
        "E_CONVERSATION_ENDED",
        "This conversation was ended.",
        "Begin a new conversation.",
    )
