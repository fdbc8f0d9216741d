"""Asking the role's language model, which may be missing, out, out of tokens, or hijacked.

No answer is ever needed: whoever asks goes on without one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from agentpro.handlers import NodeContext
from agentpro.tools import ToolResult
from backend.agents.conversing.shapes import list_of, object_of
from backend.agents.guardrails import tripped
from backend.domain.canonical import JsonObject

DEGRADED = (
    "The language model does not answer at the moment, so I say it in my own plain words; "
    "everything can be done as usual."
)
UNUSABLE = (
    "The language model's answer could not be used, so I say it in my own plain words; everything "
    "can be done as usual."
)
STOPPED = "E_GUARDRAIL"
"""A check before or behind the model stopped the turn; the message says which one."""
_UNUSABLE = frozenset({"E_MODEL_OUTPUT", "E_TOOL_ARGUMENTS"})
"""An answer that breaks its schema or asks for what was not offered: it went no further."""
_SILENT = frozenset({"TOOL_UNAVAILABLE", "ROLE_DENIED", "E_BUDGET", STOPPED})
"""Refusals that need no notice: there is no model, or what stopped it is told elsewhere."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What came of asking: an answer, calls of tools that it needs first, or neither.

    ``notice`` says to the person why there is no answer, where that is worth saying; ``refusal``
    is the error of an answer that the model may correct.
    """

    value: JsonValue = None
    calls: tuple[JsonObject, ...] = ()
    notice: str | None = None
    has_answered: bool = False
    refusal: JsonObject | None = None

    @property
    def text(self) -> str | None:
        """The answer, where it is a text that says something."""
        return self.value.strip() or None if isinstance(self.value, str) else None


def may_ask(context: NodeContext) -> bool:
    """Whether there is a model, and the message was screened for it."""
    return bool(object_of(context.facts["screening"])["may_ask"])


def unasked(context: NodeContext) -> Asked:
    """What comes of not asking, with the notice that the screening left."""
    notice = object_of(context.facts["screening"])["notice"]
    return Asked(notice=None if notice is None else str(notice))


async def ask(
    context: NodeContext,
    told: JsonValue,
    instructions: str,
    *,
    leaf: str = "ask",
    schema: JsonObject | None = None,
    tools: Sequence[JsonValue] = (),
    exchanges: Sequence[JsonValue] = (),
) -> Asked:
    """One turn of the model, where it may be asked; see ``openai_llm.complete``."""
    if not may_ask(context):
        return unasked(context)
    args: JsonObject = {"input": told, "instructions": instructions}
    if schema is not None:
        args |= {"output_schema": schema, "is_read_only": True}
    if tools:
        args |= {"tools": [*tools], "exchanges": [*exchanges]}
    result = await context.call("openai_llm", "complete", args, leaf=leaf)
    if result.error is not None:
        return await _unanswered(context, result.error)
    return _answered(result)


async def _unanswered(context: NodeContext, error: Mapping[str, str]) -> Asked:
    code = error["error_code"]
    if code == STOPPED or code in _UNUSABLE:
        await tripped(context, "language_model", error["message"], code)
    if code in _UNUSABLE:
        return Asked(notice=UNUSABLE, refusal={**error})
    return Asked(notice=None if code in _SILENT else DEGRADED)


def _answered(result: ToolResult) -> Asked:
    given = object_of(result.value)
    calls = [object_of(each) for each in list_of(given.get("tool_calls"))]
    return Asked(value=given.get("value"), calls=tuple(calls), has_answered=True)
