"""How much one person and one socket may ask for."""

import time
from collections import Counter, deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from backend.domain.errors import UserCanFix

FRAMES_PER_MINUTE = 120
SOCKETS_PER_PERSON = 16
_MINUTE_S = 60.0


@dataclass(slots=True)
class FrameRate:
    """Counts the frames of one socket over the last minute."""

    now_s: Callable[[], float] = time.monotonic
    _seen: deque[float] = field(default_factory=deque[float], init=False)

    def count(self) -> None:
        """One more.

        Raises:
            UserCanFix: ``E_RATE_LIMIT``.
        """
        now = self.now_s()
        while self._seen and now - self._seen[0] >= _MINUTE_S:
            self._seen.popleft()
        if len(self._seen) >= FRAMES_PER_MINUTE:
            raise _too_many(f"more than {FRAMES_PER_MINUTE} frames a minute")
        self._seen.append(now)


@dataclass(slots=True)
class OpenSockets:
    """How many sockets each person has open."""

    _open: Counter[str] = field(default_factory=Counter[str], init=False)

    @contextmanager
    def one_more(self, user_id: str) -> Generator[None, None, None]:
        """A socket for as long as the context lasts.

        Raises:
            UserCanFix: ``E_RATE_LIMIT``.
        """
        if self._open[user_id] >= SOCKETS_PER_PERSON:
            raise _too_many(f"more than {SOCKETS_PER_PERSON} open connections")
        self._open[user_id] += 1
        try:
            yield
        finally:
            self._open[user_id] -= 1
            self._open += Counter()


def _too_many(what: str) -> UserCanFix:
    return UserCanFix("E_RATE_LIMIT", f"There were {what}.", "Wait a minute and try again.")
