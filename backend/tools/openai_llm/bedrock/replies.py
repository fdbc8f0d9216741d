"""What a model has said by the Converse API, whether it came at once or in pieces."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agentpro.tools import TokenUsage
from backend.tools.openai_llm.checked_calls import WrittenCall


@dataclass(kw_only=True, slots=True)
class Reply:
    """The text, the calls as they are written, why it ended, and what was counted."""

    text: str = ""
    calls: list[WrittenCall] = field(default_factory=list[WrittenCall])
    stop_reason: str = ""
    usage: TokenUsage | None = None


def whole_reply(response: Mapping[str, Any]) -> Reply:
    """The reply in a response of ``Converse``."""
    reply = Reply(stop_reason=response["stopReason"], usage=_usage(response.get("usage")))
    for block in response["output"]["message"]["content"]:
        if "text" in block:
            reply.text += block["text"]
        elif "toolUse" in block:
            use = block["toolUse"]
            reply.calls.append(_call(use, json.dumps(use["input"])))
    return reply


class ReplyInPieces:
    """The reply in the events of ``ConverseStream``, in whatever order its blocks come."""

    def __init__(self) -> None:
        self._reply = Reply()
        self._uses: dict[int, Mapping[str, Any]] = {}
        self._inputs: dict[int, list[str]] = {}

    def add(self, event: Mapping[str, Any]) -> str:
        """The text that one event adds; most add none."""
        match event:
            case {"contentBlockStart": {"start": {"toolUse": use}, "contentBlockIndex": index}}:
                self._uses[index], self._inputs[index] = use, []
            case {"contentBlockDelta": {"delta": {"toolUse": use}, "contentBlockIndex": index}}:
                self._inputs[index].append(use["input"])
            case {"contentBlockDelta": {"delta": {"text": text}}}:
                self._reply.text += text
                return text
            case {"messageStop": {"stopReason": reason}}:
                self._reply.stop_reason = reason
            case {"metadata": {"usage": usage}}:
                self._reply.usage = _usage(usage)
            case _:
                pass
        return ""

    def whole(self) -> Reply:
        """Everything so far; without an end its ``stop_reason`` is empty."""
        self._reply.calls = [
            _call(use, "".join(self._inputs[index])) for index, use in self._uses.items()
        ]
        return self._reply


def _call(use: Mapping[str, Any], arguments: str) -> WrittenCall:
    return WrittenCall(call_id=use["toolUseId"], tool=use["name"], arguments=arguments)


def _usage(usage: Mapping[str, Any] | None) -> TokenUsage | None:
    if not usage:
        return None
    return TokenUsage(input_tokens=usage["inputTokens"], output_tokens=usage["outputTokens"])
