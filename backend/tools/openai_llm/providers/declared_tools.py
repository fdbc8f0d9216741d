"""Tools for the SDK to show to a model, and never to run.

Each needs an approval that nobody gives, so the SDK ends the turn where a model asks for one; what
would run it raises.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, NoReturn, cast

from agents import FunctionTool, TResponseInputItem
from agents.items import ModelResponse
from agents.tool_context import ToolContext
from openai.types.responses import ResponseFunctionToolCall, ResponseFunctionToolCallParam
from openai.types.responses.response_input_item_param import FunctionCallOutput

from backend.domain.canonical import canonical_bytes
from backend.tools.openai_llm.checked_calls import WrittenCall
from backend.tools.openai_llm.offered.tool_calls import ToolDeclaration
from backend.tools.openai_llm.providers.typed_output import vendor_can_enforce
from backend.tools.openai_llm.turns import TurnRequest


def function_tool_of(tool: ToolDeclaration) -> FunctionTool:
    """``tool`` as the SDK sends it."""
    return FunctionTool(
        name=tool.name,
        description=tool.description,
        params_json_schema=deepcopy(cast("dict[str, Any]", tool.parameters)),
        on_invoke_tool=_never,
        strict_json_schema=vendor_can_enforce(tool.parameters),
        needs_approval=True,
    )


def input_of(request: TurnRequest) -> list[TResponseInputItem]:
    """The message, and what was called for it so far; the ids are none that a service would use."""
    items: list[TResponseInputItem] = [{"role": "user", "content": request.text}]
    for number, exchange in enumerate(request.exchanges, start=1):
        call_id = f"done_{number}"
        asked: ResponseFunctionToolCallParam = {
            "type": "function_call",
            "call_id": call_id,
            "name": exchange.tool,
            "arguments": canonical_bytes(exchange.args).decode(),
        }
        answered: FunctionCallOutput = {
            "type": "function_call_output",
            "call_id": call_id,
            "output": canonical_bytes(exchange.result).decode(),
        }
        items += [asked, answered]
    return items


def written_calls(responses: Sequence[ModelResponse]) -> list[WrittenCall]:
    """What the last response asks for."""
    return [
        WrittenCall(call_id=each.call_id, tool=each.name, arguments=each.arguments)
        for each in responses[-1].output
        if isinstance(each, ResponseFunctionToolCall)
    ]


async def _never(_context: ToolContext[Any], _arguments: str) -> NoReturn:
    raise AssertionError("a tool was about to be called inside a turn")
