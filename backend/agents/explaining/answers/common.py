"""What several answers share: the plan that is asked about, its references, and its absence."""

from collections.abc import Callable

from backend.agents.explaining.phrasing import counted, name, paragraphs, shown
from backend.agents.explaining.query import Answer, Query, Told
from backend.agents.explaining.situation import Situation
from backend.domain.plans.plan import Plan, Step
from backend.domain.views import RunView

PlanAnswer = Callable[[Query, Plan], str]

STATES = {
    "succeeded": "succeeded",
    "rejected": "ended because the plan was rejected; nothing was changed",
    "expired": "ended because nobody answered in time; nothing was changed",
    "cancelled": "was cancelled; what it had applied was undone",
    "undone": "failed, and nothing of it is left",
    "escalated": "could not be completed nor undone completely; an operator has to look at it",
}
"""How a run ended, behind its name."""


def about_plan(answer: PlanAnswer) -> Answer:
    """An answer that needs a plan; without one it is said that there is none."""

    def told(query: Query) -> Told:
        plan = query.situation.plan
        if plan is None:
            return without_plan(query.situation)
        return Told(text=answer(query, plan), references=references_of(query.situation))

    return told


def references_of(situation: Situation) -> tuple[str, ...]:
    """The open approval and the run."""
    asked = situation.question
    approval = (asked.approval_id, asked.graph_run_id) if asked else ()
    run = (situation.run.graph_run_id,) if situation.run else ()
    return tuple(dict.fromkeys((*approval, *run)))


def without_plan(situation: Situation) -> Told:
    """That no plan waits, and what there is instead."""
    said = "No plan waits for an answer in this conversation."
    if situation.run is None:
        more = "Ask for a deployment or a change, and I plan it before anything is done."
    else:
        more = standing(situation.run)
    return Told(
        text=paragraphs(said, more, steps_done(situation)), references=references_of(situation)
    )


def run_name(run: RunView) -> str:
    """What a run is called, at the beginning of a sentence."""
    if run.graph_id.startswith("operate@"):
        return "The operation"
    what = "The rollback" if run.graph_id.startswith("rollback@") else "The deployment"
    return f"{what} of {name(run.scope.application_id)}"


def standing(run: RunView) -> str:
    """How a run stands, in one sentence."""
    state = run.completion_state
    if state is not None:
        return f"{run_name(run)} {STATES.get(state, f'ended as {name(state)}')}."
    if run.question is not None:
        return f"{run_name(run)} waits for your approval."
    done = sum(each.get("state") in ("applied", "unchanged") for each in run.steps)
    steps = f": {done} of {counted(len(run.steps), 'step')} are done" if run.steps else ""
    return f"{run_name(run)} is under way{steps}."


def steps_done(situation: Situation) -> str:
    """The steps of the run with their states, where they are known."""
    steps = situation.run.steps if situation.run else ()
    return "\n".join(
        f"{number}. {shown(str(each.get('title')))} ({each.get('state')})"
        for number, each in enumerate(steps, start=1)
    )


def number_of(plan: Plan, step: Step) -> int:
    """The place of a step, from 1."""
    return plan.steps.index(step) + 1


def in_short(plan: Plan, step: Step) -> str:
    """A step as it is named in a list: its number and title."""
    return f"Step {number_of(plan, step)}: {shown(step.title)}"
