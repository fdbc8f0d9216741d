"""The apply journal on the document store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend.domain.identifiers import GraphRunId, Scope
from backend.stores.repositories.journal_entries import JournalEntries
from backend.stores.repositories.journal_entries import JournalRecord as Entry
from backend.tools.aws_deployer.journal import JournalRecord


@dataclass(frozen=True, slots=True)
class StoredJournal:
    """``ApplyJournal``: a record is on disk when :meth:`record` returns."""

    entries: JournalEntries
    clock: Callable[[], datetime]

    async def record(self, record: JournalRecord) -> None:
        """Append once for each plan, step and kind."""
        await self.entries.append(
            Entry(
                **record.scope.model_dump(),
                created_at=self.clock(),
                entry_id=f"{record.graph_run_id}:{record.plan_digest}:{record.step_id}:{record.kind}",
                graph_run_id=record.graph_run_id,
                step_id=record.step_id,
                kind=record.kind,
                content=record.to_json(),
            )
        )

    async def records(self, scope: Scope, graph_run_id: GraphRunId) -> tuple[JournalRecord, ...]:
        """All records of a run, in order; none of another tenant."""
        entries = await self.entries.of_run(scope.tenant_id, graph_run_id)
        return tuple(JournalRecord.from_json(entry.content) for entry in entries)
