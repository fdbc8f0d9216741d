"""A token bucket before everything that is sent: no more than so many requests per second.

:class:`Throttle` knows nothing of AWS; whatever else has a rate, such as GitHub's API, takes one of
its own.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from botocore.client import BaseClient

BURST = 2
"""Requests that may go out at once after a pause."""


@dataclass(slots=True)
class Throttle:
    """One bucket: ``rate`` requests per second, and ``burst`` of them at once after a pause.

    Safe to be used by several threads; whoever comes first is let through first.
    """

    rate: float
    burst: int = BURST
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _full_at: float = field(default=float("-inf"), init=False)
    """When the bucket will be full again: each request puts this off by its share of a second."""
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def take(self) -> None:
        """Wait until one more request may be sent, and count it."""
        with self._lock:
            now = self.clock()
            self._full_at = max(self._full_at, now) + 1 / self.rate
            pause = self._full_at - now - self.burst / self.rate
        if pause > 0:
            self.sleep(pause)


@dataclass(slots=True)
class Throttles:
    """One bucket per owner of a limit, such as an access key; all with one ``rate``."""

    rate: Callable[[], float]
    """Asked when the first bucket is needed."""
    _known: dict[str, Throttle] = field(default_factory=dict[str, Throttle], init=False)

    def of(self, owner: str) -> Throttle:
        """The bucket of ``owner``, the same one every time."""
        if owner not in self._known:
            self._known.setdefault(owner, Throttle(rate=self.rate()))
        return self._known[owner]


def pace(client: BaseClient, throttle: Throttle) -> None:
    """Let ``client`` send at the rate of ``throttle``; every attempt counts, retries too."""

    def wait(**_: object) -> None:
        throttle.take()

    client.meta.events.register_first("before-send", wait)
