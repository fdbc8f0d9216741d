"""Journal entries: the write-ahead record of what a run does to an account, never changed."""

from collections.abc import Callable
from typing import ClassVar

from pydantic import JsonValue

from backend.domain.errors import Bug
from backend.domain.identifiers import GraphRunId, StepId, TenantId
from backend.stores.documents import DocumentStore, DuplicateDocument
from backend.stores.repositories.records import Record, Records
from backend.stores.repositories.sequences import Numbered, NumberedLog
from backend.stores.schema import Schema

_ATTEMPTS = 100


class JournalRecord(Numbered):
    """One entry: ``kind`` says what it is, such as an intent or a result, ``content`` the rest.

    ``entry_id`` is derived from what it records, so that writing it again after a crash adds
    nothing. ``previous_digest`` and ``signature`` make a chain of a run's entries.
    """

    id_field: ClassVar[str] = "entry_id"
    log_field: ClassVar[str] = "graph_run_id"

    entry_id: str
    graph_run_id: GraphRunId
    step_id: StepId | None = None
    kind: str
    content: dict[str, JsonValue]
    previous_digest: str = ""
    signature: str = ""


class JournalHead(Record):
    """How far a run's journal went, at least: what shows that entries at its end were removed."""

    id_field: ClassVar[str] = "graph_run_id"

    graph_run_id: GraphRunId
    sequence: int
    digest: str
    signature: str


Link = Callable[[JournalRecord, JournalRecord | None], tuple[JournalRecord, JournalHead]]
"""An entry in its place after the one before it, and the head that it makes."""


class JournalEntries:
    """The collections ``journal_entries`` and ``journal_heads``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._log = NumberedLog(store, schema, "journal_entries", JournalRecord)
        self._entries = Records(store, schema, "journal_entries", JournalRecord)
        self._heads = Records(store, schema, "journal_heads", JournalHead)

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._log.prepare()

    async def append(self, entry: JournalRecord, link: Link) -> JournalRecord:
        """Add an entry, once for each id; as it is kept, with its number.

        The entry counts from when it is written; a crash before its head leaves a head that is one
        behind.
        """
        for _ in range(_ATTEMPTS):
            linked, head = link(entry, await self._newest(entry))
            try:
                await self._entries.insert(linked)
            except DuplicateDocument:
                if known := await self._log.find(entry.tenant_id, entry.entry_id):
                    return known
            else:
                await self._advance(head)
                return linked
        raise Bug("E_LOG_BUSY", f"The journal of {entry.graph_run_id} is busy.", "Report this.")

    async def of_run(self, tenant_id: TenantId, graph_run_id: GraphRunId) -> list[JournalRecord]:
        """The journal of a run, in the order in which it was written."""
        return await self._log.after(tenant_id, graph_run_id, 0)

    async def head(self, tenant_id: TenantId, graph_run_id: GraphRunId) -> JournalHead | None:
        """The head of a run's journal."""
        return await self._heads.find_one(tenant_id, {"graph_run_id": graph_run_id})

    async def _newest(self, entry: JournalRecord) -> JournalRecord | None:
        newest = await self._entries.find(
            entry.tenant_id,
            {"graph_run_id": entry.graph_run_id},
            sort=(("sequence", -1),),
            limit=1,
        )
        return newest[0] if newest else None

    async def _advance(self, head: JournalHead) -> None:
        """Heads only go on, whoever writes last."""
        later: dict[str, JsonValue] = {
            "sequence": head.sequence,
            "digest": head.digest,
            "signature": head.signature,
        }
        older = {"sequence": {"$lt": head.sequence}}
        changed = await self._heads.update(
            head.tenant_id, head.graph_run_id, older, {"$set": later}
        )
        if changed is None and await self.head(head.tenant_id, head.graph_run_id) is None:
            try:
                await self._heads.insert(head)
            except DuplicateDocument:
                await self._advance(head)
