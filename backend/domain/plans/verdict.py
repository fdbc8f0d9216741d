"""Compliance's answer to a plan."""

from enum import StrEnum

from backend.domain.canonical import digest_of
from backend.domain.identifiers import StepId, Value


class Decision(StrEnum):
    """``fixable`` sends a plan back to planning; ``vetoed`` ends it with an escalation."""

    APPROVED = "approved"
    FIXABLE = "fixable"
    VETOED = "vetoed"


class PolicyFinding(Value):
    """One broken rule, with the step that breaks it (``None``: the plan as a whole)."""

    rule: str
    reason_code: str
    message: str
    step_id: StepId | None
    is_fixable: bool


class Verdict(Value):
    """The decision over one plan under one policy version."""

    plan_digest: str
    policy_version: str
    decision: Decision
    findings: tuple[PolicyFinding, ...]
    rules_checked: int

    @property
    def digest(self) -> str:
        """``sha256:…`` over the canonical JSON."""
        return digest_of(self.to_json())
