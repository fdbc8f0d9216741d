"""The apply journal on the document store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend.domain.identifiers import GraphRunId, Scope
from backend.runs.journal.chain import JournalChain
from backend.stores.repositories.journal_entries import JournalEntries
from backend.stores.repositories.journal_entries import JournalRecord as Entry
from backend.tools.aws_deployer.journal import JournalRecord


@dataclass(frozen=True, slots=True)
class StoredJournal:
    """``ApplyJournal``: a record is on disk when :meth:`record` returns, and signed."""

    entries: JournalEntries
    chain: JournalChain
    clock: Callable[[], datetime]

    async def record(self, record: JournalRecord) -> None:
        """Append once for each plan, step and kind."""
        entry = Entry(
            **record.scope.model_dump(),
            created_at=self.clock(),
            entry_id=f"{record.graph_run_id}:{record.plan_digest}:{record.step_id}:{record.kind}",
            graph_run_id=record.graph_run_id,
            step_id=record.step_id,
            kind=record.kind,
            content=record.to_json(),
        )
        await self.entries.append(entry, self.chain.linked)

    async def records(self, scope: Scope, graph_run_id: GraphRunId) -> tuple[JournalRecord, ...]:
        """All records of a run, in order; none of another tenant.

        Raises:
            OperatorMustAct: ``UNTRUSTED_CONTENT_OR_PLAN_MISMATCH``: somebody else has changed them.
        """
        # The head is read first: an entry that is added meanwhile may be newer, none may be older.
        head = await self.entries.head(scope.tenant_id, graph_run_id)
        entries = await self.entries.of_run(scope.tenant_id, graph_run_id)
        self.chain.require_intact(entries, head)
        return tuple(JournalRecord.from_json(entry.content) for entry in entries)
