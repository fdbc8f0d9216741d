"""From a region and keys to models that can be asked, without loading boto3 yet."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from backend.domain.redaction import KnownSecrets
from backend.tools.openai_llm.bedrock.endpoint import BedrockEndpoint
from backend.tools.openai_llm.failover import Failover
from backend.tools.openai_llm.guarding.checks import Checks
from backend.tools.openai_llm.guarding.guarded_turns import GuardedTurns
from backend.tools.openai_llm.turns import ModelTurns, TextSink, TurnAnswer, TurnRequest


def connect_bedrock(
    endpoint: BedrockEndpoint,
    known: KnownSecrets,
    checks: Checks,
    clock: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Failover:
    """The models of ``endpoint``; its keys are redacted everywhere from now on."""
    for key in (endpoint.access_key_id, endpoint.secret_access_key, endpoint.session_token):
        if key is not None:
            known.register(key.reveal())
    turns = GuardedTurns(LazyBedrock(endpoint), checks)
    return Failover(turns, endpoint.models, clock, sleep)


class LazyBedrock:
    """The client, made beside the event loop by the first turn."""

    def __init__(self, endpoint: BedrockEndpoint) -> None:
        self._endpoint = endpoint
        self._turns: ModelTurns | None = None

    async def take(
        self, request: TurnRequest, model: str, sink: TextSink | None = None
    ) -> TurnAnswer:
        """One turn; see :class:`~backend.tools.openai_llm.turns.ModelTurns`."""
        if self._turns is None:
            self._turns = await asyncio.to_thread(turns_at, self._endpoint)
        return await self._turns.take(request, model, sink)


def turns_at(endpoint: BedrockEndpoint) -> ModelTurns:
    """The provider itself, with keys in the clear as long as it lives."""
    from backend.aws.converse import BedrockRuntime
    from backend.aws.session import AccessKeys, Endpoint
    from backend.tools.openai_llm.bedrock.bedrock_turns import BedrockTurns

    keys = AccessKeys(
        access_key_id=endpoint.access_key_id,
        secret_access_key=endpoint.secret_access_key,
        session_token=endpoint.session_token,
    )
    runtime = BedrockRuntime(keys, Endpoint(region=endpoint.region, url=endpoint.url))
    return BedrockTurns(runtime, endpoint.timeout_s)
