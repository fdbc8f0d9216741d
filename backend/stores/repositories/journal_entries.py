"""Journal entries: the write-ahead record of what a run does to an account, never changed."""

from typing import ClassVar

from pydantic import JsonValue

from backend.domain.identifiers import GraphRunId, StepId, TenantId
from backend.stores.documents import DocumentStore
from backend.stores.repositories.sequences import Numbered, NumberedLog
from backend.stores.schema import Schema


class JournalRecord(Numbered):
    """One entry: ``kind`` says what it is, such as an intent or a result, ``content`` the rest.

    ``entry_id`` is derived from what it records, so that writing it again after a crash adds
    nothing.
    """

    id_field: ClassVar[str] = "entry_id"
    log_field: ClassVar[str] = "graph_run_id"

    entry_id: str
    graph_run_id: GraphRunId
    step_id: StepId | None = None
    kind: str
    content: dict[str, JsonValue]


class JournalEntries:
    """The collection ``journal_entries``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._log = NumberedLog(store, schema, "journal_entries", JournalRecord)

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._log.prepare()

    async def append(self, entry: JournalRecord) -> JournalRecord:
        """Add an entry, once for each id; as it is kept, with its number."""
        return await self._log.append(entry)

    async def of_run(self, tenant_id: TenantId, graph_run_id: GraphRunId) -> list[JournalRecord]:
        """The journal of a run, in the order in which it was written."""
        return await self._log.after(tenant_id, graph_run_id, 0)
