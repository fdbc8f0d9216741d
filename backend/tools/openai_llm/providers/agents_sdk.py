"""Turns through the OpenAI Agents SDK: one agent of the role, no tools, one answer.

This module and its neighbour ``sdk_failures`` are the only ones that import the SDK, which takes
seconds; they are loaded at the first turn. The SDK traces to its vendor whatever the
base URL is, so tracing ends here before anything else begins, and its own loggers, which may quote
prompts and answers, are silenced.
"""

import asyncio
import logging
import ssl
from copy import deepcopy
from typing import Any

import httpx2
from agents import (
    Agent,
    AgentOutputSchemaBase,
    ModelBehaviorError,
    ModelSettings,
    OpenAIChatCompletionsModel,
    RunConfig,
    Runner,
    RunResult,
    RunResultStreaming,
    set_trace_processors,
    set_tracing_disabled,
)
from agents.exceptions import UserError
from agents.strict_schema import ensure_strict_json_schema
from openai import AsyncOpenAI
from openai.types.responses import ResponseTextDeltaEvent
from pydantic import JsonValue

from agentpro.tools import TokenUsage
from backend.tools.openai_llm.endpoint import ModelEndpoint
from backend.tools.openai_llm.failures import unreachable, unusable
from backend.tools.openai_llm.output_schema import fits, parsed
from backend.tools.openai_llm.providers.sdk_failures import failure_of
from backend.tools.openai_llm.turns import TextSink, TurnAnswer, TurnRequest

set_tracing_disabled(True)
set_trace_processors([])
for _name in ("openai", "httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_MOST_MODEL_CALLS = 1
"""An agent without tools answers at once or not at all."""
_SENT_HEADERS = frozenset(
    {"accept", "accept-encoding", "connection", "content-length", "content-type", "host"}
)
"""The client adds what it finds in the environment and on this machine; none of that is sent."""


class AgentsSdk:
    """The provider behind one OpenAI-compatible address; making it loads certificates.

    Every turn has a client of its own: a client belongs to the event loop that first used it, and
    runs have several.
    """

    def __init__(self, endpoint: ModelEndpoint) -> None:
        self._endpoint = endpoint
        self._tls = ssl.create_default_context()

    async def take(
        self, request: TurnRequest, model: str, sink: TextSink | None = None
    ) -> TurnAnswer:
        """One turn; see :class:`~backend.tools.openai_llm.turns.ModelTurns`."""
        try:
            async with asyncio.timeout(self._endpoint.timeout_s), self._client() as client:
                result = await _run(self._agent(request, model, client), request.text, sink)
        except TimeoutError:
            raise unreachable("it took too long") from None
        except Exception as error:  # noqa: BLE001 - nonsense trips the SDK; tracebacks quote it
            raise failure_of(error) from None
        usage = _usage_of(result)
        if result.final_output is None or not str(result.final_output).strip():
            raise unusable("it is empty", usage or TokenUsage())
        if usage is not None and usage.output_tokens >= request.max_output_tokens:
            raise unusable("it was cut off, being too long", usage)
        return TurnAnswer(value=result.final_output, model=model, usage=usage)

    def _agent(self, request: TurnRequest, model: str, client: AsyncOpenAI) -> Agent[None]:
        return Agent[None](
            name=request.role,
            instructions=request.instructions,
            model=OpenAIChatCompletionsModel(model, client),
            model_settings=ModelSettings(
                temperature=request.temperature,
                max_tokens=request.max_output_tokens,
                store=False if self._endpoint.is_vendor else None,
                include_usage=True,
            ),
            output_type=None if request.output_schema is None else TypedOutput(request),
        )

    def _client(self) -> AsyncOpenAI:
        http_client = httpx2.AsyncClient(
            verify=self._tls,
            trust_env=False,
            follow_redirects=False,
            timeout=self._endpoint.timeout_s,
            event_hooks={"request": [self._send_only_ours]},
        )
        return AsyncOpenAI(
            api_key=self._endpoint.api_key.reveal(),
            base_url=self._endpoint.base_url,
            http_client=http_client,
            max_retries=0,
        )

    async def _send_only_ours(self, request: httpx2.Request) -> None:
        for name in set(request.headers) - _SENT_HEADERS:
            del request.headers[name]
        request.headers["User-Agent"] = "aws-copilot"
        request.headers["Authorization"] = f"Bearer {self._endpoint.api_key.reveal()}"


class TypedOutput(AgentOutputSchemaBase):
    """The SDK's view of a schema that came with the request."""

    def __init__(self, request: TurnRequest) -> None:
        self._schema: dict[str, Any] = dict(request.output_schema or {})

    def is_plain_text(self) -> bool:
        """Never: a request without a schema has no typed output."""
        return False

    def name(self) -> str:
        """How the schema is called in the request."""
        return "answer"

    def json_schema(self) -> dict[str, Any]:
        """The schema as it was given."""
        return self._schema

    def is_strict_json_schema(self) -> bool:
        """Whether the vendor can hold the model to it while it writes."""
        try:
            return ensure_strict_json_schema(deepcopy(self._schema)) == self._schema
        except (UserError, TypeError, ValueError):
            return False

    def validate_json(self, json_str: str) -> JsonValue:
        """The object, checked here whatever the service promised."""
        try:
            answer = parsed(json_str)
        except ValueError:
            raise ModelBehaviorError("no JSON") from None
        if not fits(self._schema, answer):
            raise ModelBehaviorError("breaks its schema")
        return answer


async def _run(
    agent: Agent[None], text: str, sink: TextSink | None
) -> RunResult | RunResultStreaming:
    config = RunConfig(tracing_disabled=True, trace_include_sensitive_data=False)
    if sink is None:
        return await Runner.run(agent, text, max_turns=_MOST_MODEL_CALLS, run_config=config)
    result = Runner.run_streamed(agent, text, max_turns=_MOST_MODEL_CALLS, run_config=config)
    async for event in result.stream_events():
        if event.type == "raw_response_event" and isinstance(event.data, ResponseTextDeltaEvent):
            sink.add(event.data.delta)
    return result


def _usage_of(result: RunResult | RunResultStreaming) -> TokenUsage | None:
    usage = result.context_wrapper.usage
    if not usage.input_tokens and not usage.output_tokens:
        return None
    return TokenUsage(input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)
