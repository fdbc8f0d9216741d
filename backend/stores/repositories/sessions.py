"""Sessions: conversations of one person each."""

from datetime import datetime
from typing import ClassVar

from pydantic import JsonValue

from backend.domain.canonical import JsonObject
from backend.domain.identifiers import SessionId, TenantId
from backend.stores.documents import DocumentStore
from backend.stores.repositories.records import Record, Records, not_found
from backend.stores.repositories.runs import CompletionState
from backend.stores.schema import Schema


class SessionRecord(Record):
    """One conversation; ``actor`` is the person whose it is."""

    id_field: ClassVar[str] = "session_id"

    session_id: SessionId
    actor: str
    title: str = ""
    last_active_at: datetime
    ended_at: datetime | None = None
    """When the assistant ended it; it takes no further message then."""
    message_count: int = 0
    """How many messages of the person were answered."""
    run_count: int = 0
    """How many runs it had when the last of them ended."""
    last_outcome: CompletionState | None = None
    """How the run that ended last has ended."""
    pending: JsonObject | None = None
    """The wish that the assistant's last turn asked about: ``{"steps", "missing"}``."""


class Sessions:
    """The collection ``sessions``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "sessions", SessionRecord)

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._records.index("tenant_id", "actor")

    async def save(self, session: SessionRecord) -> None:
        """Keep a session as it is now."""
        await self._records.save(session)

    async def change(
        self, tenant_id: TenantId, session_id: SessionId, **changes: JsonValue | datetime | None
    ) -> None:
        """Change some fields of a session, and leave what others change meanwhile.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        if await self._records.update(tenant_id, session_id, {}, {"$set": changes}) is None:
            raise not_found("sessions", session_id)

    async def get(self, tenant_id: TenantId, session_id: SessionId) -> SessionRecord:
        """One session.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        return await self._records.get(tenant_id, session_id)

    async def find(self, tenant_id: TenantId, session_id: SessionId) -> SessionRecord | None:
        """One session, if there is one."""
        return await self._records.find_one(tenant_id, {"session_id": session_id})

    async def of_actor(self, tenant_id: TenantId, actor: str) -> list[SessionRecord]:
        """A person's sessions, the last active first."""
        query = {"actor": actor}
        return await self._records.find(tenant_id, query, sort=(("last_active_at", -1),))
