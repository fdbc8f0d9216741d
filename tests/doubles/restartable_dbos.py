"""A durable host that can be closed and opened again over the same database."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import JsonValue

from agentpro.journal import RunBody, RunInput
from backend.durable.dbos_host import DbosHost
from backend.durable.lock import DataDirectoryLock
from backend.durable.queues import RunQueue

QUICK_POLLING_S = 0.01


class RestartableDbosHost:
    """A ``RunHost`` whose every :meth:`restart` is a new engine, as a new process has one."""

    def __init__(
        self,
        data_directory: Path,
        body: RunBody,
        queues: Mapping[str, int] | None = None,
        url: str | None = None,
    ) -> None:
        self._lock = DataDirectoryLock(data_directory, "test")
        self._body = body
        self._url = url
        self._queues = tuple(
            RunQueue(name=name, at_once=10, starts_per_minute=limit)
            for name, limit in (queues or {}).items()
        )
        self._host: DbosHost | None = None

    async def restart(self) -> None:
        await self.close()
        self._lock.acquire()
        self._host = DbosHost(
            self._lock, self._body, url=self._url, queues=self._queues, polling_s=QUICK_POLLING_S
        )
        await self._host.open()

    async def close(self) -> None:
        if self._host is not None:
            await self._host.close()
            self._lock.release()

    async def start(self, graph_run_id: str, run: RunInput) -> None:
        await self._open.start(graph_run_id, run)

    async def send(
        self, graph_run_id: str, topic: str, message: JsonValue, idempotency_key: str
    ) -> None:
        await self._open.send(graph_run_id, topic, message, idempotency_key)

    async def result(self, graph_run_id: str) -> JsonValue:
        return await self._open.result(graph_run_id)

    async def unfinished(self) -> tuple[str, ...]:
        return await self._open.unfinished()

    @property
    def _open(self) -> DbosHost:
        assert self._host is not None, "restart() opens it"
        return self._host
