"""``Conversations`` over this process's own records and runs."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from weakref import WeakValueDictionary

from pydantic import TypeAdapter

from backend.agents.interpreter import TurnInterpreter, without_values
from backend.domain.commands import (
    AnswerIntake,
    CancelRun,
    DecideApproval,
    SendMessage,
    StartRollback,
)
from backend.domain.conversations.protocol import Position, SessionCommand
from backend.domain.conversations.turns import Turn
from backend.domain.errors import UserCanFix
from backend.domain.events import Event
from backend.domain.identifiers import GraphRunId, Scope, SessionId
from backend.domain.intake import RESERVED_VARIABLES
from backend.domain.plans.approval import Actor
from backend.domain.redaction import PLACEHOLDER, Redactor
from backend.domain.secrets import Secret
from backend.domain.views import EventPage, SessionView
from backend.runs.conversation.replies import Replies
from backend.runs.conversation.reply import PendingWish, Reply, Wish
from backend.runs.conversation.turn_log import TurnLog
from backend.runs.conversation.wording import NO_VALUES, REMOVED
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

    replies: Replies
    turns: TurnLog
    interpreter: TurnInterpreter
    redactor: Redactor
    scope: Scope
    epoch: str
    clock: Callable[[], datetime]
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
        return _view(session)

    async def of_person(self, actor: Actor) -> tuple[SessionView, ...]:
        """See the protocol."""
        found = await self._sessions.of_actor(self.scope.tenant_id, actor.user_id)
        return tuple(_view(session) for session in found)

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
        turn_id = f"turn_{said.message_id}"
        if await self.turns.has(session.scope, session.session_id, f"{turn_id}_reply"):
            return
        if session.ended_at is not None:
            raise _ended()
        hidden, values = without_values(said.text)
        text = self.redactor.text(hidden)
        await self._add(session, _person(turn_id, said, text))
        if text != hidden or any(name.startswith(RESERVED_VARIABLES) for name in values):
            reply = Reply(text=REMOVED, needs="credentials")
        elif any(value.reveal() == PLACEHOLDER for value in values.values()):
            reply = Reply(text=NO_VALUES)
        else:
            reply = await self._reply(actor, session, said.message_id, text, values)
        await self._add(session, _assistant(f"{turn_id}_reply", said, reply))
        await self._touch(
            session,
            title=session.title or text[:_TITLE_LENGTH],
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
        return await self.replies.reply(
            Wish(
                actor=actor,
                text=text,
                reading=reading,
                place=place,
                values=values,
                pending=pending,
            )
        )

    async def _add(self, session: SessionRecord, turn: Turn) -> None:
        await self.turns.add(session.scope, session.session_id, turn)

    async def _touch(self, session: SessionRecord, **changes: object) -> None:
        changed = session.model_copy(update={"last_active_at": self.clock(), **changes})
        await self._sessions.save(changed)

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
    def _sessions(self) -> Sessions:
        return self.replies.copilot.repositories.sessions

    @property
    def _events(self) -> Events:
        return self.replies.copilot.repositories.events


def _view(session: SessionRecord) -> SessionView:
    return SessionView(
        session_id=session.session_id,
        title=session.title,
        created_at=session.created_at,
        last_active_at=session.last_active_at,
    )


def _context(pending: PendingWish) -> dict[str, object]:
    """What the interpreter must know to take a bare value for an answer."""
    return {"awaiting_slot": pending.missing[0], "pending_action": pending.steps[0].action}


def _person(turn_id: str, said: SendMessage, text: str) -> Turn:
    return Turn(turn_id=turn_id, author="person", text=text, message_id=said.message_id)


def _assistant(turn_id: str, said: SendMessage, reply: Reply) -> Turn:
    return Turn(
        turn_id=turn_id,
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
