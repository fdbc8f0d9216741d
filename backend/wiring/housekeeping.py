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


class Memories(Protocol):
    """What keeps memories of earlier runs."""

    async def purge(self) -> None:
        """Delete what has expired."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Housekeeping:
    """Deletes documents and memories that have expired, and what the engine needs no more."""

    store: DocumentStore
    engine: Engine
    memories: Memories
    clock: Callable[[], datetime]
    interval_s: float = _INTERVAL_S

    @asynccontextmanager
    async def going_on(self) -> AsyncGenerator[None, None]:
        """Once now, and then again and again until the end of the block.

        Memories wait for the second time: opening them takes a while, and what has expired is not
        found anyway.

        Raises:
            OperatorMustAct: ``E_STORE_UNAVAILABLE``, now; a later failure is logged.
        """
        await self._once()
        told = "what has expired stays for now"
        async with repeated(self._again, interval_s=self.interval_s, failing=told):
            yield

    async def _again(self) -> None:
        await self._once()
        await self.memories.purge()

    async def _once(self) -> None:
        await self.store.purge()
        await self.engine.purge_finished(self.clock() - ENGINE_KEEPS)
