"""A person's answer, bound to exactly what was shown."""

from datetime import datetime

from backend.domain.commands import DecideApproval
from backend.domain.errors import UserCanFix
from backend.domain.plans.approval import Actor, Approval
from backend.domain.views import RunView
from backend.runs.places import TENANT
from backend.stores.repositories.approvals import ApprovalRecord, Approvals


def approval_of(
    question: ApprovalRecord, actor: Actor, command: DecideApproval, now: datetime
) -> Approval:
    """The approval that the answer is.

    Raises:
        UserCanFix: ``APPROVAL_NOT_BOUND``: it names other digests than those that were shown.
    """
    shown = (question.plan_digest, question.change_set_digest)
    if (command.plan_digest, command.change_set_digest) != shown:
        raise UserCanFix(
            "APPROVAL_NOT_BOUND",
            "The answer names other digests than the plan and the preview that wait.",
            "Look at the run as it is now and answer that: copilot runs show.",
        )
    return Approval(
        approval_id=command.approval_id,
        scope=question.scope,
        plan_digest=command.plan_digest,
        change_set_digest=command.change_set_digest,
        answer=command.answer,
        actor=actor,
        confirmed_steps=command.confirmed_steps,
        allowed_exposures=command.allowed_exposures,
        reason=command.reason,
        decided_at=now,
    )


async def as_answered(approvals: Approvals, view: RunView) -> RunView:
    """The view without a question that was answered, though the run may hear of it later."""
    if view.question is None:
        return view
    question = await approvals.get(TENANT, view.question.approval_id)
    return view if question.status == "open" else view.model_copy(update={"question": None})
