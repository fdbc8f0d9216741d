"""What a plan would do, and why each step is there."""

import re

from backend.agents.explaining.answers.common import about_plan, in_short, number_of
from backend.agents.explaining.phrasing import (
    counted,
    joined,
    listed,
    name,
    paragraphs,
    sentence,
    shown,
)
from backend.agents.explaining.purposes import OF_RELEASES, PURPOSES
from backend.agents.explaining.query import Query
from backend.domain.plans.actions import Effect, UndoLabel
from backend.domain.plans.approval import confirmations_of
from backend.domain.plans.plan import OPERATION_TARGET, Plan, Step
from backend.domain.plans.references import references_in

_MOST_EXPLAINED = 4
_NUMBER = re.compile(r"\bstep \d")
_UNDO = {
    UndoLabel.EXACT: "It can be undone exactly.",
    UndoLabel.COMPENSATABLE: "It can be compensated, though not exactly undone.",
    UndoLabel.IRREVERSIBLE: "It cannot be undone.",
}


@about_plan
def overview(query: Query, plan: Plan) -> str:
    """All steps in their order, and what a person must know before saying yes."""
    account = plan.account
    where = "the sandbox account" if account.is_sandbox else f"account {name(account.account_id)}"
    steps = "\n".join(
        f"{number}. {shown(step.title)}" for number, step in enumerate(plan.steps, start=1)
    )
    return paragraphs(
        f"{sentence(plan.intent)} It has {counted(len(plan.steps), 'step')} in {where}, "
        f"region {name(account.region)}:",
        steps,
        _warnings(plan),
        _close(query, plan),
    )


@about_plan
def step(query: Query, plan: Plan) -> str:
    """What the steps that were named do and why; without any, why each kind of step is there."""
    if query.steps:
        found = query.steps[:_MOST_EXPLAINED]
        more = f"{counted(len(query.steps) - len(found), 'more step')} concern it too."
        rest = more if len(query.steps) > len(found) else ""
        return paragraphs(*(_explained(plan, each) for each in found), rest)
    if _NUMBER.search(query.plain):
        return f"The plan has {counted(len(plan.steps), 'step')}, and none of that number."
    reasons = dict.fromkeys(purpose(plan, each) for each in plan.steps)
    return paragraphs("The steps of the plan are there for these reasons:", listed(reasons))


def purpose(plan: Plan, step: Step) -> str:
    """Why a step is in its plan."""
    if step.effect is Effect.READ:
        return "It only asks AWS, and changes nothing."
    why = PURPOSES.get(step.action, "The action was asked for.")
    if plan.undoes is not None:
        return f"It takes back what the release had done. {why}"
    if plan.target != OPERATION_TARGET:
        return why
    return "You asked for it." if step.action in OF_RELEASES else f"You asked for it. {why}"


def _explained(plan: Plan, step: Step) -> str:
    exposes = f" It opens something to the public: {sentence(step.exposes)}" if step.exposes else ""
    return (
        f"{in_short(plan, step)}. {purpose(plan, step)}{_users(plan, step)} {_undo(step)}{exposes}"
    )


def _undo(step: Step) -> str:
    return "" if step.effect is Effect.READ else _UNDO[step.label]


def _users(plan: Plan, step: Step) -> str:
    """The later steps that use what it gives."""
    later = plan.steps[number_of(plan, step) :]
    using = [
        str(number_of(plan, each))
        for each in later
        if any(found.name.partition(".")[0] == step.step_id for found in references_in(each.params))
    ]
    return f" Step {joined(using)} needs what it gives." if using else ""


def _warnings(plan: Plan) -> str:
    public = [f"Public: {sentence(each.exposes)}" for each in plan.steps if each.exposes]
    typed = [
        f"Destructive: type {name(each)} on the card to confirm"
        for each in sorted(set(confirmations_of(plan).values()))
    ]
    found = [*public, *typed, *_lasting(plan)]
    return f"Before you decide:\n\n{listed(found)}" if found else ""


def _lasting(plan: Plan) -> list[str]:
    """What cannot be undone: one step by its title, several by their numbers."""
    steps = [
        step
        for step in plan.steps
        if step.label is UndoLabel.IRREVERSIBLE and step.effect is not Effect.READ
    ]
    match steps:
        case []:
            return []
        case [only]:
            return [f"Cannot be undone: {in_short(plan, only)}"]
        case _:
            numbers = joined([str(number_of(plan, step)) for step in steps])
            return [f"Cannot be undone: steps {numbers}"]


def _close(query: Query, plan: Plan) -> str:
    costs = "nothing, in a simulated account" if plan.account.is_sandbox else plan.cost
    cost = f"Cost: {sentence(costs)}"
    if query.situation.question is None:
        return cost
    return f"{cost} Nothing is changed before you approve it on its card."
