"""What the graph runtime tells, as events of ours."""

from collections.abc import Callable
from datetime import datetime

from pydantic import JsonValue

from agentpro.observers import GraphEvent
from backend.domain.errors import Bug
from backend.domain.events import EventContext, EventType
from backend.domain.identifiers import GraphRunId
from backend.telemetry.bus import TelemetryBus


class GraphObserver:
    """An agentpro observer that emits each event on the bus, in the context of its run."""

    def __init__(
        self, bus: TelemetryBus, context: EventContext, clock: Callable[[], datetime]
    ) -> None:
        self._bus = bus
        self._context = context
        self._clock = clock

    async def observe(self, event: GraphEvent) -> None:
        """Emit the event under its own ``event_id``, so that a replay adds nothing.

        Raises:
            Bug: ``E_EVENT_UNKNOWN``: a type outside the closed set.
            OperatorMustAct: the event could not be stored.
        """
        context = self._context.model_copy(update={"graph_run_id": GraphRunId(event.graph_run_id)})
        payload = dict(event.payload)
        await self._bus.emit(
            context.event(
                _event_type(event.event_type),
                event_id=event.event_id,
                occurred_at=self._clock(),
                agent=event.role,
                phase=event.phase,
                status=event.status,
                latency_ms=_latency(payload.pop("latency_ms", None)),
                error_code=_text(payload.get("error_code") or payload.get("reason_code")),
                payload=payload if event.node is None else {"node": event.node, **payload},
            )
        )


def _event_type(name: str) -> EventType:
    try:
        return EventType(name)
    except ValueError:
        raise Bug(
            "E_EVENT_UNKNOWN",
            f"The graph told of {name!r}, which is no event of this program.",
            "Report this with the version of the graph.",
        ) from None


def _latency(value: JsonValue) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None
