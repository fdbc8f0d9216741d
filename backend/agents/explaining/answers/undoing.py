"""How well a plan can be undone, and what happens if a step fails."""

from backend.agents.explaining.answers.common import about_plan, in_short, number_of
from backend.agents.explaining.phrasing import counted, listed, name, paragraphs
from backend.agents.explaining.query import Query
from backend.domain.plans.actions import Effect, UndoLabel
from backend.domain.plans.plan import Plan, Step


@about_plan
def undo(query: Query, plan: Plan) -> str:
    """Per step how it is undone, those that cannot be first."""
    _ = query
    steps = _changing(plan)
    if not steps:
        return "The plan only reads, so there is nothing to undo."
    lasting = [step for step in steps if step.label is UndoLabel.IRREVERSIBLE]
    inexact = [step for step in steps if step.label is UndoLabel.COMPENSATABLE]
    exact = [step for step in steps if step.label is UndoLabel.EXACT]
    return paragraphs(
        _whole(steps, lasting, inexact),
        _part("Cannot be undone:", plan, lasting),
        _part("Can be compensated, but not exactly:", plan, inexact),
        _part("Undone exactly:", plan, exact),
        "An undo takes back what the run itself did, newest first, and nothing else. What the "
        "application did in the meantime, such as data that it stored elsewhere, stays.",
    )


@about_plan
def step_failure(query: Query, plan: Plan) -> str:
    """What is undone if a step fails: the one that was named, else any."""
    failing = query.steps[0] if query.steps and query.steps[0] in _changing(plan) else None
    if not _changing(plan):
        return "The plan only reads. If a question fails, I say why, and nothing has changed."
    if failing is None:
        return paragraphs(
            "I stop at the first step that fails and undo everything before it, newest first. "
            "Nobody has to ask for that, and your approval covers it.",
            _lasting_before(plan, list(_changing(plan))),
            _doubt(),
        )
    before = [each for each in _changing(plan) if number_of(plan, each) < number_of(plan, failing)]
    return paragraphs(
        f"If step {number_of(plan, failing)} fails, no later step is made.",
        _part("Then I undo, newest first:", plan, [*reversed(_undoable(before))])
        or "Nothing has been changed before it that could be undone.",
        _lasting_before(plan, before),
        _doubt(),
    )


def _doubt() -> str:
    return (
        "If it is not known whether the failing call did anything, AWS is asked, and what it did "
        "is undone too. If something resists, an operator gets a case that names it."
    )


def _whole(steps: list[Step], lasting: list[Step], inexact: list[Step]) -> str:
    if not lasting and not inexact:
        return (
            f"Yes. All {counted(len(steps), 'step')} that change something can be undone exactly."
        )
    if len(lasting) == len(steps):
        return "No. Nothing in this plan can be undone."
    return "Not completely."


def _lasting_before(plan: Plan, steps: list[Step]) -> str:
    lasting = [step for step in steps if step.label is UndoLabel.IRREVERSIBLE]
    return _part("What these have done by then stays:", plan, lasting)


def _part(title: str, plan: Plan, steps: list[Step]) -> str:
    return f"{title}\n\n{listed(_line(plan, step) for step in steps)}" if steps else ""


def _line(plan: Plan, step: Step) -> str:
    how = f", by {name(step.compensation)}" if step.compensation else ""
    return f"{in_short(plan, step)}{how}"


def _changing(plan: Plan) -> list[Step]:
    return [step for step in plan.steps if step.effect is not Effect.READ]


def _undoable(steps: list[Step]) -> list[Step]:
    return [step for step in steps if step.label is not UndoLabel.IRREVERSIBLE]
