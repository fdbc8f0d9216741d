"""A model of the OpenAI Agents SDK that says what a test wrote down, without any network."""

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from agents import Model, ModelResponse, Usage
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputMessage,
    ResponseOutputText,
)

Line = ResponseFunctionToolCall | ResponseOutputMessage


def calls(name: str, arguments: dict[str, Any] | str | None = None) -> ResponseFunctionToolCall:
    """The model asks for a tool, or for a handoff."""
    text = arguments if isinstance(arguments, str) else json.dumps(arguments or {})
    return ResponseFunctionToolCall(
        arguments=text, call_id=f"call_{name}", name=name, type="function_call"
    )


def says(text: str) -> ResponseOutputMessage:
    """The model's last word."""
    content = ResponseOutputText(annotations=[], text=text, type="output_text")
    return ResponseOutputMessage(
        id="msg_1", content=[content], role="assistant", status="completed", type="message"
    )


class ScriptedSdkModel(Model):
    """The next line for each turn; what it was shown is kept."""

    def __init__(self, *script: Line) -> None:
        self._script: Sequence[Line] = script
        self.shown: list[tuple[str | None, Any, list[str]]] = []
        """Instructions, input and names of the tools, by turn."""

    async def get_response(
        self,
        system_instructions: str | None,
        input: Any,  # noqa: A002 - the SDK's name
        model_settings: Any,
        tools: Any,
        output_schema: Any,
        handoffs: Any,
        tracing: Any,
        **_: Any,
    ) -> ModelResponse:
        line = self._script[len(self.shown)]
        self.shown.append((system_instructions, input, [tool.name for tool in tools]))
        return ModelResponse(output=[line], usage=Usage(), response_id=None)

    def stream_response(self, *_: Any, **__: Any) -> AsyncIterator[Any]:
        raise NotImplementedError

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """What the tools answered, as the model read it last."""
        _, shown, _ = self.shown[-1]
        return [
            json.loads(item["output"])
            for item in shown
            if item.get("type") == "function_call_output"
        ]
