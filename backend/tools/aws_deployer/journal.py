"""The write-ahead journal of a run's steps: the intent before a call, the result after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pydantic import Field, JsonValue

from backend.domain.canonical import JsonObject
from backend.domain.identifiers import GraphRunId, Scope, StepId, Value


class RecordKind(StrEnum):
    """What a record says of its step."""

    INTENT = "intent"
    RESULT = "result"
    FAILURE = "failure"
    REFUSED = "refused"
    """AWS said no to a call that no read could settle: it did not happen, and is not repeated."""
    UNDO_INTENT = "undo_intent"
    UNDONE = "undone"
    UNDO_FAILURE = "undo_failure"


class JournalRecord(Value):
    """One record. It holds references in place of secrets, so it may be stored as it is.

    ``before`` is the live state that was read before the intent; ``after`` the one that proved the
    result.
    """

    graph_run_id: GraphRunId
    scope: Scope
    plan_digest: str
    """A run that plans again after an undo has steps of the same ids in another plan."""
    step_id: StepId
    kind: RecordKind
    action: str
    params: JsonObject
    before: JsonValue = None
    after: JsonValue = None
    outputs: dict[str, str] = Field(default_factory=dict[str, str])
    is_changed: bool = True
    """``False``: AWS already was as wanted, and nothing was sent."""
    error: dict[str, str] | None = None


class ApplyJournal(Protocol):
    """Append-only and durable: :meth:`record` returns when the record would survive a crash."""

    async def record(self, record: JournalRecord) -> None:
        """Append; of records with the same plan, step and kind only the first is kept."""
        ...

    async def records(self, scope: Scope, graph_run_id: GraphRunId) -> tuple[JournalRecord, ...]:
        """All records of a run in the order in which they were written."""
        ...


@dataclass(frozen=True, slots=True)
class StepHistory:
    """What the journal knows of one step."""

    records: tuple[JournalRecord, ...]

    def get(self, kind: RecordKind) -> JournalRecord | None:
        """The record of that kind, if there is one."""
        return next((record for record in self.records if record.kind is kind), None)


def of_plan(records: Iterable[JournalRecord], plan_digest: str) -> tuple[JournalRecord, ...]:
    """The records of one plan among those of its run."""
    return tuple(record for record in records if record.plan_digest == plan_digest)


def history_of(records: Iterable[JournalRecord], step_id: str) -> StepHistory:
    """The history of one step among a plan's records."""
    return StepHistory(tuple(record for record in records if record.step_id == step_id))


def outputs_of(records: Iterable[JournalRecord]) -> dict[str, dict[str, str]]:
    """The outputs of every step that has a result."""
    return {
        record.step_id: record.outputs for record in records if record.kind is RecordKind.RESULT
    }
