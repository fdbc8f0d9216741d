"""The right to go by an executor id on PostgreSQL, held as long as one session lives.

The session holds an advisory lock whose key is made of the id, so that the server gives the id free
when its holder ends, however it ends, or can no longer be reached. A holder that hears no answer
has lost it and lets go of its runs; others wait for longer than that takes
(:attr:`~backend.durable.executors.rhythm.Rhythm.grace_s`) before they touch them.
"""

import asyncio
import hashlib
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

import psycopg

from backend.durable.databases import DatabaseUnavailable, PostgresqlDatabase

FRESH_S = 1.0
"""For how long an answer of the server counts."""
ANSWER_S = 3.0
"""A server that does not answer within this time is out of reach."""
_PREDECESSOR_S = 2.0
"""A process that was killed just now needs a moment until the server has noticed."""
_AGAIN_S = 0.1
_NOTICE_THE_DEAD = (
    "SET tcp_keepalives_idle = 5",
    "SET tcp_keepalives_interval = 2",
    "SET tcp_keepalives_count = 3",
    "SET tcp_user_timeout = 10000",
)


class LeaseLost(DatabaseUnavailable):
    """Another process may go by our executor id from now on."""


class ExecutorLease:
    """An executor id that nobody else goes by."""

    def __init__(
        self,
        connection: psycopg.AsyncConnection[Any],
        database: PostgresqlDatabase,
        clock: Callable[[], float],
    ) -> None:
        self._connection = connection
        self._database = database
        self._clock = clock
        self._confirmed_at = clock()
        self._is_lost = False
        self.executor_id = ""

    @classmethod
    async def take(
        cls,
        database: PostgresqlDatabase,
        wanted: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> Self:
        """``wanted``, or if another process goes by it, an id made from it that is new.

        Raises:
            DatabaseUnavailable: within seconds, if the server cannot be used.
        """
        lease = cls(await _session(database), database, clock)
        try:
            lease.executor_id = await lease._free_id(wanted)
        except BaseException:
            await lease.close()
            raise
        return lease

    async def confirm(self) -> None:
        """Return only if the id was ours a moment ago.

        Raises:
            LeaseLost: it may be another's, and nothing may be done any more in its name.
        """
        asked_at = self._clock()
        if asked_at - self._confirmed_at < FRESH_S:
            return
        await self.ask("SELECT 1")
        self._confirmed_at = asked_at

    async def ask(self, sql: str, *values: object) -> list[Any]:
        """The rows of one statement in the session that holds the lock.

        Raises:
            LeaseLost: the session has ended, or the server does not answer.
        """
        asking = asyncio.ensure_future(self._rows(sql, values))
        # Not `asyncio.timeout`: psycopg would wait on, for the server to confirm the cancelling.
        if not (await asyncio.wait({asking}, timeout=ANSWER_S))[0]:
            asking.add_done_callback(_forget)
            asking.cancel()
            self._is_lost = True
            raise LeaseLost("the server does not answer", self._database.next_step)
        try:
            return asking.result()
        except psycopg.Error as error:
            self._is_lost = True
            raise LeaseLost(str(error), self._database.next_step) from error

    async def takes(self, executor_id: str) -> bool:
        """Take the id of another, if it is free; to be given back.

        Raises:
            LeaseLost: ours is lost.
        """
        rows = await self.ask("SELECT pg_try_advisory_lock(%s)", lock_key(executor_id))
        return bool(rows[0][0])

    async def gives_back(self, executor_id: str) -> None:
        """The inverse of :meth:`takes`.

        Raises:
            LeaseLost: ours is lost, and the other with it.
        """
        await self.ask("SELECT pg_advisory_unlock(%s)", lock_key(executor_id))

    async def close(self) -> None:
        """Give the id free, and end the session."""
        if not self._is_lost:
            # The server would notice the end of the session a moment later.
            with suppress(LeaseLost):
                await self.ask("SELECT pg_advisory_unlock_all()")
        with suppress(psycopg.Error):
            await self._connection.close()

    async def _rows(self, sql: str, values: tuple[object, ...]) -> list[Any]:
        cursor = await self._connection.execute(sql.encode(), values)
        return await cursor.fetchall()

    async def _free_id(self, wanted: str) -> str:
        deadline = self._clock() + _PREDECESSOR_S
        while not await self.takes(wanted):
            if self._clock() >= deadline:
                wanted = f"{wanted.partition('/')[0]}/{uuid.uuid4()}"
            else:
                await asyncio.sleep(_AGAIN_S)
        return wanted


async def _session(database: PostgresqlDatabase) -> psycopg.AsyncConnection[Any]:
    try:
        connection = await psycopg.AsyncConnection.connect(
            **database.connection_arguments(), autocommit=True
        )
    except psycopg.Error as error:
        raise DatabaseUnavailable(str(error), database.next_step) from error
    try:
        for setting in _NOTICE_THE_DEAD:
            await connection.execute(setting.encode())
    except psycopg.Error as error:
        await connection.close()
        raise DatabaseUnavailable(str(error), database.next_step) from error
    return connection


def _forget(asking: "asyncio.Future[Any]") -> None:
    if not asking.cancelled():
        asking.exception()


def lock_key(executor_id: str) -> int:
    """The key of the advisory lock that goes with an executor id."""
    digest = hashlib.sha256(f"aws-copilot executor {executor_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
