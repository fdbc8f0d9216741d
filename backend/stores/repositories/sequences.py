"""Append-only logs whose entries are numbered 1, 2, 3, … within each log, without gaps."""

from typing import Any, ClassVar, Generic, TypeVar

from backend.domain.errors import Bug
from backend.domain.identifiers import TenantId
from backend.stores.documents import DocumentStore, DuplicateDocument
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema

_ATTEMPTS = 1_000


class Numbered(Record):
    """An entry of a log; ``sequence`` is given when it is appended."""

    log_field: ClassVar[str]
    """The field that says which log an entry belongs to."""

    sequence: int = 0


N = TypeVar("N", bound=Numbered)


class NumberedLog(Generic[N]):
    """Gap-free logs by optimistic numbering: a unique index lets one of many writers have a
    number.
    """

    def __init__(
        self, store: DocumentStore, schema: Schema, collection: str, entry_type: type[N]
    ) -> None:
        self._records = Records(store, schema, collection, entry_type)
        self._type = entry_type
        self._last: dict[str, int] = {}

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._records.index(self._type.log_field, "sequence", unique=True)

    async def append(self, entry: N) -> N:
        """Add an entry and return it with its number; the same id again returns the first one.

        Raises:
            DuplicateDocument: the id is another tenant's.
        """
        log_id, entry_id = self._ids(entry)
        for _ in range(_ATTEMPTS):
            sequence = self._last.get(log_id, 0) + 1
            numbered = entry.model_copy(update={"sequence": sequence})
            try:
                await self._records.insert(numbered)
            except DuplicateDocument:
                query = {self._type.id_field: entry_id}
                if (known := await self._records.find_one(entry.tenant_id, query)) is not None:
                    return known
                if (last := await self._last_number(log_id)) < sequence:
                    raise
                self._last[log_id] = last
            else:
                self._last[log_id] = sequence
                return numbered
        raise Bug("E_LOG_BUSY", f"The log {log_id} is written too often.", "Report this.")

    async def after(
        self, tenant_id: TenantId, log_id: str, sequence: int, limit: int | None = None
    ) -> list[N]:
        """The entries with higher numbers, in order."""
        query = {self._type.log_field: log_id, "sequence": {"$gt": sequence}}
        return await self._records.find(tenant_id, query, sort=(("sequence", 1),), limit=limit)

    async def find(self, tenant_id: TenantId, entry_id: str) -> N | None:
        """The entry with that id."""
        return await self._records.find_one(tenant_id, {self._type.id_field: entry_id})

    async def last_sequence(self, tenant_id: TenantId, log_id: str) -> int:
        """The number of a log's newest entry; 0 if there is none."""
        query = {self._type.log_field: log_id}
        newest = await self._records.find(tenant_id, query, sort=(("sequence", -1),), limit=1)
        return newest[0].sequence if newest else 0

    async def _last_number(self, log_id: str) -> int:
        query = {self._type.log_field: log_id, "sequence": {"$gt": self._last.get(log_id, 0)}}
        newest = await self._records.find_everywhere(query, sort=(("sequence", -1),), limit=1)
        return newest[0].sequence if newest else self._last.get(log_id, 0)

    def _ids(self, entry: N) -> tuple[str, str]:
        fields: Any = entry
        return getattr(fields, self._type.log_field), getattr(fields, self._type.id_field)
