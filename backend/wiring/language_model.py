"""The language model of this installation, if a key for one is set, and who may watch it write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from agentpro.run.budget import ALLOWANCE_INPUT, TokenBudget
from agentpro.tools import Tool, ToolResult, ToolScope
from backend.agents.guardrails import security_check, sensitive_info_check
from backend.agents.prompts import role_prompts
from backend.domain.devops_context import DevOpsContext
from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import CredentialId, GraphRunId, Scope, SessionId
from backend.domain.secrets import Secret
from backend.runs.conversation.live_turns import LiveTurns
from backend.runs.conversation.session_tokens import TokenCounts
from backend.settings import Settings
from backend.stores.repositories.runs import Runs
from backend.tools.openai_llm import (
    Checks,
    Failover,
    HostedModeration,
    LazyModeration,
    MeteredModel,
    ModelEndpoint,
    ModelStatus,
    OpenAiLlm,
    Payer,
    StoredTokenLedger,
    connect,
    role_profiles,
)
from backend.tools.openai_llm.bedrock.connecting import connect_bedrock
from backend.tools.openai_llm.bedrock.endpoint import BedrockEndpoint
from backend.tools.openai_llm.guarding.guarded_turns import GuardedTurns
from backend.tools.openai_llm.providers.choice import (
    HOW_TO_INSTALL,
    default_session_tokens,
    is_installed,
    most_session_tokens,
)
from backend.tools.openai_llm.turns import ModelTurns, TextSink
from backend.wiring.foundation import Foundation, now
from backend.wiring.limits import newest_graphs


@dataclass(frozen=True, kw_only=True, slots=True)
class LanguageModel:
    """What the rest of the service is given of it; all ``None`` where there is no model."""

    live_turns: LiveTurns
    tool: Tool | None = None
    status: Callable[[], ModelStatus] | None = None
    tokens: TokenCounts | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnModel:
    """A provider of somebody else in the place of the configured one; see ``docs/extending.md``."""

    turns: ModelTurns
    models: tuple[str, ...]
    """The primary model first, then those that answer while it is out."""
    secrets: tuple[Secret, ...] = field(default=(), repr=False)
    """What is redacted everywhere, such as its key."""


def language_model(
    settings: Settings, base: Foundation, own: OwnModel | None = None
) -> LanguageModel:
    """``own``, or else the model that the settings name; nothing is asked and nothing heavy is
    imported yet.

    Raises:
        OperatorMustAct: ``E_MODEL_NOT_INSTALLED``.
    """
    if own is not None:
        return _of_somebody(own, settings, base)
    choice = settings.model
    if choice is None:
        return LanguageModel(live_turns=LiveTurns())
    _require_installed()
    match choice.endpoint:
        case ModelEndpoint() as endpoint:
            checks = _checks(LazyModeration(endpoint))
            failover = connect(endpoint, base.known, checks, now)
        case BedrockEndpoint() as endpoint:
            checks = _checks()
            failover = connect_bedrock(endpoint, base.known, checks, now)
    return _joined(failover, checks, choice.session_tokens, base)


def _checks(hosted: HostedModeration | None = None) -> Checks:
    return Checks(security=security_check, sensitive_info=sensitive_info_check, hosted=hosted)


def _of_somebody(own: OwnModel, settings: Settings, base: Foundation) -> LanguageModel:
    """With the guardrails that its own provider may not have."""
    for secret in own.secrets:
        base.known.register(secret.reveal())
    checks = _checks()
    failover = Failover(GuardedTurns(own.turns, checks), own.models, now)
    choice = settings.model
    return _joined(
        failover, checks, choice.session_tokens if choice else default_session_tokens(), base
    )


def _joined(
    failover: Failover, checks: Checks, session_tokens: TokenBudget, base: Foundation
) -> LanguageModel:
    live_turns = LiveTurns()
    accounts = base.repositories.token_accounts
    tool = OpenAiLlm(
        MeteredModel(failover, StoredTokenLedger(accounts, now)),
        role_profiles(role_prompts(), newest_graphs()),
        Payers(base.repositories.runs).of,
        base.known,
        checks,
        Watchers(live_turns).of,
        acting_for,
    )
    return LanguageModel(
        live_turns=live_turns,
        tool=AllowedTokens(tool, session_tokens),
        status=lambda: failover.status,
        tokens=TokenCounts(
            accounts=accounts, allowance=session_tokens, ceiling=most_session_tokens()
        ),
    )


@dataclass(frozen=True, slots=True)
class Payers:
    """Whose session pays: the one that a conversation's run names, or the one of a recorded run."""

    runs: Runs

    async def of(self, scope: ToolScope) -> Payer:
        """The payer of a call."""
        place = Scope.from_json(scope.inputs["scope"])
        session_id = scope.inputs.get("session_id")
        if isinstance(session_id, str):
            return Payer(scope=place, session_id=SessionId(session_id))
        run = await self.runs.get(place.tenant_id, GraphRunId(scope.graph_run_id))
        return Payer(scope=run.scope, session_id=run.session_id)


@dataclass(frozen=True, slots=True)
class Watchers:
    """Who watches a text being written: everybody at the session, where it is a reply."""

    live_turns: LiveTurns

    def of(self, scope: ToolScope) -> TextSink | None:
        """Where the text of a call is shown, if it is."""
        session_id, turn_id = scope.inputs.get("session_id"), scope.inputs.get("turn_id")
        if isinstance(session_id, str) and isinstance(turn_id, str):
            return self.live_turns.sink(SessionId(session_id), turn_id)
        return None


def acting_for(scope: ToolScope) -> DevOpsContext | None:
    """For whom a run answers, and in which account; none where it says neither."""
    actor, account = scope.inputs.get("actor"), scope.inputs.get("account")
    if not isinstance(actor, dict) or not isinstance(account, dict):
        return None
    return DevOpsContext(
        user_id=str(actor["user_id"]),
        aws_region=str(account["region"]),
        aws_credential_id=CredentialId(str(account["credential_id"])),
    )


@dataclass(frozen=True, slots=True)
class AllowedTokens:
    """The tool, with what this installation allows a session, whatever a run was begun with."""

    tool: Tool
    allowance: TokenBudget

    @property
    def name(self) -> str:
        """As the tool's."""
        return self.tool.name

    @property
    def capabilities(self) -> frozenset[str]:
        """As the tool's."""
        return self.tool.capabilities

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        """See the tool."""
        allowed: JsonValue = {
            "input_tokens": self.allowance.input_tokens,
            "output_tokens": self.allowance.output_tokens,
        }
        inputs = {**scope.inputs, ALLOWANCE_INPUT: allowed}
        return await self.tool.call(capability, args, replace(scope, inputs=inputs))


def _require_installed() -> None:
    if not is_installed():
        raise OperatorMustAct(
            "E_MODEL_NOT_INSTALLED",
            "OPENAI_API_KEY is set, but the libraries for a language model are not installed.",
            f"{HOW_TO_INSTALL}, or unset OPENAI_API_KEY: everything works without a model.",
        )
