"""Drafts: intake forms that are not complete yet, kept until their session goes on or they
expire.
"""

from typing import ClassVar

from pydantic import JsonValue

from backend.domain.identifiers import SessionId, TenantId
from backend.stores.documents import DocumentStore
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema


class DraftRecord(Record):
    """What has been filled in so far. Secrets are never part of it."""

    id_field: ClassVar[str] = "draft_id"

    draft_id: str
    session_id: SessionId
    values: dict[str, JsonValue]


class Drafts:
    """The collection ``drafts``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "drafts", DraftRecord)

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._records.index("session_id")

    async def save(self, draft: DraftRecord) -> None:
        """Keep a draft as it is now."""
        await self._records.save(draft)

    async def of_session(self, tenant_id: TenantId, session_id: SessionId) -> list[DraftRecord]:
        """The drafts of a conversation, oldest first."""
        query = {"session_id": session_id}
        return await self._records.find(tenant_id, query, sort=(("created_at", 1),))

    async def delete(self, tenant_id: TenantId, draft_id: str) -> bool:
        """Forget a draft; whether there was one."""
        return await self._records.delete(tenant_id, {"draft_id": draft_id}) > 0
