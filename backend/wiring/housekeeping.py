"""Taking away what has expired: when the service opens, and every hour while it is open."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from backend.stores.documents import DocumentStore
from backend.wiring.repeating import repeated

ENGINE_KEEPS = timedelta(days=90)
"""How long the engine keeps rows of a run after its end; its record, events and journal stay on."""
_INTERVAL_S = 3600.0


class Engine(Protocol):
    """What keeps rows of runs that have ended."""

    async def purge_finished(self, before: datetime) -> int:
        """Delete the rows of runs that ended before; how many runs that were."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Housekeeping:
    """Deletes documents that have expired, and rows of the engine that nobody needs any more."""

    store: DocumentStore
    engine: Engine
    clock: Callable[[], datetime]
    interval_s: float = _INTERVAL_S

    @asynccontextmanager
    async def going_on(self) -> AsyncGenerator[None, None]:
        """Once now, and then again and again until the end of the block.

        Raises:
            OperatorMustAct: ``E_STORE_UNAVAILABLE``, now; a later failure is logged.
        """
        await self._once()
        told = "what has expired stays for now"
        async with repeated(self._once, interval_s=self.interval_s, failing=told):
            yield

    async def _once(self) -> None:
        await self.store.purge()
        await self.engine.purge_finished(self.clock() - ENGINE_KEEPS)
