"""How a run ended, from its last event: what runs where, what was checked, made, undone, left, and
what a person may say next.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from backend.agents.explaining.answers.common import STATES
from backend.agents.explaining.answers.endings import kinds_in_words, reason_in_short, remainders
from backend.agents.explaining.answers.nexts import replan_in_words
from backend.agents.explaining.phrasing import (
    counted,
    joined,
    listed,
    name,
    paragraphs,
    shown,
)
from backend.agents.explaining.reasons import REASONS, Replan
from backend.domain.canonical import JsonObject
from backend.domain.conversations.turns import Suggestion
from backend.domain.plans.actions import Effect, UndoLabel
from backend.domain.plans.plan import OPERATION_TARGET, Plan, Step
from backend.domain.plans.references import ReferenceKind, references_in

WHY = Suggestion(label="Why did it fail?", text="Why did it fail?")
WHAT_NEXT = Suggestion(label="What now?", text="What now?")
RUNNING = Suggestion(label="What is running?", text="What is running?")
CREATED = Suggestion(label="What did it create?", text="What did it create?")
_SHORT_COMMIT = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """The last turn about a run."""

    text: str
    suggestions: tuple[Suggestion, ...] = ()


def closing_of(graph_id: str, graph_run_id: str, payload: JsonObject) -> Closing | None:
    """The closing turn, from a payload like ``DeploymentEnded`` or ``OperationEnded``.

    ``None`` where a run has only read: its answers have said all that there is to say.
    """
    found: dict[str, Any] = dict(payload)
    plan = Plan.from_json(found["plan"]) if found.get("plan") else None
    what = _what(graph_id)
    if found.get("completion_state") != "succeeded" or plan is None:
        return _failed(what, plan, found)
    match what:
        case "rollback":
            return _rolled_back(plan)
        case "operation":
            return _operated(plan, graph_run_id, found)
        case _:
            return _deployed(plan, found)


def _what(graph_id: str) -> str:
    kind = graph_id.partition("@")[0]
    return {"rollback": "rollback", "operate": "operation"}.get(kind, "deployment")


def _deployed(plan: Plan, found: dict[str, Any]) -> Closing:
    application = plan.scope.application_id
    outputs: dict[str, Any] = found.get("outputs") or {}
    changed = _changed(plan, found)
    facts = [
        f"Where: {_place(plan)}",
        _checked(found),
        f"Applied: {kinds_in_words(step.resource for step in changed)}" if changed else "",
        _source(plan),
        f'Undo: say "Roll back {application}"; {_undoable(changed)}',
    ]
    text = f"Deployed and healthy. It answers at {outputs.get('url') or 'no URL'}"
    back = Suggestion(label=f"Roll back {application}", text=f"Roll back {application}")
    return Closing(
        text=paragraphs(text, listed(fact for fact in facts if fact)),
        suggestions=(RUNNING, CREATED, back),
    )


def _rolled_back(plan: Plan) -> Closing:
    facts = [
        f"Where: {_place(plan)}",
        f"Taken back: {kinds_in_words(step.resource for step in plan.steps)}",
        "Checked: every resource is as it was before that release",
    ]
    text = "Rolled back: what that release had changed is undone."
    return Closing(text=paragraphs(text, listed(facts)), suggestions=(RUNNING,))


def _operated(plan: Plan, graph_run_id: str, found: dict[str, Any]) -> Closing | None:
    if all(step.effect is Effect.READ for step in plan.steps):
        return None
    changed = _changed(plan, found)
    if not changed:
        return Closing(text=f"Done: {plan.intent} Everything was so already.")
    facts = [
        f"Where: {_place(plan)}",
        f"Changed: {kinds_in_words(step.resource for step in changed)}",
        f"Undo: {name(f'copilot runs undo {graph_run_id}')}; {_undoable(changed)}",
    ]
    return Closing(text=paragraphs(f"Done: {plan.intent}", listed(facts)), suggestions=(CREATED,))


def _failed(what: str, plan: Plan | None, found: dict[str, Any]) -> Closing:
    state = str(found.get("completion_state"))
    failure: dict[str, Any] = found.get("failure") or {}
    # A person who has cancelled knows why.
    reason = "" if state == "cancelled" else reason_in_short(failure)
    said = f"The {what} {STATES.get(state, f'ended as {name(state)}')}. {reason}".rstrip()
    is_by_person = state in ("cancelled", "rejected", "expired")
    helps = "" if is_by_person or not failure else replan_in_words(failure)
    again = _again(plan, failure)
    asking = () if is_by_person else (WHY, WHAT_NEXT)
    return Closing(text=paragraphs(said, _undo(found), helps), suggestions=(*asking, *again))


def _undo(found: dict[str, Any]) -> str:
    undo: dict[str, Any] = found.get("undo") or {}
    taken: list[Any] = undo.get("undone") or []
    made = kinds_in_words(each.get("resource") for each in taken)
    return paragraphs(f"Undone: {made}." if taken else "", remainders(undo.get("left")))


def _again(plan: Plan | None, failure: Mapping[str, Any]) -> tuple[Suggestion, ...]:
    """The same wish once more, where that can help and the vault alone knows nothing of it."""
    reason = REASONS.get(str(failure.get("error_code")))
    if plan is None or plan.source is None or reason is None or reason.replan is not Replan.YES:
        return ()
    if any(each.kind is ReferenceKind.SECRET for each in references_in([*_params(plan)])):
        return ()
    where = f"{plan.target} in {plan.account.region} as {plan.scope.application_id}"
    return (Suggestion(label="Plan it again", text=f"Deploy {plan.source.location} to {where}"),)


def _params(plan: Plan) -> Iterable[JsonObject]:
    return (step.params for step in plan.steps)


def _changed(plan: Plan, found: dict[str, Any]) -> list[Step]:
    """The steps that were applied and found something to do; all, where that is not known."""
    results: dict[str, Any] = found.get("steps") or {}
    untouched = {step_id for step_id, each in results.items() if each.get("is_changed") is False}
    changing = (step for step in plan.steps if step.effect is not Effect.READ)
    return [step for step in changing if step.step_id not in untouched]


def _place(plan: Plan) -> str:
    account = plan.account
    where = "the sandbox account" if account.is_sandbox else f"account {name(account.account_id)}"
    return f"{where}, {name(account.region)}"


def _checked(found: dict[str, Any]) -> str:
    health: dict[str, Any] = found.get("health") or {}
    if not health:
        return "Checked: every resource is as planned"
    tries = int(health.get("attempts") or 1)
    after = "" if tries == 1 else f" at try {tries}"
    return (
        f"Checked: {name(health.get('url'))} answered {name(health.get('status'))}{after}, and "
        "every resource is as planned"
    )


def _source(plan: Plan) -> str:
    source = plan.source
    if source is None or plan.target == OPERATION_TARGET:
        return ""
    commit = f", commit {name(source.commit[:_SHORT_COMMIT])}" if source.commit else ""
    return f"Source: {name(source.location)}{commit}"


def _undoable(steps: list[Step]) -> str:
    lasting = [step for step in steps if step.label is UndoLabel.IRREVERSIBLE]
    inexact = [step for step in steps if step.label is UndoLabel.COMPENSATABLE]
    if lasting:
        kinds = joined([shown(step.title) for step in lasting])
        return f"what cannot be undone: {kinds}"
    if inexact:
        return f"{counted(len(inexact), 'change')} cannot be taken back exactly"
    return "all of it can be undone exactly"
