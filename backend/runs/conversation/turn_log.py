"""Turns as events of their session, each once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backend.domain.conversations.turns import Turn
from backend.domain.events import EventContext, EventType
from backend.domain.identifiers import GraphRunId, Scope, SessionId
from backend.stores.repositories.events import Events
from backend.telemetry.bus import TelemetryBus


@dataclass(frozen=True, kw_only=True, slots=True)
class TurnLog:
    """Writes ``turn_added`` through the bus, so that a turn is redacted like everything else."""

    events: Events
    bus: TelemetryBus
    clock: Callable[[], datetime]

    async def add(self, scope: Scope, session_id: SessionId, turn: Turn) -> None:
        """Add a turn; a second one of that id adds nothing.

        Raises:
            OperatorMustAct: it could not be stored.
        """
        run_id: GraphRunId | None = turn.graph_run_id
        context = EventContext(
            scope=scope,
            session_id=session_id,
            graph_run_id=run_id,
            correlation_id=run_id or session_id,
        )
        await self.bus.emit(
            context.event(
                EventType.TURN_ADDED,
                event_id=_event_id(session_id, turn.turn_id),
                occurred_at=self.clock(),
                agent="orchestrator" if turn.author == "assistant" else None,
                payload=turn.to_json(),
            )
        )

    async def has(self, scope: Scope, session_id: SessionId, turn_id: str) -> bool:
        """Whether there is a turn of that id."""
        event_id = _event_id(session_id, turn_id)
        return await self.events.find(scope.tenant_id, event_id) is not None


def _event_id(session_id: SessionId, turn_id: str) -> str:
    return f"{session_id}:{turn_id}"
