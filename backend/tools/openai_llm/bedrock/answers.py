"""The answer in a reply, checked here whatever the service promised."""

from typing import NoReturn

from agentpro.tools import TokenUsage
from backend.tools.openai_llm.bedrock.replies import Reply
from backend.tools.openai_llm.bedrock.requests import ANSWER_TOOL
from backend.tools.openai_llm.checked_calls import WrittenCall, checked_calls
from backend.tools.openai_llm.failures import refused, unusable
from backend.tools.openai_llm.output_schema import fits, parsed
from backend.tools.openai_llm.turns import TurnAnswer, TurnRequest

_ENDED = frozenset({"end_turn", "stop_sequence", "tool_use"})
_FILTERED = frozenset({"guardrail_intervened", "content_filtered"})
_CUT = frozenset({"max_tokens", "model_context_window_exceeded"})


def answer_in(reply: Reply, request: TurnRequest, model: str) -> TurnAnswer:
    """The answer, or what the model asks for.

    Raises:
        TurnFailed: there is neither; what was counted is charged.
    """
    spent = reply.usage or TokenUsage()
    if reply.stop_reason not in _ENDED:
        _fail(reply.stop_reason, spent)
    answers = [call for call in reply.calls if call.tool == ANSWER_TOOL]
    if reply.calls and not answers:
        calls = checked_calls(reply.calls, request.tools, spent)
        return TurnAnswer(value=None, model=model, usage=reply.usage, tool_calls=calls)
    if answers or request.output_schema is not None:
        if len(answers) != 1 or len(reply.calls) != 1:
            raise unusable("it is not one object, as was asked for", spent)
        return _object(answers[0], request, model, reply.usage)
    if not reply.text.strip():
        raise unusable("it is empty", spent)
    return TurnAnswer(value=reply.text, model=model, usage=reply.usage)


def _object(
    written: WrittenCall, request: TurnRequest, model: str, usage: TokenUsage | None
) -> TurnAnswer:
    try:
        value = parsed(written.arguments)
    except ValueError:
        raise unusable("it is no JSON", usage or TokenUsage()) from None
    if request.output_schema is None or not fits(request.output_schema, value):
        raise unusable("it breaks its schema", usage or TokenUsage())
    return TurnAnswer(value=value, model=model, usage=usage)


def _fail(stop_reason: str, spent: TokenUsage) -> NoReturn:
    if stop_reason in _FILTERED:
        raise refused(spent)
    if stop_reason in _CUT:
        raise unusable("it was cut off, being too long", spent)
    raise unusable("it has no end, or is malformed", spent)
