"""What is known of the conversation when a message is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """The context of a message; see ``context`` in the contract of the interpreter."""

    is_plan_pending: bool = False
    is_plan_running: bool = False
    last_plan: str | None = None
    awaiting_slot: str | None = None
    pending_action: str | None = None
    last_launched: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, object] | None) -> "Context":
        """From what a caller gives; unknown keys and values of other types are left out."""
        known = given or {}
        return cls(
            is_plan_pending=bool(known.get("pending_plan")),
            is_plan_running=bool(known.get("running_plan")),
            last_plan=_text(known.get("last_plan")),
            awaiting_slot=_text(known.get("awaiting_slot")),
            pending_action=_text(known.get("pending_action")),
            last_launched=_texts(known.get("last_launched")),
        )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list | tuple):
        return tuple(each for each in cast("list[Any]", value) if isinstance(each, str))
    return ()
