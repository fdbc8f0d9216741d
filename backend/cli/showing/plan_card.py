"""A plan and its preview, as a person reads them before answering."""

import json
from collections.abc import Iterator

from pydantic import JsonValue

from backend.cli.showing.surface import Line
from backend.domain.plans.actions import ChangeKind, Effect, UndoLabel
from backend.domain.plans.change_set import Change
from backend.domain.plans.plan import OPERATION_TARGET, Plan, Step
from backend.domain.plans.references import as_reference
from backend.domain.views import ApprovalQuestion

_SIGNS = {
    ChangeKind.DELETE: ("-", "red"),
    ChangeKind.REPLACE: ("-/+", "magenta"),
    ChangeKind.CREATE: ("+", "green"),
    ChangeKind.UPDATE: ("~", "yellow"),
    ChangeKind.RUN: (">", "cyan"),
    ChangeKind.NONE: ("=", "dim"),
}
_FIRST = (ChangeKind.DELETE, ChangeKind.REPLACE)
_WORDS = {ChangeKind.NONE: "unchanged"}


def plan_card(question: ApprovalQuestion, *, is_policy_shown: bool = False) -> Iterator[Line]:
    """Everything that an answer will bind: what, where, as whom, each change, both digests."""
    plan = question.plan
    yield Line("")
    yield Line(plan.intent, "bold")
    yield from _where(plan)
    yield from _what(plan)
    yield Line("")
    yield from _changes(question)
    yield from _warnings(question)
    if is_policy_shown:
        yield Line("The IAM policy that this needs:", "bold")
        yield from (Line(f"  {row}") for row in json.dumps(plan.iam_policy, indent=2).splitlines())
    yield Line("")
    verdict = question.verdict
    yield _row("Compliance", f"{verdict.decision.value}, {verdict.rules_checked} rules checked")
    yield _row("Plan digest", question.plan_digest)
    yield _row("Change set digest", question.change_set_digest)
    yield _row("Answer before", question.expires_at.isoformat(timespec="seconds"))


def _row(name: str, value: str, style: str = "") -> Line:
    return Line(f"  {name:<18} {value}", style)


def _where(plan: Plan) -> Iterator[Line]:
    account = plan.account
    yield _row("Account", f"{account.account_id} in {account.region}")
    if account.is_sandbox:
        yield _row("", "SANDBOX: a simulated account on this machine", "bold cyan")
    yield _row("Caller", account.caller_arn)
    if plan.target != OPERATION_TARGET:
        yield _row("Deployment", f"{plan.scope.application_id} ({plan.deployment_id})")


def _what(plan: Plan) -> Iterator[Line]:
    if plan.source is not None:
        source = plan.source
        pinned = f"commit {source.commit}" if source.commit else source.content_digest
        branch = f", branch {source.branch}" if source.branch else ""
        yield _row("Source", f"{source.location} ({pinned}{branch})")
        if source.uncommitted:
            yield _row("Uncommitted", ", ".join(source.uncommitted), "yellow")
    for artefact in plan.artefacts:
        size = f"{artefact.size_bytes:,} bytes, {artefact.unzipped_bytes:,} unzipped"
        parts = f"{len(artefact.dependencies)} dependencies"
        yield _row("Package", f"{artefact.name} ({size}; {parts})")
        yield from (_row("", note, "yellow") for note in artefact.notes)
    yield _row("Cost", plan.cost)


def _changes(question: ApprovalQuestion) -> Iterator[Line]:
    changes = question.change_set.changes
    ordered = sorted(changes, key=lambda change: change.kind not in _FIRST)
    for change in ordered:
        step = question.plan.step(change.step_id)
        if step.effect is Effect.READ:
            yield Line(f"  ? {'read':<9} {step.title}", "dim")
            continue
        sign, style = _SIGNS[change.kind]
        word = _WORDS.get(change.kind, change.kind.value)
        yield Line(f"{sign:>3} {word:<9} {step.title}", style)
        yield Line(f"    {'':<9} {_undo(step)}", "dim")
        yield from (Line(f"    {'':<9} {value}", "dim") for value in _values(change))


def _undo(step: Step) -> str:
    match step.label:
        case UndoLabel.IRREVERSIBLE:
            return "cannot be undone"
        case _:
            by = f" by {step.compensation}" if step.compensation else ""
            return f"undo: {step.label.value}{by}"


def _values(change: Change) -> Iterator[str]:
    before, after = dict(_leaves(change.before)), dict(_leaves(change.after))
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old != new and (new is not None or change.kind is ChangeKind.DELETE):
            is_change = old is not None and new is not None
            yield f"{path or 'value'}: {old} → {new}" if is_change else f"{path}: {new or old}"


def _leaves(value: JsonValue, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value with its path. Nothing is shortened: what is approved must have been shown."""
    match value:
        case dict() if value and path != "tags" and as_reference(value) is None:
            for name, item in value.items():
                yield from _leaves(item, f"{path}.{name}" if path else name)
        case list() if any(isinstance(item, dict) for item in value):
            for number, item in enumerate(value, start=1):
                yield from _leaves(item, f"{path}[{number}]")
        case None:
            pass
        case _:
            yield path, _words_of(value)


def _words_of(value: JsonValue) -> str:
    match value:
        case {"$secret": str(name)}:
            return f"the stored secret {name}"
        case {"$output": str(name)}:
            return f"known after {name.partition('.')[0]}"
        case str():
            return value
        case _:
            return json.dumps(value, sort_keys=True)


def _warnings(question: ApprovalQuestion) -> Iterator[Line]:
    plan = question.plan
    for step in plan.steps:
        if step.exposes:
            yield Line(f"  ! public: {step.exposes}", "bold yellow")
    irreversible = sum(step.label is UndoLabel.IRREVERSIBLE for step in plan.steps)
    if irreversible:
        told = f"{irreversible} of {len(plan.steps)} steps cannot be undone"
        yield Line(f"  ! {told}", "bold red")
    for name in dict.fromkeys(question.confirmations.values()):
        yield Line(f"  ! must be confirmed with the name {name}", "bold red")
