"""What a run has left in the store, read beside the server."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.domain.events import Event
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.change_set import ChangeSet
from backend.domain.plans.plan import Plan
from backend.domain.redaction import KnownSecrets, Redactor
from backend.runs.service import TENANT
from backend.runs.views import event_of
from backend.stores.documents import DocumentStore
from backend.stores.repositories.everything import Repositories, open_repositories
from backend.stores.sqlite import SqliteDocuments
from backend.telemetry.audit import AuditLog, AuditVerdict
from backend.tools.aws_deployer.journal import JournalRecord, RecordKind, of_plan
from backend.wiring.documents import DOCUMENTS_FILE
from backend.wiring.foundation import now
from tests.chaos.harness.reference import Decided, Past


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """Of one run: its plans that were approved, its journal and its events."""

    decided: tuple[Decided, ...]
    journal: tuple[JournalRecord, ...]
    events: tuple[Event, ...]

    @property
    def pasts(self) -> list[Past]:
        """What the journal says became of each approved plan."""
        return [_past(each, of_plan(self.journal, each.plan.digest)) for each in self.decided]


@dataclass(frozen=True, slots=True)
class Records:
    """The store of a data directory, whose server may be alive or dead."""

    store: DocumentStore
    repositories: Repositories

    async def left_by(self, run_id: GraphRunId) -> Left:
        """Everything that is recorded of a run."""
        run = await self.repositories.runs.get(TENANT, run_id)
        asked = await self.repositories.approvals.of_run(TENANT, run_id)
        entries = await self.repositories.journal_entries.of_run(TENANT, run_id)
        told = await self.repositories.events.after(TENANT, run.session_id, 0)
        return Left(
            decided=tuple(
                Decided(
                    Plan.from_json(each.request["plan"]),
                    ChangeSet.from_json(each.request["change_set"]),
                )
                for each in asked
                if each.status == "decided"
            ),
            journal=tuple(JournalRecord.from_json(entry.content) for entry in entries),
            events=tuple(event_of(record) for record in told),
        )

    async def audit(self) -> AuditVerdict:
        """Whether the audit's chain holds."""
        return await AuditLog(self.store, Redactor(KnownSecrets()), now).verify()


@asynccontextmanager
async def open_records(home: Path) -> AsyncGenerator[Records]:
    """Look into ``home``, which a server has opened before."""
    documents = SqliteDocuments(home / DOCUMENTS_FILE, now)
    try:
        yield Records(documents, await open_repositories(documents))
    finally:
        documents.close()


def _past(decided: Decided, journal: Sequence[JournalRecord]) -> Past:
    """A step without a result was done where its undo found something to take back."""

    def of(kind: RecordKind, *, is_changed: bool = True) -> list[str]:
        return [
            each.step_id for each in journal if each.kind is kind and each.is_changed is is_changed
        ]

    undone = of(RecordKind.UNDONE)
    done = {*of(RecordKind.RESULT), *undone}
    in_order = [str(step.step_id) for step in decided.plan.steps if step.step_id in done]
    return Past(decided, in_order, undone)
