"""Turns through the Converse API: one call, one answer or what the model asks for."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from backend.aws.errors import AwsFailure
from backend.tools.openai_llm.bedrock.answers import answer_in
from backend.tools.openai_llm.bedrock.aws_failures import turn_failure_of
from backend.tools.openai_llm.bedrock.replies import Reply, ReplyInPieces, whole_reply
from backend.tools.openai_llm.bedrock.requests import converse_request
from backend.tools.openai_llm.failures import unreachable
from backend.tools.openai_llm.turns import TextSink, TurnAnswer, TurnRequest

_log = logging.getLogger(__name__)


class ConverseClient(Protocol):
    """The two calls of :class:`~backend.aws.converse.BedrockRuntime`. Both block."""

    def converse(self, request: Mapping[str, Any]) -> Mapping[str, Any]: ...

    def stream(self, request: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]: ...


class BedrockTurns:
    """The provider behind one client. It has no guardrails: it stands behind those of
    :class:`~backend.tools.openai_llm.guarding.guarded_turns.GuardedTurns`.
    """

    def __init__(self, client: ConverseClient, timeout_s: float) -> None:
        self._client = client
        self._timeout_s = timeout_s

    async def take(
        self, request: TurnRequest, model: str, sink: TextSink | None = None
    ) -> TurnAnswer:
        """One turn; see :class:`~backend.tools.openai_llm.turns.ModelTurns`."""
        body = converse_request(request, model)
        try:
            async with asyncio.timeout(self._timeout_s):
                reply = await self._reply(body, sink)
        except TimeoutError:
            raise unreachable("it took too long") from None
        except AwsFailure as failure:
            raise turn_failure_of(failure) from None
        except Exception as error:  # noqa: BLE001 - nonsense trips botocore; tracebacks quote it
            _log.info("a turn raised %s", type(error).__name__)
            raise unreachable("what came back is not what a model's service sends") from None
        return answer_in(reply, request, model)

    async def _reply(self, body: Mapping[str, Any], sink: TextSink | None) -> Reply:
        if sink is None:
            return whole_reply(await asyncio.to_thread(self._client.converse, body))
        relay = Relay(sink)
        try:
            return await asyncio.to_thread(self._follow, body, relay)
        finally:
            relay.close()

    def _follow(self, body: Mapping[str, Any], relay: "Relay") -> Reply:
        pieces = ReplyInPieces()
        for event in self._client.stream(body):
            if relay.is_closed:
                break
            if text := pieces.add(event):
                relay.add(text)
        return pieces.whole()


class Relay:
    """From the thread that reads a stream to the loop of the sink; mute once it is closed, however
    long the thread goes on.
    """

    def __init__(self, sink: TextSink) -> None:
        self._sink = sink
        self._loop = asyncio.get_running_loop()
        self.is_closed = False

    def add(self, text: str) -> None:
        """The next piece, from the thread."""
        self._loop.call_soon_threadsafe(self._show, text)

    def close(self) -> None:
        """Nobody waits for the thread any more, or it has ended."""
        self.is_closed = True

    def _show(self, text: str) -> None:
        if not self.is_closed:
            self._sink.add(text)
