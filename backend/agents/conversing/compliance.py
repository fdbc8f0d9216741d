"""Compliance at a message: nothing malicious comes in, nothing sensitive goes out."""

from collections.abc import Callable

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.conversing.model.asking import DEGRADED
from backend.agents.conversing.model.wording import worded
from backend.agents.conversing.shapes import object_of
from backend.agents.conversing.turn import message_of, reading_of
from backend.agents.guardrails import security_check, sensitive_info_check, tripped
from backend.agents.handler import handles
from backend.domain.canonical import JsonObject
from backend.domain.guardrails import SecurityCheckOutput, SensitiveInfoOutput

INPUT, OUTPUT = "input", "output"
MALICIOUS, SENSITIVE = "E_MALICIOUS_REQUEST", "E_SENSITIVE_ANSWER"


@handles("compliance.screen", "clean", "refused")
async def screen(context: NodeContext) -> Outcome:
    """The input guardrail: the local policy always, and hosted before anything reaches a model.

    A wish that is settled waits for nobody. What the hosted check cannot tell of is answered
    without any model, and so is everything where there is none.
    """
    reasoning = _local_reason(context)
    if reasoning is not None:
        return await _refused(context, reasoning)
    if reading_of(context).is_settled:
        return _clean(may_ask=False)
    asked = {"text": message_of(context)}
    hosted = await context.call("openai_llm", "screen", asked, leaf="screen")
    if hosted.error is not None:
        is_missing = hosted.error["error_code"] == "TOOL_UNAVAILABLE"
        return _clean(may_ask=False, notice=None if is_missing else DEGRADED)
    found = SecurityCheckOutput.from_json(hosted.value)
    return await _refused(context, found.reasoning) if found.is_malicious else _clean(may_ask=True)


@handles("compliance.explain", "answered")
async def explain(context: NodeContext) -> Outcome:
    """What the policy says of the plan, and why."""
    return await worded(context)


@handles("compliance.review_answer", "clean", "withheld")
async def review_answer(context: NodeContext) -> Outcome:
    """The output guardrail: a text of a model that tells too much is withheld as a whole."""
    answer = object_of(context.facts["answer"])
    text = answer.get("worded")
    if not isinstance(text, str):
        return Outcome(name="clean")
    found = _checked(lambda: sensitive_info_check(text))
    if not found.contains_sensitive_info:
        return Outcome(name="clean")
    await tripped(context, OUTPUT, found.reasoning, SENSITIVE)
    withheld: JsonObject = {**answer, "worded": None}
    return Outcome(name="withheld", facts={"answer": withheld})


def _local_reason(context: NodeContext) -> str | None:
    """Why the local policy refuses the message; the interpreter has looked at it already."""
    frame = reading_of(context).frame
    if frame.action == "refuse":
        return frame.reason or "It asks for something malicious."
    try:
        found = security_check(message_of(context))
    except Exception:  # noqa: BLE001 - a check that cannot tell must not let anything pass
        return "It could not be checked."
    return found.reasoning if found.is_malicious else None


def _checked(check: Callable[[], SensitiveInfoOutput]) -> SensitiveInfoOutput:
    try:
        return check()
    except Exception:  # noqa: BLE001 - as above
        reasoning = "It could not be checked."
        return SensitiveInfoOutput(contains_sensitive_info=True, reasoning=reasoning)


async def _refused(context: NodeContext, reasoning: str) -> Outcome:
    await tripped(context, INPUT, reasoning, MALICIOUS)
    guardrail: JsonObject = {
        "guardrail": INPUT,
        "role": context.role,
        "reason_code": MALICIOUS,
        "reasoning": reasoning,
    }
    return Outcome(name="refused", facts={"refusal": guardrail})


def _clean(*, may_ask: bool, notice: str | None = None) -> Outcome:
    return Outcome(name="clean", facts={"screening": {"may_ask": may_ask, "notice": notice}})


HANDLERS: tuple[Handler, ...] = (screen, explain, review_answer)
