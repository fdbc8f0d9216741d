"""The queues of the journal in memory: how many runs each owner may start within a minute."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress

_MINUTE_S = 60.0


class MemoryQueues:
    """Starts per minute and owner, on the clock ``now``; a queue without a limit lets all pass."""

    def __init__(self, limits: Mapping[str, int], now: Callable[[], float]) -> None:
        self._limits = limits
        self._now = now
        self._starts: defaultdict[str, list[float]] = defaultdict(list)
        self._advanced = asyncio.Event()

    async def until_free(self, queue: str) -> None:
        """Wait until the owner in ``name/owner`` has a start left."""
        limit = self._limits.get(queue.partition("/")[0])
        starts = self._starts[queue]
        while limit is not None and len(starts) >= limit:
            left = starts[-limit] + _MINUTE_S - self._now()
            if left <= 0:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._advanced.wait()

    def note_start(self, queue: str) -> None:
        """Count one start of the owner, now."""
        self._starts[queue].append(self._now())

    def look_again(self) -> None:
        """The clock has jumped: let everybody who waits look again."""
        self._advanced.set()
        self._advanced = asyncio.Event()
