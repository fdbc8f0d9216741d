"""The seal: an Ed25519 signature that plan, verdict, change set and approval belong together.

Only :func:`seal_plan` makes a seal, and only :func:`verify_seal` makes a :class:`VerifiedPlan`,
which is what apply asks for. Nothing else may import this module but the service of runs and apply.
"""

import base64
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from backend.domain.canonical import canonical_bytes
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import GraphRunId, Value
from backend.domain.plans.approval import Answer, Approval, require_complete
from backend.domain.plans.change_set import ChangeSet
from backend.domain.plans.plan import Plan
from backend.domain.plans.verdict import Decision, Verdict

PublicKey = Ed25519PublicKey
"""Verifies seals."""
SigningKey = Ed25519PrivateKey
"""Makes seals."""


class SealedPlan(Value):
    """The four values and their signature, as they are journaled; trusted once verified."""

    graph_run_id: GraphRunId
    plan: Plan
    verdict: Verdict
    change_set: ChangeSet
    approval: Approval
    signature: str


@dataclass(frozen=True, slots=True)
class VerifiedPlan:
    """Proof that a sealed plan was verified; made by :func:`verify_seal` alone."""

    sealed: SealedPlan

    @property
    def plan(self) -> Plan:
        """The plan that a person approved."""
        return self.sealed.plan

    @property
    def plan_digest(self) -> str:
        """The plan's digest, as it was recomputed when the seal was verified."""
        return self.sealed.verdict.plan_digest

    @property
    def change_set(self) -> ChangeSet:
        """The preview that a person approved."""
        return self.sealed.change_set


def seal_plan(
    *,
    graph_run_id: GraphRunId,
    plan: Plan,
    verdict: Verdict,
    change_set: ChangeSet,
    approval: Approval,
    signing_key: SigningKey,
    now: datetime,
) -> SealedPlan:
    """Check that the four agree and sign them.

    Raises:
        UserCanFix: ``APPROVAL_NOT_BOUND``, ``VETO_STANDS``, ``E_NOT_APPROVED`` or ``PLAN_EXPIRED``.
    """
    _require_agreement(graph_run_id, plan, verdict, change_set, approval, now)
    signature = signing_key.sign(_signed_bytes(graph_run_id, plan, verdict, change_set, approval))
    return SealedPlan(
        graph_run_id=graph_run_id,
        plan=plan,
        verdict=verdict,
        change_set=change_set,
        approval=approval,
        signature=base64.b64encode(signature).decode(),
    )


def verify_seal(
    sealed: SealedPlan, public_key: PublicKey, graph_run_id: GraphRunId, now: datetime | None
) -> VerifiedPlan:
    """The proof that apply asks for; every digest is recomputed from content.

    ``now=None`` skips the expiry: a plan that began in time may be finished and undone after it.

    Raises:
        UserCanFix: ``PLAN_SIGNATURE_INVALID``, or any reason of :func:`seal_plan`.
    """
    parts = (sealed.plan, sealed.verdict, sealed.change_set, sealed.approval)
    try:
        signature = base64.b64decode(sealed.signature, validate=True)
        public_key.verify(signature, _signed_bytes(sealed.graph_run_id, *parts))
    except (InvalidSignature, ValueError):
        raise _invalid() from None
    if sealed.graph_run_id != graph_run_id:
        raise _invalid()
    _require_agreement(sealed.graph_run_id, *parts, now)
    return VerifiedPlan(sealed)


def _signed_bytes(
    graph_run_id: GraphRunId,
    plan: Plan,
    verdict: Verdict,
    change_set: ChangeSet,
    approval: Approval,
) -> bytes:
    return canonical_bytes(
        {
            "purpose": "aws-copilot/sealed-plan/1",
            "graph_run_id": graph_run_id,
            "plan": plan.digest,
            "verdict": verdict.digest,
            "change_set": change_set.digest,
            "approval": approval.digest,
        }
    )


def _require_agreement(
    graph_run_id: GraphRunId,
    plan: Plan,
    verdict: Verdict,
    change_set: ChangeSet,
    approval: Approval,
    now: datetime | None,
) -> None:
    bound = (
        plan.graph_run_id == graph_run_id
        and plan.scope == approval.scope
        and plan.digest == verdict.plan_digest == change_set.plan_digest == approval.plan_digest
        and change_set.digest == approval.change_set_digest
        and change_set.account_id == plan.account.account_id
        and change_set.caller_arn == plan.account.caller_arn
        and [each.step_id for each in change_set.changes] == [each.step_id for each in plan.steps]
    )
    if not bound:
        raise UserCanFix(
            "APPROVAL_NOT_BOUND",
            "The answer was given to another plan or preview than the one that waits.",
            "Look at the plan as it is now and answer that.",
        )
    if verdict.decision is not Decision.APPROVED:
        raise UserCanFix(
            "VETO_STANDS",
            "Compliance did not approve this plan.",
            "Change the request and plan again.",
        )
    if approval.answer is not Answer.APPROVED:
        raise UserCanFix(
            "E_NOT_APPROVED", "The plan was not approved.", "Approve it, or plan again."
        )
    require_complete(plan, approval)
    if now is not None and now >= plan.expires_at:
        raise UserCanFix("PLAN_EXPIRED", "The plan expired before it was applied.", "Plan again.")


def _invalid() -> UserCanFix:
    return UserCanFix(
        "PLAN_SIGNATURE_INVALID",
        "The approved plan does not carry a valid signature of this installation; it was changed.",
        "Nothing was sent. Plan again and approve the new plan.",
    )
