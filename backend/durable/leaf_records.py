"""What the leaves of runs gave: one row for each, by its key, in the engine's own database.

DBOS keeps steps by their position and looks at several tables for each. A leaf has a key of its
own, so that it is one insert here: by one thread, which commits together what came in meanwhile.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from backend.durable.databases import DatabaseUnavailable

_FAILURES = (sqlite3.Error, psycopg.Error, SQLAlchemyError)
_CONFLICTS = (sqlite3.IntegrityError, psycopg.IntegrityError)
_TABLE = """
CREATE TABLE IF NOT EXISTS leaf_records (
  graph_run_id TEXT NOT NULL,
  leaf_key TEXT NOT NULL,
  place INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (graph_run_id, leaf_key)
)"""


_DELETE_ORPHANS = """
DELETE FROM leaf_records
WHERE graph_run_id NOT IN (SELECT workflow_uuid FROM workflow_status)"""
"""DBOS has a row for every run from before its first leaf until the run is purged."""


class _Statements(NamedTuple):
    insert: str
    select: str


_STATEMENTS = {
    "sqlite": _Statements(
        insert="INSERT INTO leaf_records VALUES (?, ?, ?, ?)",
        select="SELECT place, leaf_key, value FROM leaf_records WHERE graph_run_id = ?",
    ),
    "postgresql": _Statements(
        insert="INSERT INTO leaf_records VALUES (%s, %s, %s, %s)",
        select="SELECT place, leaf_key, value FROM leaf_records WHERE graph_run_id = %s",
    ),
}


class LeafConflict(DatabaseUnavailable):
    """The leaf has a record already: another process is executing the same run."""


class LeafRecord(NamedTuple):
    """What one leaf gave."""

    place: int
    """The how-manieth thing it was that the run asked its journal for, from 0."""
    leaf_key: str
    value: str


class _Row(NamedTuple):
    values: tuple[str, str, int, str]
    settle: Callable[[Exception | None], None]


class LeafRecords:
    """The table ``leaf_records`` of one database; values are text, and nothing looks into them.

    Every method may raise ``DatabaseUnavailable``, which tells ``next_step``.
    """

    def __init__(self, database: Engine, next_step: str) -> None:
        self._database = database
        self._next_step = next_step
        self._statements = _STATEMENTS[database.dialect.name]
        self._table = threading.Lock()
        self._has_table = False
        self._rows: SimpleQueue[_Row | None] = SimpleQueue()
        self._writer = threading.Thread(target=self._write_on, name="leaf-records", daemon=True)

    def open(self) -> None:
        """Begin to write; the table is made when it is needed first."""
        self._writer.start()

    def close(self) -> None:
        """Write what is waiting, then stop. Blocks."""
        self._rows.put(None)
        if self._writer.is_alive():
            self._writer.join()

    async def of_run(self, graph_run_id: str) -> tuple[LeafRecord, ...]:
        """All records of a run, in no order."""
        return await asyncio.to_thread(self._read, graph_run_id)

    async def write(self, graph_run_id: str, record: LeafRecord) -> None:
        """Keep a record; it is on disk when this returns.

        Raises:
            LeafConflict: the leaf has one already.
        """
        loop = asyncio.get_running_loop()
        written: asyncio.Future[None] = loop.create_future()

        def settle(error: Exception | None) -> None:
            # A loop that was closed meanwhile has nobody left who waits.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(_settle, written, error)

        values = (graph_run_id, record.leaf_key, record.place, record.value)
        self._rows.put(_Row(values, settle))
        await written

    async def forget_purged(self) -> None:
        """Delete the records of all runs of which DBOS has nothing any more."""
        await asyncio.to_thread(self._forget_purged)

    def _read(self, graph_run_id: str) -> tuple[LeafRecord, ...]:
        with self._connection() as connection:
            cursor = connection.cursor()
            cursor.execute(self._statements.select, (graph_run_id,))
            return tuple(LeafRecord(*row) for row in cursor.fetchall())

    def _forget_purged(self) -> None:
        with self._connection() as connection:
            connection.cursor().execute(_DELETE_ORPHANS)
            connection.commit()

    def _write_on(self) -> None:
        """The writer's thread. A connection that failed is not used again."""
        is_open = True
        while is_open:
            rows, is_open = self._waiting()
            try:
                with self._connection() as connection:
                    while rows:
                        self._commit(connection, rows)
                        if not is_open:
                            return
                        rows, is_open = self._waiting()
            except Exception as error:  # noqa: BLE001 - whoever waits for a row must hear of it
                for row in rows:
                    row.settle(error)

    def _waiting(self) -> tuple[list[_Row], bool]:
        """What there is to write, at least one row or the end; whether more may come."""
        found = [self._rows.get()]
        while not self._rows.empty():
            found.append(self._rows.get())
        return [row for row in found if row is not None], None not in found

    def _commit(self, connection: Any, rows: Sequence[_Row]) -> None:
        try:
            connection.cursor().executemany(self._statements.insert, [row.values for row in rows])
            connection.commit()
        except _CONFLICTS as conflict:
            connection.rollback()
            self._commit_each(connection, rows, conflict)
            return
        for row in rows:
            row.settle(None)

    def _commit_each(self, connection: Any, rows: Sequence[_Row], conflict: Exception) -> None:
        """One of several is there already, and the others must not suffer for it."""
        if len(rows) == 1:
            rows[0].settle(LeafConflict(str(conflict), self._next_step))
            return
        for row in rows:
            self._commit(connection, [row])

    @contextmanager
    def _connection(self) -> Generator[Any]:
        try:
            connection = self._database.raw_connection()
        except _FAILURES as error:
            raise self._unavailable(error) from error
        try:
            self._make_table(connection)
            yield connection
        except _FAILURES as error:
            connection.invalidate(error)
            raise self._unavailable(error) from error
        finally:
            connection.close()

    def _make_table(self, connection: Any) -> None:
        with self._table:
            if self._has_table:
                return
            try:
                connection.cursor().execute(_TABLE)
                connection.commit()
            except _CONFLICTS:
                # PostgreSQL says so to one of two processes that make it at the same moment.
                connection.rollback()
            self._has_table = True

    def _unavailable(self, error: Exception) -> DatabaseUnavailable:
        return DatabaseUnavailable(str(error), self._next_step)


def _settle(written: "asyncio.Future[None]", error: Exception | None) -> None:
    if written.done():
        return
    if error is None:
        written.set_result(None)
    else:
        written.set_exception(error)
