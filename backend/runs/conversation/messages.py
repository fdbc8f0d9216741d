"""One message after the other: read, answered, and both kept as turns."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue, TypeAdapter

from backend.agents.interpreter import TurnInterpreter, without_values
from backend.domain.commands import SendMessage
from backend.domain.conversations.turns import Turn
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import GraphRunId, SessionId
from backend.domain.intake import RESERVED_VARIABLES
from backend.domain.plans.approval import Actor
from backend.domain.redaction import PLACEHOLDER, Redactor
from backend.domain.secrets import Secret
from backend.runs.conversation.answering import Conversing
from backend.runs.conversation.known.session_log import session_log
from backend.runs.conversation.reply import PendingWish, Reply, Wish
from backend.runs.conversation.session_tokens import TokenCounts
from backend.runs.conversation.turn_log import TurnLog
from backend.runs.conversation.wording import NO_VALUES, REMOVED
from backend.runs.decisions import audit_refusal
from backend.runs.places import RunPlace
from backend.stores.repositories.sessions import SessionRecord

_PENDING = TypeAdapter(PendingWish)
_TITLE_LENGTH = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Messages:
    """Takes the messages of people."""

    conversing: Conversing
    turns: TurnLog
    interpreter: TurnInterpreter
    redactor: Redactor
    clock: Callable[[], datetime]
    tokens: TokenCounts | None

    async def take(self, actor: Actor, session: SessionRecord, said: SendMessage) -> None:
        """Keep the message without its secrets, and answer it; one that was answered stays so.

        Raises:
            UserCanFix: ``E_CONVERSATION_ENDED``.
            OperatorMustAct: the service itself fails.
        """
        if await self.turns.has(session.scope, session.session_id, reply_id(said.message_id)):
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
            copilot = self.conversing.replies.copilot
            await audit_refusal(copilot.audit, actor, session, said.message_id)
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
        repositories = self.conversing.replies.copilot.repositories
        known = await session_log(repositories, session_id)
        pending = _PENDING.validate_python(session.pending) if session.pending else None
        awaited: dict[str, object] = {} if pending is None else pending.as_context()
        wish = Wish(
            actor=actor,
            text=text,
            reading=await self.interpreter.read(text, {**known.as_context(), **awaited}),
            place=RunPlace(session_id=session_id, graph_run_id=_run_id(session_id, message_id)),
            values=values,
            pending=pending,
            known=known,
        )
        return await self.conversing.reply(wish, session.scope, reply_id(message_id))

    async def _is_spent(self, session: SessionRecord) -> bool:
        if self.tokens is None:
            return False
        return (await self.tokens.of_session(session.tenant_id, session.session_id)).is_spent

    async def _add(self, session: SessionRecord, turn: Turn) -> None:
        await self.turns.add(session.scope, session.session_id, turn)

    async def _touch(self, session: SessionRecord, **changes: JsonValue | datetime) -> None:
        """Only these fields: a run that ends meanwhile notes how, in others."""
        sessions = self.conversing.replies.copilot.repositories.sessions
        tenant_id, session_id = session.tenant_id, session.session_id
        await sessions.change(tenant_id, session_id, last_active_at=self.clock(), **changes)


def reply_id(message_id: str) -> str:
    """The id of the turn that answers a message."""
    return f"turn_{message_id}_reply"


def _person(said: SendMessage, text: str) -> Turn:
    turn_id = f"turn_{said.message_id}"
    return Turn(turn_id=turn_id, author="person", text=text, message_id=said.message_id)


def _notice(said: SendMessage, text: str) -> Turn:
    return Turn(turn_id=f"turn_{said.message_id}_notice", author="assistant", text=text)


def _assistant(said: SendMessage, reply: Reply) -> Turn:
    return Turn(
        turn_id=reply_id(said.message_id),
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
