"""From what the runtime tells to events and records, durably and once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from agentpro.journal import JournalUnavailable, RecordRefused
from agentpro.observers import GraphEvent
from backend.domain.errors import OperatorMustAct
from backend.domain.events import EventContext
from backend.domain.identifiers import GraphRunId
from backend.runs.conversation.narration import Narrator
from backend.runs.learning.lessons import Lessons
from backend.runs.projection import Projection
from backend.stores.repositories.runs import RunRecord, Runs
from backend.telemetry.bus import TelemetryBus
from backend.telemetry.graph_observer import GraphObserver


@dataclass(slots=True)
class RunObserver:
    """agentpro's observer: the records that follow from an event, then the event, so that whoever
    hears of it finds them.

    Both are idempotent by ``event_id``, so that a crash between them is healed by the replay.
    """

    bus: TelemetryBus
    projection: Projection
    narrator: Narrator
    runs: Runs
    clock: Callable[[], datetime]
    lessons: Lessons | None = None
    _known: dict[str, RunRecord] = field(default_factory=dict[str, RunRecord], init=False)

    async def observe(self, event: GraphEvent) -> None:
        """Project one event, then emit it in the context of its run.

        Raises:
            JournalUnavailable: either could not be written now; the run is suspended.
            RecordRefused: it can never be written; the run is ended.
        """
        try:
            await self._record(event)
        except OperatorMustAct as error:
            if error.error_code != "E_STORE_UNAVAILABLE":
                raise RecordRefused(event.event_type, error) from error
            raise JournalUnavailable(f"{event.event_type} could not be recorded") from error
        except Exception as error:
            raise RecordRefused(event.event_type, error) from error

    async def _record(self, event: GraphEvent) -> None:
        run = await self._run(event.graph_run_id)
        context = EventContext(
            scope=run.scope,
            session_id=run.session_id,
            graph_run_id=run.graph_run_id,
            correlation_id=run.graph_run_id,
        )
        await self.projection.project(run, event)
        if event.event_type == "intake_completed":
            self._known.pop(event.graph_run_id, None)
        await GraphObserver(self.bus, context, self.clock).observe(event)
        await self.narrator.tell(run, event)
        if self.lessons is not None:
            await self.lessons.learn(run, event)
        if event.event_type in ("graph_completed", "graph_failed"):
            self._known.pop(event.graph_run_id, None)

    async def _run(self, graph_run_id: str) -> RunRecord:
        known = self._known.get(graph_run_id)
        if known is None:
            known = await self.runs.anywhere(GraphRunId(graph_run_id))
            self._known[graph_run_id] = known
        return known
