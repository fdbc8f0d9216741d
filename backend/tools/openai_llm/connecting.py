"""From an address and a key to models that can be asked, without loading the SDK yet."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from backend.domain.redaction import KnownSecrets
from backend.tools.openai_llm.endpoint import ModelEndpoint
from backend.tools.openai_llm.failover import Failover
from backend.tools.openai_llm.turns import ModelTurns, TextSink, TurnAnswer, TurnRequest


def connect(
    endpoint: ModelEndpoint,
    known: KnownSecrets,
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Failover:
    """The models of ``endpoint``; its key is redacted everywhere from now on."""
    known.register(endpoint.api_key.reveal())
    return Failover(LazyTurns(endpoint), endpoint.models, clock, sleep)


class LazyTurns:
    """The OpenAI Agents SDK, loaded beside the event loop by the first turn: it takes seconds."""

    def __init__(self, endpoint: ModelEndpoint) -> None:
        self._endpoint = endpoint
        self._turns: ModelTurns | None = None

    async def take(
        self, request: TurnRequest, model: str, sink: TextSink | None = None
    ) -> TurnAnswer:
        """One turn; see :class:`~backend.tools.openai_llm.turns.ModelTurns`."""
        if self._turns is None:
            self._turns = await asyncio.to_thread(_load, self._endpoint)
        return await self._turns.take(request, model, sink)


def _load(endpoint: ModelEndpoint) -> ModelTurns:
    from backend.tools.openai_llm.providers.agents_sdk import AgentsSdk

    return AgentsSdk(endpoint)
