"""What the runs of a conversation have worked on, as far as a message can mean it by "it"."""

from collections.abc import Iterable, Iterator
from typing import Any

from backend.agents.interpreter import Referent
from backend.agents.interpreter.turns.referents import ReferentSlot
from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Effect
from backend.domain.plans.plan import OPERATION_TARGET, Plan, Step
from backend.runs.conversation.known.told_runs import ToldRun

MOST = 20
_SLOTS: dict[ReferentSlot, str] = {
    "bucket_name": "s3:bucket",
    "role_name": "iam:role",
    "function_name": "lambda:function",
}
"""What names a thing in the parameters of a step, and how its resource begins."""

_Found = dict[tuple[ReferentSlot, str], Referent]


def touched(runs: Iterable[ToldRun]) -> tuple[Referent, ...]:
    """Everything that runs, given in their order, have named and that is still there.

    Where a run named something new and did not succeed, nothing is left: who says "it" then may
    mean what is not there, and must not be given what was spoken of before.
    """
    found: _Found = {}
    for run in runs:
        plan = run.plan
        if not run.has_succeeded:
            _note_spoken(found, run, plan)
        elif plan is not None:
            for step in plan.steps:
                _note_done(found, plan, step)
    return tuple(found.values())[-MOST:]


def _note_done(found: _Found, plan: Plan, step: Step) -> None:
    for slot, name in _names(step.params):
        known = found.pop((slot, name), None)
        if step.action.startswith("delete_") and step.resource == f"{_SLOTS[slot]}/{name}":
            continue
        # A read may have looked in the usual region only because nobody named one.
        is_placed = step.effect is not Effect.READ
        found[slot, name] = Referent(
            slot=slot,
            name=name,
            region=plan.account.region if is_placed else known and known.region,
            is_part=(plan.target != OPERATION_TARGET) or (known is not None and known.is_part),
        )


def _note_spoken(found: _Found, run: ToldRun, plan: Plan | None) -> None:
    operation: Any = run.operation or {}
    said = [each["args"] for each in operation.get("calls", ())]
    is_look = plan is not None and all(step.effect is Effect.READ for step in plan.steps)
    for slot, name in (each for args in said for each in _names(args)):
        known = found.pop((slot, name), None)
        if known is None and not is_look:
            found.clear()
            return
        found[slot, name] = known or Referent(slot=slot, name=name)


def _names(params: JsonObject) -> Iterator[tuple[ReferentSlot, str]]:
    for slot in _SLOTS:
        name = params.get(slot)
        if isinstance(name, str):
            yield slot, name
