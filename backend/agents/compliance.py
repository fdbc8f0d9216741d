"""Compliance and safety: policy as pure functions; a veto stands until a person changes the
request.
"""

from agentpro.handlers import Handler, NodeContext, Outcome
from backend.agents.handler import failure, handles, plan_of
from backend.domain.plans.policy import review as judge
from backend.domain.plans.verdict import Decision, Verdict


@handles("compliance.review", "approved", "fixable", "vetoed")
async def review(context: NodeContext) -> Outcome:
    """Judge the plan and record the decision with its reason codes."""
    verdict = judge(plan_of(context))
    await context.emit("verdict_given", {"verdict": verdict.to_json()})
    facts = {"verdict": verdict.to_json()}
    if verdict.decision is not Decision.APPROVED:
        facts["failure"] = failure(context, _reason(verdict))
    return Outcome(name=verdict.decision.value, facts=facts)


def _reason(verdict: Verdict) -> dict[str, str]:
    first = verdict.findings[0]
    return {
        "error_code": first.reason_code,
        "message": f"Compliance stopped the plan: {first.message}",
        "next_step": "Change the request so that this is no longer needed, and plan again.",
    }


HANDLERS: tuple[Handler, ...] = (review,)
