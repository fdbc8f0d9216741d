"""The event log of a session as telemetry writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from backend.domain.events import Event
from backend.domain.identifiers import SessionId
from backend.stores.repositories.events import EventRecord, Events


@dataclass(frozen=True, slots=True)
class StoredEventLog:
    """Keeps each event once, with the next number of its session."""

    events: Events
    clock: Callable[[], datetime]

    async def append(self, session_id: str, document: dict[str, JsonValue]) -> int:
        """Keep an event and give its sequence."""
        event = Event.from_json(document)
        kept = await self.events.append(
            EventRecord(
                tenant_id=event.tenant_id,
                environment_id=event.environment_id,
                application_id=event.application_id,
                created_at=self.clock(),
                event_id=event.event_id,
                session_id=SessionId(session_id),
                event=document,
            )
        )
        return kept.sequence
