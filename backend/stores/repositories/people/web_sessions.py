"""Web sessions: where somebody is signed in. A record holds the hash of the cookie's token."""

from datetime import datetime
from typing import ClassVar

from backend.domain.identifiers import TenantId
from backend.stores.documents import DocumentStore
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema


class WebSessionRecord(Record):
    """One browser of one person; ``expires_at`` moves while it is used, up to ``ends_at``."""

    id_field: ClassVar[str] = "token_hash"

    token_hash: str
    user_id: str
    ends_at: datetime


class WebSessions:
    """The collection ``web_sessions``; what has expired is not found."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "web_sessions", WebSessionRecord)

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._records.index("user_id")

    async def add(self, session: WebSessionRecord) -> None:
        """Begin a session."""
        await self._records.insert(session)

    async def find(self, tenant_id: TenantId, token_hash: str) -> WebSessionRecord | None:
        """The session of that token, if it has not expired."""
        return await self._records.find_one(tenant_id, {"token_hash": token_hash})

    async def extend(self, tenant_id: TenantId, token_hash: str, expires_at: datetime) -> None:
        """Let a session that is still there expire later."""
        update = {"$set": {"expires_at": expires_at}}
        await self._records.update(tenant_id, token_hash, {}, update)

    async def end(self, tenant_id: TenantId, token_hash: str) -> None:
        """End a session."""
        await self._records.delete(tenant_id, {"token_hash": token_hash})
