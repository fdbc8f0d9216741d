"""Somebody who talks with an installation in memory."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agentpro.loading import load_graph
from agentpro.runtime import proven_graph
from agentpro.tools import ToolScope
from backend.agents.guardrails import security_check, sensitive_info_check
from backend.agents.interpreter import RuleInterpreter
from backend.agents.prompts import role_prompts
from backend.domain.aws_credentials import SandboxAccountSpec
from backend.domain.commands import SendMessage
from backend.domain.conversations.turns import Turn
from backend.domain.events import EventType
from backend.domain.identifiers import Scope, SessionId
from backend.domain.plans.approval import Actor
from backend.domain.redaction import KnownSecrets, Redactor
from backend.runs.conversation.answering import GRAPH, Conversing
from backend.runs.conversation.replies import Replies
from backend.runs.conversation.service import LocalConversations
from backend.runs.conversation.turn_log import TurnLog
from backend.runs.copilot import LocalCopilot, credential_scope
from backend.runs.event_log import StoredEventLog
from backend.telemetry.bus import TelemetryBus
from backend.telemetry.sinks import StoreSink
from backend.tools.openai_llm import (
    Checks,
    Failover,
    MemoryTokenLedger,
    MeteredModel,
    OpenAiLlm,
    Payer,
    TokenLedger,
    role_profiles,
)
from backend.tools.openai_llm.guarding.guarded_turns import GuardedTurns
from backend.tools.openai_llm.turns import ModelTurns
from tests.backend.runs.house import House, open_house
from tests.doubles.served_parts import SCOPE
from tests.doubles.vaults import VaultHouse, access_key

NOW = datetime(2030, 1, 2, tzinfo=UTC)
PERSON = Actor(user_id="usr_1", kind="user")


@dataclass(kw_only=True)
class Talk:
    """One conversation, and the house that it is about."""

    house: House
    vaults: VaultHouse
    conversations: LocalConversations
    session_id: SessionId

    async def say(self, text: str, message_id: str = "") -> Turn:
        """The reply to a message."""
        number = len(await self.turns())
        message = SendMessage(message_id=message_id or f"message_{number}", text=text)
        await self.conversations.carry_out(PERSON, self.session_id, message)
        replies = [turn for turn in await self.turns() if turn.message_id == message.message_id]
        return replies[-1]

    async def turns(self) -> list[Turn]:
        """Everything that was said so far."""
        page = await self.conversations.page(PERSON, self.session_id, 0)
        return [
            Turn.from_json(event.payload)
            for event in page.events
            if event.type is EventType.TURN_ADDED
        ]

    async def text(self) -> str:
        """The whole log as text."""
        return (await self.conversations.page(PERSON, self.session_id, 0)).model_dump_json()

    async def add_key(self, name: str = "main") -> None:
        added = await self.vaults.vault.add(credential_scope(), access_key(name))
        await self._identify(added.credential_id)

    async def add_sandbox(self) -> None:
        spec = SandboxAccountSpec(name="sandbox-1", endpoint_url="http://127.0.0.1:1")
        added = await self.vaults.vault.add(credential_scope(), spec)
        await self._identify(added.credential_id)

    async def _identify(self, credential_id: Any) -> None:
        await self.vaults.vault.record_identity(
            credential_scope(),
            credential_id,
            account_id="123456789012",
            arn="arn:aws:iam::1:user/x",
        )


def model_over(turns: ModelTurns, ledger: TokenLedger, known: KnownSecrets) -> OpenAiLlm:
    """The tool for models, with the real checks, budget and failover, over scripted turns."""
    checks = Checks(security=security_check, sensitive_info=sensitive_info_check)

    async def no_sleep(_seconds: float) -> None:
        return None

    async def payer_of(scope: ToolScope) -> Payer:
        session_id = SessionId(str(scope.inputs["session_id"]))
        return Payer(scope=Scope.from_json(scope.inputs["scope"]), session_id=session_id)

    failover = Failover(GuardedTurns(turns, checks), ("primary", "fallback"), lambda: NOW, no_sleep)
    profiles = role_profiles(role_prompts(), [load_graph(GRAPH)])
    return OpenAiLlm(MeteredModel(failover, ledger), profiles, payer_of, known, checks)


@asynccontextmanager
async def open_talk(
    folder: Path, turns: ModelTurns | None = None, ledger: TokenLedger | None = None
) -> AsyncGenerator[Talk, None]:
    """A conversation in an installation without credentials; with ``turns``, with a model."""
    vaults = VaultHouse(folder)
    nothing: Any = None
    ledger = ledger or MemoryTokenLedger()
    models = () if turns is None else (model_over(turns, ledger, vaults.known),)
    async with open_house(further_tools=models) as house:
        copilot = LocalCopilot(
            repositories=house.repositories,
            vault=vaults.vault,
            access=nothing,
            audit=house.audit,
            library=house.library,
            service=house.service,
        )
        conversations = _conversations(house, copilot, Redactor(vaults.known))
        session = await conversations.begin(PERSON)
        yield Talk(
            house=house,
            vaults=vaults,
            conversations=conversations,
            session_id=session.session_id,
        )


def _conversations(house: House, copilot: LocalCopilot, redactor: Redactor) -> LocalConversations:
    bus = TelemetryBus(
        redactor=redactor,
        store=StoreSink(StoredEventLog(house.repositories.events, house.clock)),
        sinks=[],
        report=print,
    )
    return LocalConversations(
        conversing=Conversing(
            replies=Replies(copilot=copilot),
            registry=house.registry,
            graph=proven_graph(GRAPH, house.registry),
            bus=bus,
            clock=house.clock,
        ),
        turns=TurnLog(events=house.repositories.events, bus=bus, clock=house.clock),
        interpreter=RuleInterpreter(),
        redactor=redactor,
        scope=SCOPE,
        epoch="epoch_1",
        clock=house.clock,
    )
