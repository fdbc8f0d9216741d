"""``AWSAgent``: one person's conversation and operations, for other Python code."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import aclosing, suppress
from typing import Any, TypedDict

from backend.domain.commands import DecideApproval, SendMessage
from backend.domain.conversations.protocol import Conversations
from backend.domain.conversations.turns import Turn
from backend.domain.copilot import Copilot
from backend.domain.devops_context import DevOpsContext
from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.events import Event, EventType
from backend.domain.identifiers import ApprovalId, StepId
from backend.domain.plans.approval import Actor, Answer
from backend.sdk.arguments import call_of
from backend.sdk.operating import PATIENCE_S, Operator
from backend.sdk.results import ApprovalRequired, Failed, OperationResult
from backend.sdk.state import AgentState, ConversationThread, Session


class AWSAgent:
    """Talks and operates for ``actor``; ``wiring.open_agent`` makes one with all it needs.

    Whatever would change something comes back as :class:`ApprovalRequired`. Only :meth:`approve`
    has it applied: with the person who looked at the plan, over both of its digests.
    """

    def __init__(
        self,
        copilot: Copilot,
        actor: Actor,
        context: DevOpsContext,
        *,
        conversations: Conversations | None = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.copilot = copilot
        self.actor = actor
        self.context = context
        self._conversations = conversations
        self._operator = Operator(copilot=copilot, actor=actor, patience_s=patience_s)
        self._session: Session | None = None

    async def chat(self, text: str) -> AgentState:
        """Say something in this agent's conversation; a run that comes of it is waited for.

        Raises:
            CopilotError: the message was not taken; ``E_NO_CONVERSATION`` where the service was
                reached through a server, which talks with pages only.
        """
        conversations = self._talking()
        session = self._session = self._session or await conversations.begin(self.actor)
        message = SendMessage(message_id=f"msg_{secrets.token_hex(8)}", text=text)
        await conversations.carry_out(self.actor, session.session_id, message)
        events = conversations.events(self.actor, session.session_id, 0)
        turns, reply = await self._heard(events, f"turn_{message.message_id}_reply")
        run_id = reply.graph_run_id if reply else None
        return AgentState(
            thread=ConversationThread(session=session, turns=turns),
            reply=reply,
            run=await self._operator.settled(run_id) if run_id else None,
        )

    async def operate(self, action: str, **params: Any) -> OperationResult:
        """Ask for one action of the catalogue; a refusal is a result too.

        ``params`` are the action's, and ``region``, which the context has otherwise.
        """
        try:
            call = call_of(action, params)
            account = await self._operator.account(self.context, profile=None)
        except CopilotError as refusal:
            return Failed.because_of(refusal)
        region = self.context.region_or_default(call.args.get("region"))
        return await self._operator.perform(call, account.credential_id, region)

    async def approve(
        self,
        required: ApprovalRequired,
        *,
        actor: Actor,
        confirmed: Mapping[StepId, str] | None = None,
        exposures: Collection[StepId] = (),
    ) -> OperationResult:
        """Approve exactly what was shown, as ``actor``; done when it is applied, or taken back.

        ``confirmed`` are the names that the person typed for destructive steps, ``exposures`` the
        public endpoints that they allowed; nothing is confirmed for them.
        """
        answer = DecideApproval(
            **_bound(required),
            answer=Answer.APPROVED,
            confirmed_steps=dict(confirmed or {}),
            allowed_exposures=tuple(exposures),
        )
        return await self._decided(required, answer, actor)

    async def reject(
        self, required: ApprovalRequired, *, actor: Actor, reason: str | None = None
    ) -> OperationResult:
        """Say no; nothing has changed."""
        answer = DecideApproval(**_bound(required), answer=Answer.REJECTED, reason=reason)
        return await self._decided(required, answer, actor)

    async def _decided(
        self, required: ApprovalRequired, answer: DecideApproval, actor: Actor
    ) -> OperationResult:
        person = Operator(copilot=self.copilot, actor=actor, patience_s=self._operator.patience_s)
        return await person.decide(required.question.graph_run_id, answer)

    def _talking(self) -> Conversations:
        if self._conversations is None:
            raise UserCanFix(
                "E_NO_CONVERSATION",
                "This agent was opened without conversations.",
                "Use operate, or open the service in this process with open_agent.",
            )
        return self._conversations

    async def _heard(
        self, events: AsyncGenerator[Event, None], turn_id: str
    ) -> tuple[tuple[Turn, ...], Turn | None]:
        """What was said so far, and the turn of that id, which is waited for."""
        turns: list[Turn] = []
        with suppress(TimeoutError):
            async with asyncio.timeout(self._operator.patience_s), aclosing(events) as told:
                async for event in told:
                    turns.extend(_turns_in(event))
                    if turns and turns[-1].turn_id == turn_id:
                        return tuple(turns), turns[-1]
        return tuple(turns), None


def _turns_in(event: Event) -> list[Turn]:
    return [Turn.from_json(event.payload)] if event.type is EventType.TURN_ADDED else []


class _Bound(TypedDict):
    approval_id: ApprovalId
    plan_digest: str
    change_set_digest: str


def _bound(required: ApprovalRequired) -> _Bound:
    """What an answer is bound to: exactly what was shown."""
    question = required.question
    return _Bound(
        approval_id=question.approval_id,
        plan_digest=question.plan_digest,
        change_set_digest=question.change_set_digest,
    )
