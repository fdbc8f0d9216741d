"""The durable host of runs: agentpro's ``RunHost`` on DBOS with SQLite in the data directory.

DBOS is imported when a host is opened, so that programs which open none start quickly.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from pydantic import JsonValue

from agentpro.journal import RunBody, RunInput
from backend.domain.errors import Bug
from backend.durable.lock import DataDirectoryLock
from backend.durable.queues import RunQueue
from backend.durable.records import Recorder, Redact, opened, unredacted

if TYPE_CHECKING:
    from backend.durable.dbos_client import DbosClient
    from backend.durable.dbos_engine import DbosEngine
    from backend.durable.dbos_runner import DbosRunner

DATABASE_FILE = "engine.db"
POLLING_S = 0.1


class _Running(NamedTuple):
    engine: "DbosEngine"
    runner: "DbosRunner"
    client: "DbosClient"


class DbosHost:
    """Executes ``body`` for each run, on the event loop on which it was opened.

    Needs the held lock of its data directory. What is recorded there went through ``redact``
    before. A process has one open host at a time, and any number in sequence. Closing it, like
    killing the process, leaves open runs as they are: the next host of the directory continues
    them.
    """

    def __init__(
        self,
        lock: DataDirectoryLock,
        body: RunBody,
        *,
        redact: Redact = unredacted,
        queues: Sequence[RunQueue] = (),
        polling_s: float = POLLING_S,
    ) -> None:
        self._lock = lock
        self._body = body
        self._recorder = Recorder(redact=redact)
        self._queues = {queue.name: queue for queue in queues}
        self._polling_s = polling_s
        self._opened: _Running | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Begin to work, first of all on the runs that were left open.

        Raises:
            Bug: ``E_LOCK_NOT_HELD``, or ``E_ENGINE_RUNNING`` if this process has an open host.
        """
        from backend.durable.dbos_client import DbosClient
        from backend.durable.dbos_engine import DbosEngine
        from backend.durable.dbos_runner import DbosRunner

        path = self._lock.data_directory / DATABASE_FILE
        engine = DbosEngine(path, self._lock.executor_id(), self._polling_s)
        try:
            runner = DbosRunner(engine, self._body, self._recorder, self._queues, self._polling_s)
            client = DbosClient(runner.workflow)
            engine.launch()
            await client.declare(self._queues.values(), self._polling_s)
        except BaseException:
            await engine.shut_down()
            raise
        self._opened = _Running(engine, runner, client)

    async def close(self) -> None:
        """Stop at once, and leave open runs to the next host; without an open host nothing."""
        if self._opened is not None:
            running, self._opened = self._opened, None
            await running.runner.let_go()
            await running.engine.shut_down()

    async def start(self, graph_run_id: str, run: RunInput) -> None:
        """See the protocol."""
        await self._running.client.start(graph_run_id, self._recorder.run_input(run))

    async def send(
        self, graph_run_id: str, topic: str, message: JsonValue, idempotency_key: str
    ) -> None:
        """See the protocol.

        Raises:
            UserCanFix: ``E_RUN_UNKNOWN``.
        """
        recorded = self._recorder.value(message)
        await self._running.client.send(graph_run_id, topic, recorded, idempotency_key)

    async def result(self, graph_run_id: str) -> JsonValue:
        """See the protocol. An error that ended the run is raised as it was.

        Raises:
            UserCanFix: ``E_RUN_UNKNOWN``.
            OperatorMustAct: ``E_STORE_UNAVAILABLE`` if the run is open, but cannot go on.
            Bug: ``E_ENGINE_CLOSED`` if the host is closed before the run has ended.
        """
        while True:
            running = self._running
            if (ended := await running.client.outcome(graph_run_id)) is not None:
                return opened(ended)
            if (reason := running.runner.suspended(graph_run_id)) is not None:
                raise reason
            await asyncio.sleep(self._polling_s)

    async def unfinished(self) -> tuple[str, ...]:
        """See the protocol; runs that were started by other runs are among them."""
        return await self._running.client.unfinished()

    async def purge_finished(self, before: datetime) -> int:
        """Delete what the engine keeps of runs that ended before; how many runs that were.

        For runs whose own record is kept elsewhere: to the engine such an id is new again.
        """
        return await self._running.client.purge_finished(before)

    @property
    def _running(self) -> _Running:
        if self._opened is None:
            raise Bug(
                "E_ENGINE_CLOSED",
                "The durable engine is not open.",
                "Report this, unless the program was just being stopped.",
            )
        return self._opened
