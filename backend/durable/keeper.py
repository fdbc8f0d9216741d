"""What a host does beside executing runs: it keeps its executor id, looks after dead peers, and
continues runs that were suspended.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from backend.domain.errors import OperatorMustAct
from backend.durable.databases import DATABASE_ERRORS
from backend.durable.dbos_client import DbosClient
from backend.durable.dbos_runner import DbosRunner
from backend.durable.executors.lease import ExecutorLease, LeaseLost
from backend.durable.executors.peers import Peers
from backend.durable.executors.rhythm import Rhythm
from backend.durable.suspensions import Suspensions

_log = logging.getLogger(__name__)


@dataclass(kw_only=True, slots=True)
class Revival:
    """Continues in this process what this process has suspended."""

    runner: DbosRunner
    client: DbosClient
    executor_id: str
    suspensions: Suspensions
    rhythm: Rhythm
    clock: Callable[[], float] = time.monotonic
    _attempts: int = field(default=0, init=False)
    _retry_at: float | None = field(default=None, init=False)
    _strays_at: float = field(default=0.0, init=False)
    _strays: frozenset[str] = field(default=frozenset(), init=False)

    async def look(self) -> None:
        """Put up again what is suspended, with growing pauses, and what nobody executes.

        Raises:
            OperatorMustAct: the database still cannot be used.
        """
        await self._retry_suspended()
        if self.clock() >= self._strays_at:
            self._strays_at = self.clock() + self.rhythm.strays_s
            await self._retry_strays()

    async def _retry_suspended(self) -> None:
        suspended = self.suspensions.runs()
        if not suspended:
            self._attempts, self._retry_at = 0, None
        elif self._retry_at is None:
            self._retry_at = self.clock() + self.rhythm.retry_after(self._attempts)
        elif self.clock() >= self._retry_at:
            self._attempts, self._retry_at = self._attempts + 1, None
            await self._put_up(suspended & await self._idle())

    async def _retry_strays(self) -> None:
        """Runs that nobody executes at two looks in a row: their last record failed, or their
        first.
        """
        idle = await self._idle()
        await self._put_up(idle & self._strays)
        self._strays = idle

    async def _idle(self) -> frozenset[str]:
        return await self.client.pending_at(self.executor_id) - self.runner.executing()

    async def _put_up(self, graph_run_ids: frozenset[str]) -> None:
        for graph_run_id in sorted(graph_run_ids):
            await self.client.execute_again(graph_run_id)


@dataclass(kw_only=True, slots=True)
class Keeper:
    """Looks after one opened engine."""

    revival: Revival
    suspensions: Suspensions
    rhythm: Rhythm
    lease: ExecutorLease | None
    peers: Peers | None
    clock: Callable[[], float] = time.monotonic
    _peers_at: float = field(default=0.0, init=False)

    async def tend(self) -> None:
        """All that is due.

        Raises:
            LeaseLost: nothing may be executed any more under this executor id.
        """
        if self.lease is not None:
            await self.lease.confirm()
        for duty in (self._look_after_peers, self.revival.look, self.suspensions.tell):
            try:
                await duty()
            except LeaseLost:
                raise
            except (OperatorMustAct, *DATABASE_ERRORS) as error:
                _log.warning("the durable engine tries again: %s", error)

    async def _look_after_peers(self) -> None:
        if self.peers is not None and self.clock() >= self._peers_at:
            self._peers_at = self.clock() + self.rhythm.peers_s
            await self.peers.look()
