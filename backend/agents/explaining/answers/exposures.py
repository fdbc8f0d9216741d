"""What a plan opens to the public, and how to avoid it."""

from backend.agents.explaining.answers.common import about_plan, in_short
from backend.agents.explaining.phrasing import listed, paragraphs, sentence
from backend.agents.explaining.query import Query
from backend.domain.plans.plan import OPERATION_TARGET, Plan


@about_plan
def exposure(query: Query, plan: Plan) -> str:
    """Each step that opens something; the tick that it takes; what else can be done."""
    _ = query
    open_steps = [step for step in plan.steps if step.exposes]
    if not open_steps:
        return "Nothing becomes public by this plan."
    lines = [f"{in_short(plan, step)}. {sentence(step.exposes or '')}" for step in open_steps]
    return paragraphs(
        "This becomes public:",
        listed(lines),
        "Nothing else becomes public. Each public endpoint needs a tick of its own "
        "on the card; without it the plan is not applied.",
        _avoiding(plan),
    )


def _avoiding(plan: Plan) -> str:
    if plan.target == OPERATION_TARGET:
        return "To avoid it, reject the plan and ask again without that step."
    return (
        "To avoid it, reject the plan: this version deploys applications with a public URL only. "
        "The application itself can ask its callers to sign in."
    )
