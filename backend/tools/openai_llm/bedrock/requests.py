"""A turn as a request of the Converse API."""

from collections.abc import Iterator
from typing import Any

from pydantic import JsonValue

from backend.domain.canonical import canonical_bytes
from backend.tools.openai_llm.offered.tool_calls import Exchange
from backend.tools.openai_llm.turns import TurnRequest

ANSWER_TOOL = "_answer"
"""Typed output is a tool that the model must call; no declared tool begins like that."""


def converse_request(request: TurnRequest, model: str) -> dict[str, Any]:
    """The members of ``Converse`` and ``ConverseStream``."""
    body: dict[str, Any] = {
        "modelId": model,
        "messages": list(_messages(request)),
        "inferenceConfig": {
            "maxTokens": request.max_output_tokens,
            "temperature": request.temperature,
        },
    }
    if request.instructions:
        body["system"] = [{"text": request.instructions}]
    tools = list(_tools(request))
    if tools:
        body["toolConfig"] = {"tools": tools, **_choice(request)}
    return body


def _messages(request: TurnRequest) -> Iterator[dict[str, Any]]:
    yield {"role": "user", "content": [{"text": request.text}]}
    for number, exchange in enumerate(request.exchanges, start=1):
        yield {"role": "assistant", "content": [_asked(exchange, f"done_{number}")]}
        yield {"role": "user", "content": [_answered(exchange, f"done_{number}")]}


def _asked(exchange: Exchange, call_id: str) -> dict[str, Any]:
    return {"toolUse": {"toolUseId": call_id, "name": exchange.tool, "input": exchange.args}}


def _answered(exchange: Exchange, call_id: str) -> dict[str, Any]:
    text = canonical_bytes(exchange.result).decode()
    return {"toolResult": {"toolUseId": call_id, "content": [{"text": text}]}}


def _tools(request: TurnRequest) -> Iterator[dict[str, Any]]:
    for tool in request.tools:
        yield _tool(tool.name, tool.description, tool.parameters)
    offered = {tool.name for tool in request.tools}
    for name in dict.fromkeys(exchange.tool for exchange in request.exchanges):
        # The service wants every tool declared that the conversation speaks of.
        if name not in offered:
            yield _tool(name, "No longer offered.", {"type": "object"})
    if request.output_schema is not None:
        yield _tool(ANSWER_TOOL, "Gives the answer.", dict(request.output_schema))


def _tool(name: str, description: str, schema: dict[str, JsonValue]) -> dict[str, Any]:
    spec = {"name": name, "description": description, "inputSchema": {"json": schema}}
    return {"toolSpec": spec}


def _choice(request: TurnRequest) -> dict[str, Any]:
    if request.output_schema is None:
        return {}
    return {"toolChoice": {"any": {}} if request.tools else {"tool": {"name": ANSWER_TOOL}}}
