"""Where events go: the session's log, a file of JSON lines, memory."""

import asyncio
import json
import logging
from pathlib import Path
from typing import Protocol

from pydantic import JsonValue

from backend.domain.events import Event
from backend.telemetry.log_file import PrivateRotatingFile


class EventLog(Protocol):
    """The durable log of a session; the truth that sockets read from."""

    async def append(self, session_id: str, document: dict[str, JsonValue]) -> int:
        """Keep an event and give its sequence; one with a known ``event_id`` is not kept twice.

        Raises:
            OperatorMustAct: it could not be stored.
        """
        ...


class Sink(Protocol):
    """Told of every event, already redacted and in its place in the log."""

    @property
    def name(self) -> str:
        """What a failure report calls it."""
        ...

    async def write(self, event: Event) -> None:
        """Take the event; whatever is raised is reported and stops nothing."""
        ...


class StoreSink:
    """The one sink that must succeed: what is not in the log did not happen."""

    def __init__(self, log: EventLog) -> None:
        self._log = log

    async def store(self, event: Event) -> Event:
        """The event with its sequence, durable.

        Raises:
            OperatorMustAct: the log could not take it.
        """
        document = event.to_json()
        sequence = await self._log.append(event.session_id, document)
        return Event.from_json({**document, "sequence": sequence})


class StructuredLogSink:
    """One JSON object per line in a file that only its owner can read, rotated by size."""

    name = "log_file"

    def __init__(self, path: Path) -> None:
        self._file = PrivateRotatingFile(path)

    async def write(self, event: Event) -> None:
        """Append the event's line."""
        line = json.dumps(event.to_json(), ensure_ascii=False, separators=(",", ":"))
        await asyncio.to_thread(self._file.emit, logging.makeLogRecord({"msg": line}))

    def close(self) -> None:
        """Close the file; nothing may be written afterwards."""
        self._file.close()


class MemorySink:
    """The twin of the other sinks for tests: keeps what it is told."""

    name = "memory"

    def __init__(self) -> None:
        self.events: list[Event] = []

    async def write(self, event: Event) -> None:
        """Keep the event."""
        self.events.append(event)
