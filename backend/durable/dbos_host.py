"""The durable host of runs: agentpro's ``RunHost`` on DBOS, with SQLite in the data directory or
with PostgreSQL.

DBOS is imported when a host is opened, so that programs which open none start quickly.
"""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pydantic import JsonValue

from agentpro.journal import RunBody, RunInput
from backend.domain.errors import Bug, OperatorMustAct
from backend.durable.executors.rhythm import Rhythm
from backend.durable.lock import DataDirectoryLock
from backend.durable.queues import RunQueue
from backend.durable.records import Recorder, Redact, opened, unredacted
from backend.durable.suspensions import LoggedPauses, PauseListener, Suspensions

if TYPE_CHECKING:
    from backend.durable.databases import EngineDatabase
    from backend.durable.dbos_session import DbosSession
    from backend.durable.executors.lease import LeaseLost

DATABASE_FILE = "engine.db"
POLLING_S = 0.1
_log = logging.getLogger(__name__)


class DbosHost:
    """Executes ``body`` for each run, on the event loop on which it was opened.

    Needs the held lock of its data directory, in which its rows are kept unless ``url`` names a
    PostgreSQL database. What is recorded went through ``redact`` before. A process has one open
    host at a time, and any number in sequence. Closing it, like killing the process, leaves open
    runs as they are: the next host of the directory continues them, on PostgreSQL also a peer.

    A run whose records cannot be written is suspended, and tried again until they can; the
    ``listener`` hears of it. While the database of PostgreSQL is out of reach, so is every run.
    """

    def __init__(
        self,
        lock: DataDirectoryLock,
        body: RunBody,
        *,
        url: str | None = None,
        redact: Redact = unredacted,
        queues: Sequence[RunQueue] = (),
        listener: PauseListener | None = None,
        polling_s: float = POLLING_S,
        rhythm: Rhythm | None = None,
    ) -> None:
        self._lock = lock
        self._body = body
        self._url = url
        self._recorder = Recorder(redact=redact)
        self._queues = {queue.name: queue for queue in queues}
        self._suspensions = Suspensions(listener or LoggedPauses())
        self._polling_s = polling_s
        self._rhythm = rhythm or Rhythm()
        self._session: DbosSession | None = None
        self._interruption: OperatorMustAct | None = None
        self._tending: asyncio.Task[None] | None = None

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
            OperatorMustAct: ``E_STORE_UNAVAILABLE``, within seconds.
        """
        self._session = await self._new_session()
        self._tending = asyncio.create_task(self._tend())

    async def close(self) -> None:
        """Stop at once, and leave open runs to the next host; without an open host nothing."""
        if self._tending is not None:
            self._tending.cancel()
            with suppress(asyncio.CancelledError):
                await self._tending
            self._tending = None
        await self._end_session()
        self._interruption = None

    async def start(self, graph_run_id: str, run: RunInput) -> None:
        """See the protocol."""
        await self._open_session.client.start(graph_run_id, self._recorder.run_input(run))

    async def send(
        self, graph_run_id: str, topic: str, message: JsonValue, idempotency_key: str
    ) -> None:
        """See the protocol.

        Raises:
            UserCanFix: ``E_RUN_UNKNOWN``.
        """
        recorded = self._recorder.value(message)
        await self._open_session.client.send(graph_run_id, topic, recorded, idempotency_key)

    async def result(self, graph_run_id: str) -> JsonValue:
        """See the protocol. An error that ended the run is raised as it was.

        Raises:
            UserCanFix: ``E_RUN_UNKNOWN``.
            OperatorMustAct: ``E_STORE_UNAVAILABLE`` if the run is open, but cannot go on.
            Bug: ``E_ENGINE_CLOSED`` if the host is closed before the run has ended.
        """
        while True:
            session = self._open_session
            if (ended := await session.client.outcome(graph_run_id)) is not None:
                return opened(ended)
            if (reason := self._suspensions.reason(graph_run_id)) is not None:
                raise reason
            await session.runner.until_over(graph_run_id, self._polling_s)

    async def unfinished(self) -> tuple[str, ...]:
        """See the protocol; runs that were started by other runs are among them."""
        return await self._open_session.client.unfinished()

    async def purge_finished(self, before: datetime) -> int:
        """Delete what the engine keeps of runs that ended before; how many runs that were.

        For runs whose own record is kept elsewhere: to the engine such an id is new again.
        """
        return await self._open_session.client.purge_finished(before)

    @property
    def _open_session(self) -> "DbosSession":
        if self._session is not None:
            return self._session
        raise self._interruption or Bug(
            "E_ENGINE_CLOSED",
            "The durable engine is not open.",
            "Report this, unless the program was just being stopped.",
        )

    async def _tend(self) -> None:
        failures = 0
        while True:
            is_open = self._session is not None
            await asyncio.sleep(
                self._rhythm.beat_s if is_open else self._rhythm.retry_after(failures)
            )
            await _to_the_end(self._look())
            failures = failures + 1 if self._session is None and not is_open else 0

    async def _look(self) -> None:
        from backend.durable.executors.lease import LeaseLost

        try:
            if self._session is None:
                await self._open_again()
            else:
                await self._session.keeper.tend()
        except LeaseLost as lost:
            await self._let_go(lost)
        except OperatorMustAct as error:
            self._interruption = error
            await self._suspensions.tell()
        except Exception:  # noqa: BLE001 - whatever it was, only closing ends this
            _log.exception("the durable engine tries again")

    async def _let_go(self, lost: "LeaseLost") -> None:
        """Stop executing at once, since a peer will take the runs over."""
        from backend.durable.databases import unavailable

        session = self._open_session
        self._interruption = unavailable(lost, lost.next_step)
        _log.warning("the durable engine stops for now: %s", self._interruption)
        for graph_run_id in session.runner.executing():
            self._suspensions.suspend(graph_run_id, self._interruption, 0)
        await self._end_session()
        await session.engine.no_thread_is_left()
        await self._suspensions.tell()

    async def _open_again(self) -> None:
        """As a process that was restarted does."""
        self._session = await self._new_session()
        self._interruption = None
        self._suspensions.end_all()
        _log.warning("the durable engine goes on")

    async def _new_session(self) -> "DbosSession":
        from backend.durable.dbos_session import SessionParts, open_session

        return await open_session(
            SessionParts(
                database=self._database(),
                wanted_executor_id=self._lock.executor_id(),
                body=self._body,
                recorder=self._recorder,
                queues=self._queues,
                suspensions=self._suspensions,
                polling_s=self._polling_s,
                rhythm=self._rhythm,
            )
        )

    async def _end_session(self) -> None:
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    def _database(self) -> "EngineDatabase":
        from backend.durable.databases import PostgresqlDatabase, SqliteDatabase

        if self._url is not None:
            return PostgresqlDatabase.at(self._url)
        path = self._lock.data_directory / DATABASE_FILE
        return SqliteDatabase(path=path, patience_s=self._rhythm.lock_patience_s)


async def _to_the_end(work: Coroutine[None, None, None]) -> None:
    """Do the work, and finish it even if we are cancelled: half an engine cannot be closed."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise
