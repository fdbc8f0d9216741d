"""How a question gets its answer: said beforehand on the command line, or at the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from backend.cli.program import Terminal
from backend.domain.commands import DecideApproval
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import StepId
from backend.domain.plans.approval import Answer
from backend.domain.views import ApprovalQuestion


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """What the person said beforehand; it holds for the first question of a run, and no other."""

    is_approved: bool = False
    """Whether the plan that comes is approved; never enough for its destructive steps."""
    digests: tuple[str, str] | None = None
    """Of a plan and a change set that the person has seen: approves those and no others."""
    is_public_allowed: bool = False
    confirmations: frozenset[str] = frozenset()
    """The names typed for destructive steps, ``NAME`` or ``STEP=NAME``; typing one approves."""

    @property
    def is_given(self) -> bool:
        """Whether there is an answer without asking."""
        return self.is_approved or self.digests is not None or bool(self.confirmations)

    def covers(self, step_id: StepId, name: str) -> bool:
        """Whether the name was typed that confirms the step."""
        return not self.confirmations.isdisjoint((name, f"{step_id}={name}"))


def given_answer(question: ApprovalQuestion, consent: Consent) -> DecideApproval:
    """The approval that was given beforehand, over the digests as they were shown.

    Raises:
        UserCanFix: ``APPROVAL_NOT_BOUND`` or ``E_NOT_APPROVED``: it does not cover this plan.
    """
    shown = (question.plan_digest, question.change_set_digest)
    if consent.digests is not None and consent.digests != shown:
        raise _refusal(
            question, "APPROVAL_NOT_BOUND", "The plan is not the one with the digests given."
        )
    for reason in _uncovered(question, consent):
        raise _refusal(question, "E_NOT_APPROVED", reason)
    return _approval(question, question.confirmations)


async def asked_answer(
    question: ApprovalQuestion, consent: Consent, terminal: Terminal
) -> DecideApproval | None:
    """The answer of the person at the terminal; ``None`` when nobody answers."""
    for step_id in () if consent.is_public_allowed else question.exposures:
        said = await terminal.ask(f"Allow the public endpoint of {step_id}? [y/N]")
        if said is None or not _is_yes(said):
            return (
                None if said is None else rejection(question, "A public endpoint was not allowed.")
            )
    for name in dict.fromkeys(question.confirmations.values()):
        said = await terminal.ask(f"This cannot be taken back. Type {name} to confirm:")
        if said is None or said.strip() != name:
            return None if said is None else rejection(question, "A deletion was not confirmed.")
    said = await terminal.ask(f"{_effect(question)}? [y/N]")
    if said is None:
        return None
    return (
        _approval(question, question.confirmations) if _is_yes(said) else rejection(question, None)
    )


def rejection(question: ApprovalQuestion, reason: str | None) -> DecideApproval:
    """A no, over the same digests."""
    return DecideApproval(
        approval_id=question.approval_id,
        plan_digest=question.plan_digest,
        change_set_digest=question.change_set_digest,
        answer=Answer.REJECTED,
        reason=reason,
    )


def unanswered(question: ApprovalQuestion) -> UserCanFix:
    """Why a run goes on waiting where nobody can be asked."""
    return _refusal(question, "E_NOT_APPROVED", "The plan waits for the answer of a person.")


def _approval(question: ApprovalQuestion, confirmed: dict[StepId, str]) -> DecideApproval:
    return DecideApproval(
        approval_id=question.approval_id,
        plan_digest=question.plan_digest,
        change_set_digest=question.change_set_digest,
        answer=Answer.APPROVED,
        confirmed_steps=confirmed,
        allowed_exposures=question.exposures,
    )


def _uncovered(question: ApprovalQuestion, consent: Consent) -> Iterator[str]:
    if question.exposures and not consent.is_public_allowed:
        opened = ", ".join(question.exposures)
        yield f"The plan opens {opened} to the public, which was not allowed."
    for step_id, name in question.confirmations.items():
        if consent.covers(step_id, name):
            continue
        if consent.confirmations:
            yield f"The step {step_id} is confirmed with the name {name}, not with another."
        else:
            yield f"The step {step_id} is destructive; --approve does not cover it."


def _refusal(question: ApprovalQuestion, error_code: str, message: str) -> UserCanFix:
    public = " --allow-public" if question.exposures else ""
    names = dict.fromkeys(question.confirmations.values())
    confirm = "".join(f" --confirm {name}" for name in names)
    return UserCanFix(
        error_code,
        message,
        f"To approve what is shown: copilot approve {question.graph_run_id}"
        f" --plan-digest {question.plan_digest} --change-set-digest {question.change_set_digest}"
        f"{public}{confirm}",
    )


def _effect(question: ApprovalQuestion) -> str:
    kinds = [change.kind.value for change in question.change_set.changes if change.kind != "none"]
    counted = [f"{kind} {kinds.count(kind)}" for kind in sorted(set(kinds), key=_urgency)]
    return (" and ".join(counted) or "change nothing").capitalize()


def _urgency(kind: str) -> int:
    return ("delete", "replace", "create", "update", "run").index(kind)


def _is_yes(said: str) -> bool:
    return said.strip().lower() in ("y", "yes")
