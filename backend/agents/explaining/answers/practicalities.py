"""What a plan costs, how long it takes, and for whom and where it is."""

from backend.agents.explaining.answers.common import about_plan
from backend.agents.explaining.phrasing import (
    counted,
    listed,
    moment,
    name,
    paragraphs,
    sentence,
)
from backend.agents.explaining.purposes import noun_of
from backend.agents.explaining.query import Query
from backend.agents.explaining.situation import Situation
from backend.domain.identifiers import StepId
from backend.domain.plans.actions import ChangeKind
from backend.domain.plans.plan import Plan
from backend.domain.views import RunView

_PAID = {
    "bucket": "what is stored in the bucket, and requests to it",
    "object": "what is stored in the bucket, and requests to it",
    "function": "the function's requests, and the time that it runs",
    "log group": "lines that are written to the log, and kept",
}
"""What AWS bills for, by noun; IAM, versions, aliases and function URLs have no price of their own
(AWS price lists of S3, Lambda and CloudWatch Logs).
"""


@about_plan
def cost(query: Query, plan: Plan) -> str:
    """What the plan says; what is billed for at all; what costs nothing."""
    if plan.account.is_sandbox:
        return "Nothing: the plan is for the sandbox account, which is simulated."
    nouns = [noun_of(step.resource) for step in plan.steps if _adds(query.situation, step.step_id)]
    paid = list(dict.fromkeys(_PAID[noun] for noun in nouns if noun in _PAID))
    is_unknown = plan.cost.strip().rstrip(".").lower() == "not estimated"
    said = (
        "I have no estimate for this plan, and I do not guess one."
        if is_unknown
        else f"The plan says: {sentence(plan.cost)}"
    )
    if not paid:
        return f"{said} AWS bills for none of its steps by themselves."
    return paragraphs(said, f"AWS bills for:\n\n{listed(paid)}", "Undoing everything ends that.")


def _adds(situation: Situation, step_id: StepId) -> bool:
    """Whether a step may leave something that was not there; so it is without a preview."""
    changes = situation.change_set.changes if situation.change_set else ()
    kinds = {change.step_id: change.kind for change in changes}
    return kinds.get(step_id, ChangeKind.CREATE) not in (ChangeKind.DELETE, ChangeKind.NONE)


@about_plan
def duration(query: Query, plan: Plan) -> str:
    """What is known: the count of steps, and what the run has taken so far."""
    steps = counted(len(plan.steps), "step")
    waits = " and then waits until the application answers" if plan.health else ""
    said = (
        f"I have no measured time for this plan. It makes {steps}, one after the other{waits}. "
        "You see each of them while it is made."
    )
    return paragraphs(said, _taken(query.situation.run))


def _taken(run: RunView | None) -> str:
    if run is None:
        return ""
    if run.ended_at is None:
        return f"The run began on {moment(run.created_at)}; waiting for your answer is part of it."
    seconds = round((run.ended_at - run.created_at).total_seconds())
    return f"The run took {counted(seconds, 'second')} in all, with the wait for an answer."


@about_plan
def place(query: Query, plan: Plan) -> str:
    """Account, region, identity; sandbox or real."""
    _ = query
    account = plan.account
    kind = "the sandbox account, which is simulated" if account.is_sandbox else "a real AWS account"
    return (
        f"The plan is for account {name(account.account_id)} ({kind}), region "
        f"{name(account.region)}, acting as {name(account.caller_arn)}. Before every step AWS "
        "is asked again whose credentials these are; if they are somebody else's, nothing is sent."
    )
