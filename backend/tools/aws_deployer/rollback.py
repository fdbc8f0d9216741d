"""A rollback after closure: a new plan, derived from the journal of the run that applied the
release.
"""

from collections.abc import Sequence

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import StepId
from backend.domain.plans.actions import Effect, Provenance
from backend.domain.plans.drafting import DraftStep, PlanDraft, ToolCall
from backend.tools.aws_deployer.catalog import action_named
from backend.tools.aws_deployer.catalog.declaration import ActionKind
from backend.tools.aws_deployer.journal import JournalRecord, RecordKind

_SETTLED = frozenset({RecordKind.RESULT, RecordKind.REFUSED, RecordKind.UNDONE})
"""After one of these an intent says nothing more."""


def draft_rollback(records: Sequence[JournalRecord], application_name: str) -> PlanDraft:
    """The compensations of every step that changed something, newest first.

    What cannot be undone is left out, and named in the intent. Where they delete anything, the
    whole plan is confirmed once, with the application's name.

    Raises:
        UserCanFix: ``E_NOTHING_TO_UNDO``, where the journal has no step that changed anything;
            ``E_IRREVERSIBLE``, where it has, and none of them can be undone.
    """
    standing = _standing(records)
    left = [record for record in standing if action_named(record.action).undo is None]
    compensations = [_compensation(record) for record in reversed(standing)]
    steps = tuple(step for step in compensations if step is not None)
    if not steps:
        raise _irreversible(left) if left else _nothing(application_name)
    deletes = any(action_named(step.call.tool).effect is Effect.DESTRUCTIVE for step in steps)
    return PlanDraft(
        intent=_intent(application_name, left),
        target="lambda",
        source=None,
        steps=steps,
        undoes=standing[0].graph_run_id,
        confirmation=application_name if deletes else None,
    )


def _standing(records: Sequence[JournalRecord]) -> list[JournalRecord]:
    """What changed something and was not taken back; and what may have been made by a call whose
    fate nobody wrote down, where the run's tag will tell.
    """
    settled = {_place(record) for record in records if record.kind in _SETTLED}
    undone = {_place(record) for record in records if record.kind is RecordKind.UNDONE}
    return [
        record
        for record in records
        if (record.kind is RecordKind.RESULT and record.is_changed and _place(record) not in undone)
        or (record.kind is RecordKind.INTENT and _makes(record) and _place(record) not in settled)
    ]


def _makes(record: JournalRecord) -> bool:
    action = action_named(record.action)
    return action.kind is ActionKind.CREATE and action.is_tagged


def _place(record: JournalRecord) -> tuple[str, StepId]:
    return record.plan_digest, record.step_id


def _intent(application_name: str, left: Sequence[JournalRecord]) -> str:
    whole = f"Undo the newest release of {application_name}, step by step, newest first."
    return f"{whole} What cannot be undone stays: {_named(left)}." if left else whole


def _nothing(application_name: str) -> UserCanFix:
    return UserCanFix(
        "E_NOTHING_TO_UNDO",
        f"The release of {application_name} changed nothing that could be undone.",
        "Look at its run with: copilot runs show.",
    )


def _irreversible(left: Sequence[JournalRecord]) -> UserCanFix:
    return UserCanFix(
        "E_IRREVERSIBLE",
        f"What this run changed cannot be undone: {_named(left)}.",
        "Its plan said so before it was approved; decide by hand what to do about it.",
    )


def _named(records: Sequence[JournalRecord]) -> str:
    return ", ".join(f"{record.step_id} ({record.action})" for record in records)


def _compensation(record: JournalRecord) -> DraftStep | None:
    """``None`` for what cannot be undone."""
    action = action_named(record.action)
    if action.undo is None:
        return None
    before = record.before if isinstance(record.before, dict) else None
    undo = action.undo(action.params.model_validate(record.params), before, record.outputs)
    return DraftStep(
        step_id=StepId(f"undo_{record.step_id}"[:64]),
        call=ToolCall(tool=undo.action, args=undo.params),
        provenance=dict.fromkeys(undo.params, Provenance.AWS_READ),
    )
