"""Redaction of events, before any sink sees them."""

from backend.domain.events import Event
from backend.domain.redaction import Redactor

_OURS = frozenset({"type", "event_id", "sequence", "occurred_at", "latency_ms"})
"""What this program makes itself, and what must stay readable for the event to be one."""


def scrubbed(event: Event, redactor: Redactor) -> Event:
    """The event with every secret in it replaced by ``***``."""
    fields = event.to_json()
    free = {name: value for name, value in fields.items() if name not in _OURS}
    return Event.from_json({**fields, **{name: redactor.value(free[name]) for name in free}})
