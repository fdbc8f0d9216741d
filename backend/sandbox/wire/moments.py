"""When and as the how-manieth something is applied: the only source of time and ids in the account.

A replay hands in the recorded moments again and therefore reaches the same state.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

_NAMESPACE = uuid.UUID("5f0b7c1e-0000-4000-8000-5a4db0c0ffee")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """``at`` is aware and in UTC; ``seed`` is unique to one recorded request of one account."""

    at: datetime
    seed: str

    def new_id(self, purpose: str) -> str:
        """A UUID that depends on the seed and ``purpose`` alone."""
        return str(uuid.uuid5(_NAMESPACE, f"{self.seed}:{purpose}"))


def utc_now() -> datetime:
    """The present, aware."""
    return datetime.now(UTC)
