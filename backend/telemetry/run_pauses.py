"""Telling a session that one of its runs is paused, and that it goes on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from backend.domain.errors import OperatorMustAct, UserCanFix
from backend.domain.events import EventContext, EventType
from backend.domain.identifiers import GraphRunId
from backend.stores.repositories.runs import RunRecord, Runs
from backend.telemetry.bus import TelemetryBus


@dataclass(frozen=True, kw_only=True, slots=True)
class RunPauses:
    """Listens to the durable engine. Child runs have no session, so nobody is told of them."""

    runs: Runs
    bus: TelemetryBus
    clock: Callable[[], datetime]
    new_event_id: Callable[[], str]

    async def paused(self, graph_run_id: str, reason: OperatorMustAct) -> None:
        """Tell why; the run stays open, and is tried again until it can go on.

        Raises:
            OperatorMustAct: the event could not be stored either.
        """
        await self._tell(EventType.RUN_PAUSED, graph_run_id, reason)

    async def resumed(self, graph_run_id: str) -> None:
        """Tell that it goes on.

        Raises:
            OperatorMustAct: the event could not be stored.
        """
        await self._tell(EventType.RUN_RESUMED, graph_run_id, None)

    async def _tell(
        self, event_type: EventType, graph_run_id: str, reason: OperatorMustAct | None
    ) -> None:
        try:
            run = await self.runs.anywhere(GraphRunId(graph_run_id))
        except UserCanFix:
            return
        await self.bus.emit(
            _context(run).event(
                event_type,
                event_id=f"{graph_run_id}:{event_type}:{self.new_event_id()}",
                occurred_at=self.clock(),
                error_code=reason.error_code if reason else None,
                payload=_told(reason) if reason else {},
            )
        )


def _told(reason: OperatorMustAct) -> dict[str, JsonValue]:
    return {
        "error_code": reason.error_code,
        "message": reason.message,
        "next_step": reason.next_step,
    }


def _context(run: RunRecord) -> EventContext:
    return EventContext(
        scope=run.scope,
        session_id=run.session_id,
        graph_run_id=run.graph_run_id,
        correlation_id=run.graph_run_id,
    )
