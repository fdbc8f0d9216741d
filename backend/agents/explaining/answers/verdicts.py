"""What compliance decided, and why."""

from backend.agents.explaining.answers.common import references_of, without_plan
from backend.agents.explaining.phrasing import counted, listed, name, paragraphs, quoted
from backend.agents.explaining.query import Query, Told
from backend.agents.explaining.reasons import REASONS
from backend.agents.explaining.situation import Situation
from backend.domain.plans.approval import exposures_of
from backend.domain.plans.plan import Plan
from backend.domain.plans.verdict import Decision, PolicyFinding, Verdict

_DECISIONS = {
    Decision.APPROVED: "Compliance approved the plan",
    Decision.FIXABLE: "Compliance sent the plan back, because it can be put right",
    Decision.VETOED: "Compliance vetoed the plan, and nobody can overrule that",
}


def verdict(query: Query) -> Told:
    """The decision with its findings; where only the failure is known, that."""
    situation = query.situation
    if situation.verdict is not None:
        text = _verdict(situation.verdict, situation.plan)
        return Told(text=text, references=references_of(situation))
    stopped = _stopped(situation)
    if stopped is None:
        return without_plan(situation)
    return Told(text=stopped, references=references_of(situation))


def _verdict(found: Verdict, plan: Plan | None) -> str:
    said = (
        f"{_DECISIONS[found.decision]}. It checked {counted(found.rules_checked, 'rule')} of the "
        f"policy {name(found.policy_version)}."
    )
    if not found.findings:
        return paragraphs(f"{said} None of them was broken.", _beside(plan))
    return paragraphs(said, listed(_finding(each) for each in found.findings))


def _finding(finding: PolicyFinding) -> str:
    reason = REASONS.get(finding.reason_code)
    where = f" (step {name(finding.step_id)})" if finding.step_id else ""
    meaning, advice = (reason.meaning, f" {reason.advice}") if reason else ("", "")
    found = f"{name(finding.reason_code)}{where}: {meaning}".rstrip(" :")
    return f"{found} It found: {quoted(finding.message)}.{advice}"


def _beside(plan: Plan | None) -> str:
    """What the rules allow and a person still has to weigh."""
    if plan is None or not exposures_of(plan):
        return ""
    return "It allows what becomes public; whether that is what you want is yours to decide."


def _stopped(situation: Situation) -> str | None:
    """A plan that compliance stopped is no longer there, but its first reason is."""
    failure = situation.run.failure if situation.run else None
    if failure is None or not situation.is_stopped_by_compliance:
        return None
    reason = REASONS.get(str(failure.get("error_code")))
    return paragraphs(
        f"Compliance stopped the plan: {name(failure.get('error_code'))}.",
        f"{reason.meaning if reason else ''} It said: {quoted(failure.get('message'))}.".strip(),
        reason.advice if reason else "",
    )
