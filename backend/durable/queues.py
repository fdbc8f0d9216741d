"""Queues that limit how many runs go on at once, and how many each owner starts per minute."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.domain.errors import Bug

_EVERYBODY = "everybody"


@dataclass(frozen=True, kw_only=True, slots=True)
class RunQueue:
    """A queue for child runs. Owners have no slash in their name."""

    name: str
    at_once: int
    """How many of its runs may be going on at a time."""
    starts_per_minute: int
    """How many of its runs each owner may start within any minute."""


def place_in(queues: Mapping[str, RunQueue], queue: str) -> tuple[str, str]:
    """The queue and the owner that ``name`` or ``name/owner`` means.

    Raises:
        Bug: ``E_QUEUE_UNKNOWN``.
    """
    name, _, owner = queue.partition("/")
    if name not in queues:
        raise Bug(
            "E_QUEUE_UNKNOWN",
            f"There is no queue {name!r} for runs.",
            "Report this: the program must declare the queues that its graphs use.",
        )
    return name, owner or _EVERYBODY
