"""A person's answer over exactly one plan and one preview of it."""

from enum import StrEnum
from typing import Literal

from pydantic import AwareDatetime, Field

from backend.domain.canonical import digest_of
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import ApprovalId, Scope, StepId, Value
from backend.domain.plans.actions import Effect
from backend.domain.plans.plan import Plan


class Actor(Value):
    """Who acts; ``local_owner`` is the person at the machine, when no server runs."""

    user_id: str
    kind: Literal["local_owner", "user"]
    user_name: str | None = None
    """As the person was called when acting; to be shown, never to be compared."""


class Answer(StrEnum):
    """What can come out of a question to a person."""

    APPROVED = "approved"
    REJECTED = "rejected"


class Approval(Value):
    """The answer, over *both* digests as they were displayed."""

    approval_id: ApprovalId
    scope: Scope
    plan_digest: str
    change_set_digest: str
    answer: Answer
    actor: Actor
    confirmed_steps: dict[StepId, str] = Field(default_factory=dict[StepId, str])
    """For each destructive step: the resource's name as the person typed it."""
    allowed_exposures: tuple[StepId, ...] = ()
    reason: str | None = None
    decided_at: AwareDatetime

    @property
    def digest(self) -> str:
        """``sha256:…`` over the canonical JSON."""
        return digest_of(self.to_json())


def exposures_of(plan: Plan) -> tuple[StepId, ...]:
    """The steps that open something to the public; each takes a tick."""
    return tuple(step.step_id for step in plan.steps if step.exposes)


def confirmations_of(plan: Plan) -> dict[StepId, str]:
    """The destructive steps, and the name that must be typed for each.

    A plan that deletes a whole deployment is confirmed once, with the deployment's name.
    """
    return {
        step.step_id: plan.confirmation or step.resource
        for step in plan.steps
        if step.effect is Effect.DESTRUCTIVE
    }


def require_complete(plan: Plan, approval: Approval) -> None:
    """Raise unless the approval names every exposure and every destructive step of the plan.

    Raises:
        UserCanFix: ``E_NOT_APPROVED``, saying what is missing.
    """
    missing = set(exposures_of(plan)) - set(approval.allowed_exposures)
    if missing:
        raise UserCanFix(
            "E_NOT_APPROVED",
            f"The public endpoint of {', '.join(sorted(missing))} was not allowed.",
            "Tick each public endpoint on the card, or use --allow-public on the command line.",
        )
    for step_id, name in confirmations_of(plan).items():
        if approval.confirmed_steps.get(step_id) != name:
            raise UserCanFix(
                "E_NOT_APPROVED",
                f"The destructive step {step_id} was not confirmed with the name {name}.",
                f"Type {name} exactly to confirm it.",
            )
