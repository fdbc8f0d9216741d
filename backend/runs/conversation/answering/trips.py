"""Telling that a guardrail tripped in a conversation, as an event of its session."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from agentpro.guardrails import TRIPPED
from agentpro.journal import JournalUnavailable
from agentpro.observers import GraphEvent
from backend.domain.errors import OperatorMustAct
from backend.domain.events import EventContext, EventType
from backend.telemetry.bus import TelemetryBus


@dataclass(frozen=True, kw_only=True, slots=True)
class TripObserver:
    """Observes one run of ``converse``: of all that it tells, only tripped guardrails are kept."""

    bus: TelemetryBus
    context: EventContext
    clock: Callable[[], datetime]

    async def observe(self, event: GraphEvent) -> None:
        """Emit a tripped guardrail under its own id.

        Raises:
            JournalUnavailable: it cannot be stored now.
        """
        if event.event_type != TRIPPED:
            return
        try:
            await self.bus.emit(
                self.context.event(
                    EventType.GUARDRAIL_TRIPPED,
                    event_id=event.event_id,
                    occurred_at=self.clock(),
                    agent=event.role,
                    phase=event.phase,
                    status=event.status,
                    error_code=str(event.payload.get("reason_code")),
                    payload={"node": event.node, **event.payload},
                )
            )
        except OperatorMustAct as error:
            raise JournalUnavailable("a tripped guardrail could not be stored") from error
