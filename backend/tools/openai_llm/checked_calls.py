"""The checks of what a model, or its provider, gives for an answer or for tool calls."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agentpro.tools import TokenUsage
from backend.tools.openai_llm.failures import unfitting_arguments, unusable
from backend.tools.openai_llm.offered.tool_calls import MOST_CALLS, ToolCall, ToolDeclaration
from backend.tools.openai_llm.output_schema import fits, parsed
from backend.tools.openai_llm.turns import TurnAnswer, TurnRequest


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenCall:
    """A call as it came: nothing of it is known to be true."""

    call_id: str
    tool: str
    arguments: str


def checked_calls(
    written: Sequence[WrittenCall], tools: Sequence[ToolDeclaration], usage: TokenUsage
) -> tuple[ToolCall, ...]:
    """The calls, each of an offered tool with arguments that fit it.

    Raises:
        TurnFailed: ``E_TOOL_ARGUMENTS`` where only the arguments do not fit, else
            ``E_MODEL_OUTPUT``; ``usage`` is charged.
    """
    if len(written) > MOST_CALLS:
        raise unusable("it asks for too many tools at once", usage)
    if len({each.call_id for each in written}) != len(written):
        raise unusable("two of its tool calls have the same id", usage)
    offered = {tool.name: tool for tool in tools}
    return tuple(_checked(each, offered, usage) for each in written)


def require_asked_for(answer: TurnAnswer, request: TurnRequest) -> None:
    """Refuse what another provider lets through: other calls, or another form, than asked for.

    Raises:
        TurnFailed: as :func:`checked_calls`.
    """
    spent = answer.usage or TokenUsage()
    if answer.tool_calls:
        written = [
            WrittenCall(call_id=str(number), tool=call.tool, arguments=json.dumps(call.args))
            for number, call in enumerate(answer.tool_calls)
        ]
        checked_calls(written, request.tools, spent)
    elif request.output_schema is None:
        if not isinstance(answer.value, str):
            raise unusable("it is no text", spent)
    elif not fits(request.output_schema, answer.value):
        raise unusable("it breaks its schema", spent)


def _checked(
    written: WrittenCall, offered: Mapping[str, ToolDeclaration], usage: TokenUsage
) -> ToolCall:
    tool = offered.get(written.tool)
    if tool is None:
        raise unusable("it asks for a tool that was not offered", usage)
    try:
        args = parsed(written.arguments.strip() or "{}")
    except ValueError:
        raise unusable("the arguments of its tool call are no JSON", usage) from None
    if not isinstance(args, dict) or not fits(tool.parameters, args):
        raise unfitting_arguments(tool.name, usage)
    return ToolCall(tool=tool.name, args=args)
