"""Dead peers: executors of the same database that have ended without ending their runs."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from backend.durable.executors.lease import ExecutorLease

_LEFT_BEHIND = """
SELECT DISTINCT executor_id FROM dbos.workflow_status
 WHERE status = 'PENDING' AND application_version = %s AND executor_id <> %s"""

Recover = Callable[[str], object]
"""Puts the runs of a dead executor up for execution. Blocks."""


@dataclass(kw_only=True, slots=True)
class Peers:
    """The other executors, as far as they have runs that somebody must execute."""

    lease: ExecutorLease
    application_version: str
    recover: Recover
    grace_s: float
    clock: Callable[[], float] = time.monotonic
    _free_since: dict[str, float] = field(default_factory=dict[str, float], init=False)

    async def look(self) -> None:
        """Take over the runs of every peer that has been dead for ``grace_s``.

        Each run is put up once, whoever else does the same, and any living peer may execute it.

        Raises:
            LeaseLost: our own id is lost.
        """
        rows = await self.lease.ask(_LEFT_BEHIND, self.application_version, self.lease.executor_id)
        left_behind = [str(executor_id) for (executor_id,) in rows]
        for gone in self._free_since.keys() - set(left_behind):
            del self._free_since[gone]
        for executor_id in left_behind:
            await self._look_at(executor_id)

    async def _look_at(self, executor_id: str) -> None:
        if not await self.lease.takes(executor_id):
            self._free_since.pop(executor_id, None)
            return
        try:
            since = self._free_since.setdefault(executor_id, self.clock())
            if self.clock() - since >= self.grace_s:
                await asyncio.to_thread(self.recover, executor_id)
        finally:
            await self.lease.gives_back(executor_id)
