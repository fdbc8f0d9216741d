"""What a message was understood to be, as a value."""

from dataclasses import dataclass, field

from pydantic import JsonValue

REQUEST_ENDINGS = ("refuse", "clarify", "out_of_scope", "small_talk")
"""Actions that answer a message without doing anything."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One of several wishes of a message."""

    action: str
    slots: dict[str, JsonValue]


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """One message, understood.

    ``slots`` hold what the person said, never a default. ``missing`` are required slots that have
    neither a value nor a default. Several wishes are the action ``multi`` with ``steps`` in order;
    ``missing`` is then what any of them lacks. ``reason`` says why nothing is done about a message
    that was refused or not understood.
    """

    intent: str
    action: str
    slots: dict[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    reason: str | None = None

    def as_record(self) -> dict[str, JsonValue]:
        """As ``copilot interpret`` writes it."""
        record: dict[str, JsonValue] = {
            "intent": self.intent,
            "action": self.action,
            "slots": self.slots,
            "missing": list(self.missing),
        }
        if self.steps:
            record["steps"] = [{"action": step.action, "slots": step.slots} for step in self.steps]
        return record
