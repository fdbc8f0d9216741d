"""The event log of each session: numbered without gaps, and followed by whoever listens."""

from collections.abc import AsyncGenerator
from typing import ClassVar

from pydantic import JsonValue

from backend.domain.identifiers import SessionId, TenantId
from backend.stores.documents import DocumentStore
from backend.stores.repositories.sequences import Numbered, NumberedLog
from backend.stores.schema import Schema
from backend.stores.wakeups import Wakeups

BATCH = 500
FALLBACK_POLLING_S = 1.0


class EventRecord(Numbered):
    """One event; ``event`` is its envelope, in which ``sequence`` is filled in on delivery."""

    id_field: ClassVar[str] = "event_id"
    log_field: ClassVar[str] = "session_id"

    event_id: str
    session_id: SessionId
    event: dict[str, JsonValue]


class Events:
    """The collection ``events``.

    Listeners in the same process hear of an event at once, on whatever event loop they live; those
    in other processes within ``fallback_polling_s`` seconds.
    """

    def __init__(
        self,
        store: DocumentStore,
        schema: Schema,
        *,
        fallback_polling_s: float = FALLBACK_POLLING_S,
    ) -> None:
        self._log = NumberedLog(store, schema, "events", EventRecord)
        self._wakeups = Wakeups()
        self._fallback_polling_s = fallback_polling_s

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._log.prepare()

    async def append(self, record: EventRecord) -> EventRecord:
        """Add an event, once for each id; as it is kept, with its number."""
        kept = await self._log.append(record)
        self._wakeups.notify(record.session_id)
        return kept

    async def find(self, tenant_id: TenantId, event_id: str) -> EventRecord | None:
        """One event by its id, if it was appended."""
        return await self._log.find(tenant_id, event_id)

    async def last_sequence(self, tenant_id: TenantId, session_id: SessionId) -> int:
        """The number of the newest event of a session; 0 if there is none."""
        return await self._log.last_sequence(tenant_id, session_id)

    async def after(
        self, tenant_id: TenantId, session_id: SessionId, sequence: int, limit: int | None = None
    ) -> list[EventRecord]:
        """The events with higher numbers, in order."""
        return await self._log.after(tenant_id, session_id, sequence, limit)

    async def subscribe(
        self, tenant_id: TenantId, session_id: SessionId, after_sequence: int
    ) -> AsyncGenerator[EventRecord]:
        """All events behind ``after_sequence``, those to come as well; ends when it is closed."""
        last = after_sequence
        with self._wakeups.listening(session_id) as wakeup:
            while True:
                wakeup.clear()
                batch = await self._log.after(tenant_id, session_id, last, BATCH)
                for record in batch:
                    yield record
                    last = record.sequence
                if not batch:
                    await wakeup.wait(self._fallback_polling_s)
