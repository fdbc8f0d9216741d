"""What a server needs besides runs: conversations, and the people who have them."""

from agentpro.registry import Registry
from agentpro.runtime import proven_graph
from backend.agents.interpreter import RuleInterpreter
from backend.api.parts import Parts
from backend.credentials.people.accounts import Accounts
from backend.credentials.people.passwords import Passwords
from backend.domain.identifiers import ApplicationId, Scope
from backend.runs.conversation.answering import GRAPH, Conversing
from backend.runs.conversation.replies import Replies
from backend.runs.conversation.service import LocalConversations
from backend.runs.conversation.turn_log import TurnLog
from backend.runs.copilot import LocalCopilot
from backend.runs.places import ENVIRONMENT, TENANT
from backend.wiring.foundation import Foundation, new_id, now
from backend.wiring.language_model import LanguageModel

SCOPE = Scope(tenant_id=TENANT, environment_id=ENVIRONMENT, application_id=ApplicationId("*"))
"""What belongs to no single application: people and conversations."""


async def make_parts(
    base: Foundation, copilot: LocalCopilot, language: LanguageModel, registry: Registry
) -> Parts:
    """Everything that is served."""
    repositories = base.repositories
    installation = await repositories.installation.begun(SCOPE, new_id(), now())
    conversations = LocalConversations(
        conversing=make_conversing(base, copilot, registry),
        turns=make_turn_log(base),
        interpreter=RuleInterpreter(),
        redactor=base.redactor,
        scope=SCOPE,
        epoch=installation.epoch,
        clock=now,
        live_turns=language.live_turns,
        tokens=language.tokens,
    )
    return Parts(
        copilot=copilot,
        conversations=conversations,
        accounts=make_accounts(base),
        documents=base.documents_back_end,
        knowledge=base.knowledge_back_end,
        model_status=language.status,
    )


def make_conversing(base: Foundation, copilot: LocalCopilot, registry: Registry) -> Conversing:
    """What answers messages, with what runs are made of."""
    return Conversing(
        replies=Replies(copilot=copilot),
        registry=registry,
        graph=proven_graph(GRAPH, registry),
        bus=base.bus,
        clock=now,
    )


def make_accounts(base: Foundation) -> Accounts:
    """The people of this installation; what they do to get in is audited."""

    async def record(kind: str, user_id: str) -> None:
        await base.audit.append(kind, actor=user_id, scope=SCOPE, detail={})

    return Accounts(
        repositories=base.repositories,
        passwords=Passwords(),
        scope=SCOPE,
        record=record,
        clock=now,
    )


def make_turn_log(base: Foundation) -> TurnLog:
    """Where turns are written."""
    return TurnLog(events=base.repositories.events, bus=base.bus, clock=now)
