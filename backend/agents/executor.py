"""Deployment executor: preview, apply a sealed plan step by step, and take it back."""

from pydantic import JsonValue

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.account_digests import note_account, note_account_after_undo
from backend.agents.handler import CONTROL, failed, failure, handles, plan_of, value_of
from backend.domain.account_digests import DigestMoment
from backend.domain.errors import UserCanFix
from backend.domain.plans.plan import Step

CANCELLED = "E_CANCELLED"
_BEGIN_OUTCOMES = {"RUN_LOCKED": "locked"}


@handles("executor.preview", "previewed", "failed")
async def preview(context: NodeContext) -> Outcome:
    """Read what the plan would do to the account as it is."""
    previewed = await context.call(
        "aws_deployer", "preview", {"plan": context.facts["plan"]}, leaf="preview"
    )
    if previewed.error:
        return failed(context, previewed.error)
    await context.emit("change_set_created", {"change_set": previewed.value})
    return Outcome(name="previewed", facts={"change_set": previewed.value})


@handles("executor.apply", "applied", "failed", "locked", "cancelled", "refused")
async def apply(context: NodeContext) -> Outcome:
    """Begin the sealed plan and perform its steps in order, until one fails or a person cancels."""
    sealed = context.facts["sealed_plan"]
    begun = await context.call("aws_deployer", "begin", {"sealed_plan": sealed}, leaf="begin")
    if begun.error:
        outcome = _BEGIN_OUTCOMES.get(begun.error["error_code"], "refused")
        return failed(context, begun.error, outcome)
    found = await note_account(context, DigestMoment.BEFORE)
    steps: dict[str, JsonValue] = {}
    for step in plan_of(context).steps:
        if await _is_cancelled(context):
            why = failure(context, _cancelled())
            return Outcome(name="cancelled", facts={**found, "failure": why})
        await context.emit("step_started", {"step_id": step.step_id, "title": step.title})
        args: dict[str, JsonValue] = {"sealed_plan": sealed, "step_id": step.step_id}
        done = await context.call("aws_deployer", "apply_step", args, leaf=f"apply_{step.step_id}")
        if done.error:
            why = failure(context, done.error, step_id=step.step_id)
            await context.emit("step_failed", {"step_id": step.step_id, "failure": why})
            return Outcome(name="failed", facts={**found, "failure": why, "steps": steps})
        steps[step.step_id] = done.value
        await context.emit("step_applied", value_of(done))
    return Outcome(name="applied", facts={**found, "steps": steps})


@handles("executor.undo", "undone", "incomplete", "cancelled")
async def undo(context: NodeContext) -> Outcome:
    """Take every begun step back, newest first; one that resists does not stop the others.

    It is tried once more after them: what it is about may have gone with something else.
    """
    undone: list[JsonValue] = []
    steps = [*reversed(plan_of(context).steps)]
    errors = [await _take_back(context, step, "undo", undone) for step in steps]
    resisting = [step for step, error in zip(steps, errors, strict=True) if error]
    errors = [await _take_back(context, step, "undo_again", undone) for step in resisting]
    found, different = await note_account_after_undo(context)
    left: list[JsonValue] = [error for error in errors if error] or [*different]
    told: dict[str, JsonValue] = {"undo": {"undone": undone, "left": left}}
    await context.emit("undo_completed", told)
    facts = {**found, **told}
    if left:
        return Outcome(name="incomplete", facts=facts)
    if _failure_code(context) == CANCELLED:
        return Outcome(name="cancelled", facts={**facts, "completion_state": "cancelled"})
    return Outcome(name="undone", facts=facts)


@handles("executor.read", "answered", "failed")
async def read(context: NodeContext) -> Outcome:
    """Ask AWS what a plan of reads alone asks; nothing is changed, so nothing is sealed."""
    answers: list[JsonValue] = []
    for step in plan_of(context).steps:
        await context.emit("step_started", {"step_id": step.step_id, "title": step.title})
        args: dict[str, JsonValue] = {"plan": context.facts["plan"], "step_id": step.step_id}
        asked = await context.call("aws_deployer", "answer", args, leaf=f"answer_{step.step_id}")
        if asked.error:
            why = failure(context, asked.error, step_id=step.step_id)
            await context.emit("step_failed", {"step_id": step.step_id, "failure": why})
            return Outcome(name="failed", facts={"failure": why})
        answers.append(asked.value)
        done: dict[str, JsonValue] = {"outputs": {}, "is_changed": False}
        await context.emit("step_applied", {"step_id": step.step_id, **done})
    return Outcome(name="answered", facts={"answers": answers})


async def _take_back(
    context: NodeContext, step: Step, leaf: str, undone: list[JsonValue]
) -> JsonValue:
    """Why a step could not be taken back, or ``None``; what changed is told and added."""
    what: dict[str, JsonValue] = {"step_id": step.step_id, "resource": step.resource}
    args = {"sealed_plan": context.facts["sealed_plan"], "step_id": step.step_id}
    result = await context.call("aws_deployer", "undo_step", args, leaf=f"{leaf}_{step.step_id}")
    if result.error:
        return {**what, "error": {**result.error}}
    if value_of(result).get("is_changed"):
        undone.append(what)
        await context.emit("step_undone", what)
    return None


def _failure_code(context: NodeContext) -> JsonValue:
    known = context.facts.get("failure")
    return known.get("error_code") if isinstance(known, dict) else None


async def _is_cancelled(context: NodeContext) -> bool:
    message = await context.wait(CONTROL, 0)
    return isinstance(message, dict) and message.get("kind") == "cancelled"


def _cancelled() -> UserCanFix:
    return UserCanFix(
        CANCELLED,
        "The run was cancelled.",
        "What it had applied was undone; deploy again at any time.",
    )


HANDLERS: tuple[Handler, ...] = (preview, apply, undo, read)
