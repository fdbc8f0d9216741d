"""The telemetry bus: every event is redacted once, stored, then told to all sinks."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backend.domain.errors import CopilotError, OperatorMustAct
from backend.domain.events import Event, EventType
from backend.domain.redaction import Redactor
from backend.telemetry.scrubbing import scrubbed
from backend.telemetry.sinks import Sink, StoreSink

_PATIENCE_S = 5.0
"""A sink that hangs is given up after this long."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SinkFailure:
    """A sink that did not take an event; names kinds, never contents."""

    sink: str
    event_id: str
    event_type: EventType
    error: str


class TelemetryBus:
    """Gives each event to the durable store, and only then to the other sinks in order."""

    def __init__(
        self,
        *,
        redactor: Redactor,
        store: StoreSink,
        sinks: Sequence[Sink],
        report: Callable[[SinkFailure], None],
    ) -> None:
        self._redactor = redactor
        self._store = store
        self._sinks = tuple(sinks)
        self._report = report

    async def emit(self, event: Event) -> Event:
        """The event as everybody saw it: redacted, with its sequence.

        A sink that fails or hangs is reported and stops nothing; the store must succeed.

        Raises:
            OperatorMustAct: the event could not be stored.
        """
        stored = await self._stored(scrubbed(event, self._redactor))
        for sink in self._sinks:
            await self._tell(sink, stored)
        return stored

    async def _stored(self, event: Event) -> Event:
        try:
            return await self._store.store(event)
        except CopilotError:
            raise
        except Exception as error:
            raise OperatorMustAct(
                "E_EVENT_NOT_STORED",
                f"The event {event.type} could not be stored ({type(error).__name__}).",
                "Check the free space and the permissions of the data directory, then start again; "
                "the run goes on from its last record.",
            ) from error

    async def _tell(self, sink: Sink, event: Event) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await sink.write(event)
        except Exception as error:  # noqa: BLE001 - sinks are strangers; a run outlives any of them
            self._report(
                SinkFailure(
                    sink=sink.name,
                    event_id=event.event_id,
                    event_type=event.type,
                    error=type(error).__name__,
                )
            )
