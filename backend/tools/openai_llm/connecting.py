"""From an address and a key to models that can be asked, without loading the SDK yet."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from backend.domain.guardrails import SecurityCheckOutput
from backend.domain.redaction import KnownSecrets
from backend.tools.openai_llm.endpoint import ModelEndpoint
from backend.tools.openai_llm.failover import Failover
from backend.tools.openai_llm.guarding.checks import Checks, HostedModeration
from backend.tools.openai_llm.turns import ModelTurns, TextSink, TurnAnswer, TurnRequest


def connect(
    endpoint: ModelEndpoint,
    known: KnownSecrets,
    checks: Checks,
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Failover:
    """The models of ``endpoint``; its key is redacted everywhere from now on."""
    known.register(endpoint.api_key.reveal())
    return Failover(LazyTurns(endpoint, checks), endpoint.models, clock, sleep)


class LazyTurns:
    """The OpenAI Agents SDK, loaded beside the event loop by the first turn: it takes seconds."""

    def __init__(self, endpoint: ModelEndpoint, checks: Checks) -> None:
        self._endpoint = endpoint
        self._checks = checks
        self._turns: ModelTurns | None = None

    async def take(
        self, request: TurnRequest, model: str, sink: TextSink | None = None
    ) -> TurnAnswer:
        """One turn; see :class:`~backend.tools.openai_llm.turns.ModelTurns`."""
        if self._turns is None:
            self._turns = await asyncio.to_thread(_turns_at, self._endpoint, self._checks)
        return await self._turns.take(request, model, sink)


class LazyModeration:
    """Hosted moderation at the model's address: required of the vendor, and of others where they
    offer it.
    """

    def __init__(self, endpoint: ModelEndpoint) -> None:
        self._endpoint = endpoint
        self._moderation: HostedModeration | None = None

    async def check(self, text: str) -> SecurityCheckOutput | None:
        """See :class:`~backend.tools.openai_llm.guarding.checks.HostedModeration`."""
        if self._moderation is None:
            self._moderation = await asyncio.to_thread(_moderation_at, self._endpoint)
        return await self._moderation.check(text)


def _turns_at(endpoint: ModelEndpoint, checks: Checks) -> ModelTurns:
    from backend.tools.openai_llm.providers.agents_sdk import AgentsSdk

    return AgentsSdk(endpoint, checks)


def _moderation_at(endpoint: ModelEndpoint) -> HostedModeration:
    from backend.tools.openai_llm.providers.hosted_moderation import OpenAiModeration

    return OpenAiModeration(endpoint, must_answer=endpoint.is_vendor)
