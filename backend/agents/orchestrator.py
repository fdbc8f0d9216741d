"""Conversation orchestrator: asks the person, explains failures, and closes the run."""

from pydantic import JsonValue, ValidationError

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.handler import (
    CONTROL,
    change_set_of,
    failed,
    failure,
    handles,
    operation_of,
    plan_of,
    verdict_of,
)
from backend.domain.errors import UserCanFix
from backend.domain.plans.approval import confirmations_of, exposures_of

APPROVAL_TIME_S = 86_400.0
_REASON_CODES = {"rejected": "E_REJECTED", "expired": "PLAN_EXPIRED", "cancelled": "E_CANCELLED"}
_SNAPSHOT = ("plan", "verdict", "change_set", "steps", "health", "failure", "undo")
_ENDING = ("plan", "steps", "outputs", "health", "failure", "undo")
_OPERATION_ENDING = ("plan", "steps", "failure", "undo")


@handles("orchestrator.route", "operation", "unclear")
async def route(context: NodeContext) -> Outcome:
    """The border of an operation's run: whoever started it, only what can be read is planned."""
    try:
        operation_of(context)
    except (KeyError, ValidationError):
        return failed(context, _unclear(), "unclear")
    return Outcome(name="operation")


@handles("orchestrator.request_approval", "approved", "rejected", "expired", "cancelled")
async def request_approval(context: NodeContext) -> Outcome:
    """Show plan and preview, and wait, durably, for the sealed answer of a person."""
    question = _question(context)
    await context.emit("approval_requested", question)
    message = await context.wait(CONTROL, APPROVAL_TIME_S)
    answer: dict[str, JsonValue] = message if isinstance(message, dict) else {"kind": "expired"}
    outcome = str(answer["kind"])
    decided: dict[str, JsonValue] = {
        "approval_id": question["approval_id"],
        "answer": outcome,
        "actor": answer.get("actor"),
        "reason": answer.get("reason"),
    }
    await context.emit("approval_decided", decided)
    if outcome == "approved":
        return Outcome(name=outcome, facts={"sealed_plan": answer["sealed_plan"]})
    why = failure(context, _ending(outcome, answer.get("reason")))
    return Outcome(name=outcome, facts={"failure": why, "completion_state": outcome})


@handles("orchestrator.explain", "explained")
async def explain(context: NodeContext) -> Outcome:
    """A failure before anything was changed; the closing event says why and what to do."""
    _ = context
    return Outcome(name="explained", facts={"completion_state": "undone"})


@handles("orchestrator.escalate", "recorded")
async def escalate(context: NodeContext) -> Outcome:
    """Open a case for an operator, with a frozen snapshot of what is known."""
    snapshot = {name: context.facts.get(name) for name in _SNAPSHOT}
    escalation_id = f"{context.graph_run_id}.{context.visit}"
    await context.emit("escalation_opened", {"escalation_id": escalation_id, **snapshot})
    state = "escalated" if _is_something_left(context) else "undone"
    return Outcome(name="recorded", facts={"completion_state": state})


@handles("orchestrator.respond", "told")
async def respond(context: NodeContext) -> Outcome:
    """Tell what the reads of an operation found; one that only changes has nothing to tell."""
    answers = context.facts.get("answers") or _answers_in_chain(context)
    if answers:
        await context.emit("operation_answered", {"answers": answers})
    return Outcome(name="told", facts={"answers": answers})


@handles("orchestrator.close", "done")
async def close(context: NodeContext) -> Outcome:
    """Say how the run ended, with all that its record needs."""
    return await _close(context, "deployment", _ENDING)


@handles("orchestrator.close_operation", "done")
async def close_operation(context: NodeContext) -> Outcome:
    """:func:`close` for an operation, which leaves no deployment behind."""
    return await _close(context, "operation", _OPERATION_ENDING)


async def _close(context: NodeContext, what: str, told: tuple[str, ...]) -> Outcome:
    state = str(context.facts.get("completion_state") or "succeeded")
    ending = {name: context.facts.get(name) for name in told}
    event = f"{what}_succeeded" if state == "succeeded" else f"{what}_failed"
    await context.emit(event, {**ending, "completion_state": state})
    return Outcome(name="done", facts={"completion_state": state})


def _answers_in_chain(context: NodeContext) -> list[JsonValue]:
    """The answers of the reads in a chain that also changes, in the order of its steps."""
    known = context.facts.get("steps")
    results = known if isinstance(known, dict) else {}
    answers: list[JsonValue] = []
    for step in plan_of(context).steps:
        result = results.get(step.step_id)
        if isinstance(result, dict) and "answer" in result:
            told = step.model_dump(mode="json", include={"step_id", "title", "action"})
            answers.append({**told, "answer": result["answer"]})
    return answers


def _unclear() -> UserCanFix:
    return UserCanFix(
        "E_INVALID_OPERATION",
        "The run was started without calls that can be read, or without a region.",
        'Give {"calls": [{"tool", "args"}], "region"}, as `copilot actions` lists them.',
    )


def _is_something_left(context: NodeContext) -> bool:
    """Whether a sealed plan was begun and not taken back completely."""
    undo = context.facts.get("undo")
    if isinstance(undo, dict):
        return bool(undo.get("left"))
    return "sealed_plan" in context.facts


def _question(context: NodeContext) -> dict[str, JsonValue]:
    plan, change_set = plan_of(context), change_set_of(context)
    return {
        "approval_id": f"{context.graph_run_id}.{context.visit}",
        "graph_run_id": context.graph_run_id,
        "plan": plan.to_json(),
        "plan_digest": plan.digest,
        "verdict": verdict_of(context).to_json(),
        "change_set": change_set.to_json(),
        "change_set_digest": change_set.digest,
        "exposures": [*exposures_of(plan)],
        "confirmations": {**confirmations_of(plan)},
        "expires_at": plan.to_json()["expires_at"],
    }


def _ending(outcome: str, reason: JsonValue) -> UserCanFix:
    said = f": {reason}" if reason else "."
    return UserCanFix(
        _REASON_CODES.get(outcome, "E_NOT_APPROVED"),
        f"The plan was {outcome}{said}",
        "Nothing was changed. Start again when you want to.",
    )


HANDLERS: tuple[Handler, ...] = (
    route,
    request_approval,
    explain,
    escalate,
    respond,
    close,
    close_operation,
)
