"""What happens in a run, as lines."""

from pydantic import JsonValue

from backend.cli.showing.surface import Line
from backend.domain.events import Event, EventType

_PHASES = {
    "context_sync": "Reading the source",
    "account": "Asking whose account it is",
    "reading": "Asking AWS",
    "preflight": "Checking and packaging",
    "plan_drafting": "Planning",
    "compliance": "Judging the plan by policy",
    "dry_run": "Previewing the changes",
    "execution": "Applying",
    "rollback": "Undoing",
    "validation": "Validating",
}
"""Nodes that take a while; the others pass unseen."""


class EventLines:
    """Remembers the titles of steps, which only their beginning tells."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}

    def progress(self, event: Event) -> str | None:
        """What has begun, if the event says so."""
        match event.type:
            case EventType.NODE_QUEUED:
                return "Waiting for a turn to plan"
            case EventType.NODE_STARTED:
                return _PHASES.get(_text(event.payload, "node"))
            case EventType.STEP_STARTED:
                self._titles[_text(event.payload, "step_id")] = _text(event.payload, "title")
                return _text(event.payload, "title")
            case _:
                return None

    def line(self, event: Event) -> Line | None:
        """What is over, if the event says so."""
        payload = event.payload
        match event.type:
            case EventType.STEP_APPLIED:
                return Line(f"  ✓ {self._step(event)}", "green")
            case EventType.STEP_FAILED:
                return Line(f"  ✗ {self._step(event)}: {_failure(payload)}", "red")
            case EventType.STEP_UNDONE:
                return Line(f"  ↶ undone: {_text(payload, 'resource') or self._step(event)}")
            case EventType.HEALTH_CHECKED:
                return _health(payload)
            case _:
                return _notice(event)

    def _step(self, event: Event) -> str:
        step_id = _text(event.payload, "step_id")
        return self._titles.get(step_id, step_id)


def _notice(event: Event) -> Line | None:
    """What a person should know beyond the steps."""
    payload = event.payload
    match event.type:
        case EventType.GUARDRAIL_TRIPPED:
            said = f"{_text(payload, 'reasoning')} ({_text(payload, 'reason_code')})"
            return Line(f"  ! Held back: {said}", "bold yellow")
        case EventType.RUN_PAUSED:
            told = f"Paused: {_text(payload, 'message')} It goes on by itself."
            return Line(f"  ! {told}", "bold yellow")
        case EventType.RUN_RESUMED:
            return Line("  The run goes on.")
        case EventType.ESCALATION_OPENED:
            return Line("  ! The case is recorded for an operator.", "bold")
        case _:
            return None


def _health(payload: dict[str, JsonValue]) -> Line:
    is_healthy = payload.get("is_healthy") is True
    mark, style = ("✓", "green") if is_healthy else ("✗", "red")
    seen = _text(payload, "reason") or f"status {payload.get('status')}"
    return Line(f"  {mark} health check of {_text(payload, 'url')}: {seen}", style)


def _failure(payload: dict[str, JsonValue]) -> str:
    failure = payload.get("failure")
    return _text(failure, "message") if isinstance(failure, dict) else "failed"


def _text(payload: dict[str, JsonValue], name: str) -> str:
    value = payload.get(name)
    return value if isinstance(value, str) else ""
