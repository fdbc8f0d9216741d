"""The interpreter behind the SDK's ``Model`` interface: frames for agents, without any network.

An agent on this model answers with the frame of the last message of the user, as JSON, at once and
for nothing. It has no use for instructions, tools or handoffs.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, cast
from uuid import uuid4

from agents import AgentOutputSchemaBase, Model, ModelResponse, ModelSettings, ModelTracing, Usage
from agents.handoffs import Handoff
from agents.items import TResponseInputItem, TResponseStreamEvent
from agents.tool import Tool
from openai.types.responses import (
    Response,
    ResponseCompletedEvent,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseTextDeltaEvent,
)
from openai.types.responses.response_prompt_param import ResponsePromptParam
from pydantic import JsonValue

from backend.tools.openai_llm.providers.silence import silence

silence()

NAME = "interpreter"
Read = Callable[[str], Mapping[str, JsonValue]]
"""Reads one message: its frame as JSON. Pure, and it never raises for any text."""


class InterpreterModel(Model):
    """``read`` as a model of the SDK."""

    def __init__(self, read: Read) -> None:
        self._read = read

    async def get_response(
        self,
        system_instructions: str | None,
        input: str | list[TResponseInputItem],  # noqa: A002 - the interface names it
        model_settings: ModelSettings,
        tools: list[Tool],
        output_schema: AgentOutputSchemaBase | None,
        handoffs: list[Handoff],
        tracing: ModelTracing,
        *,
        previous_response_id: str | None,
        conversation_id: str | None,
        prompt: ResponsePromptParam | None,
    ) -> ModelResponse:
        """The frame as the text of one message."""
        del system_instructions, model_settings, tools, output_schema, handoffs, tracing
        del previous_response_id, conversation_id, prompt
        message = await self._message(input)
        return ModelResponse(output=[message], usage=Usage(requests=1), response_id=None)

    async def stream_response(
        self,
        system_instructions: str | None,
        input: str | list[TResponseInputItem],  # noqa: A002 - the interface names it
        model_settings: ModelSettings,
        tools: list[Tool],
        output_schema: AgentOutputSchemaBase | None,
        handoffs: list[Handoff],
        tracing: ModelTracing,
        *,
        previous_response_id: str | None,
        conversation_id: str | None,
        prompt: ResponsePromptParam | None,
    ) -> AsyncIterator[TResponseStreamEvent]:
        """The same, as one piece and an end."""
        del system_instructions, model_settings, tools, output_schema, handoffs, tracing
        del previous_response_id, conversation_id, prompt
        message = await self._message(input)
        yield _delta(message)
        yield _completed(message)

    async def _message(self, given: str | list[TResponseInputItem]) -> ResponseOutputMessage:
        frame = await asyncio.to_thread(self._read, _last_message(given))
        text = json.dumps(dict(frame), ensure_ascii=False)
        return ResponseOutputMessage(
            id=f"msg_{uuid4().hex}",
            content=[ResponseOutputText(text=text, type="output_text", annotations=[])],
            role="assistant",
            status="completed",
            type="message",
        )


def _last_message(given: str | list[TResponseInputItem]) -> str:
    if isinstance(given, str):
        return given
    items = cast("list[dict[str, Any]]", given)
    said = [item["content"] for item in items if item.get("role") == "user"]
    return _text(said[-1]) if said else ""


def _text(content: str | list[dict[str, Any]]) -> str:
    if isinstance(content, str):
        return content
    return "".join(str(part.get("text", "")) for part in content)


def _delta(message: ResponseOutputMessage) -> ResponseTextDeltaEvent:
    return ResponseTextDeltaEvent(
        content_index=0,
        delta=_text([part.model_dump() for part in message.content]),
        item_id=message.id,
        logprobs=[],
        output_index=0,
        sequence_number=0,
        type="response.output_text.delta",
    )


def _completed(message: ResponseOutputMessage) -> ResponseCompletedEvent:
    response = Response(
        id=message.id,
        created_at=0,
        model=NAME,
        object="response",
        output=[message],
        parallel_tool_calls=False,
        tool_choice="none",
        tools=[],
    )
    return ResponseCompletedEvent(response=response, sequence_number=1, type="response.completed")
