"""The two databases that the engine works on: SQLite in the data directory, and PostgreSQL.

DBOS repeats whatever its driver reports as a broken connection or a lock, without end and in
threads that nobody can stop. Here such a failure becomes a :class:`DatabaseUnavailable`, which DBOS
does not know and hands on, so that the host decides when to try again.
"""

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg
import sqlalchemy
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from backend.domain.errors import OperatorMustAct

POSTGRESQL_SCHEMA = "dbos"
"""DBOS makes it at the first start; everything of the engine is in it."""
_CONNECTIONS = 10
_GONE_STATES = ("08", "28", "3D", "53", "57P", "25006", "42501")
"""Classes of SQLSTATE (PostgreSQL, appendix A): connection, authorization, no such database,
resources, shutdown, a server that only reads, and privileges."""
_PATIENT_CONNECTION = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "aws-copilot",
}


class DatabaseUnavailable(Exception):
    """The database is out of reach, full, held by another program, or forbidden."""

    def __init__(self, reason: str, next_step: str) -> None:
        # In the words of SQLite DBOS would recognise it, and try again without end.
        plain = reason.replace("database is locked", "another program is writing to it")
        super().__init__(" ".join(plain.split()))
        self.next_step = next_step


DATABASE_ERRORS = (DBAPIError, DatabaseUnavailable)


class EngineDatabase(Protocol):
    """Where the engine keeps its rows."""

    @property
    def next_step(self) -> str:
        """What a person does when it cannot be used."""
        ...

    def open(self) -> sqlalchemy.Engine:
        """A pool of connections; none is made yet.

        Raises:
            DatabaseUnavailable: there is no place for it.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class SqliteDatabase:
    """One file, mode 0600: what was committed survives a power failure.

    Who finds it locked waits for ``patience_s`` before that is a failure.
    """

    path: Path
    patience_s: float = 10.0
    next_step: str = (
        "Check space and permissions of the data directory; open runs continue by themselves."
    )

    def open(self) -> sqlalchemy.Engine:
        """See the protocol."""
        try:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise DatabaseUnavailable(str(error), self.next_step) from error
        url = sqlalchemy.URL.create("sqlite", database=str(self.path))
        return _pool(url, self, self._prepare, _is_gone_on_sqlite, {})

    def _prepare(self, connection: Any, _record: object) -> None:
        # An engine of our own must repeat what DBOS sets on its own, and add what it leaves out.
        connection.isolation_level = "IMMEDIATE"
        for pragma in (
            f"busy_timeout={round(self.patience_s * 1000)}",
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
        ):
            connection.execute(f"PRAGMA {pragma}")


@dataclass(frozen=True, kw_only=True, slots=True)
class PostgresqlDatabase:
    """One database of a server, as a URL ``postgresql://role:password@host:port/database``.

    Its role must be allowed to make a schema, or to use the one that is there. Sessions must be
    its own: a pool in front of it that shares them between transactions takes locks away.
    """

    url: sqlalchemy.URL
    next_step: str = (
        "Check that the database which COPILOT_ENGINE_URL names is running, can be reached from"
        " here, and lets its role make a schema; open runs continue by themselves."
    )

    @classmethod
    def at(cls, url: str) -> "PostgresqlDatabase":
        """The database that ``url`` names."""
        return cls(url=sqlalchemy.make_url(url).set(drivername="postgresql+psycopg"))

    def open(self) -> sqlalchemy.Engine:
        """See the protocol."""
        return _pool(
            self.url, self, _prepare_postgresql, _is_gone_on_postgresql, _PATIENT_CONNECTION
        )

    def connection_arguments(self) -> dict[str, Any]:
        """What psycopg takes for a connection outside the pool."""
        _, arguments = self.url.get_dialect()().create_connect_args(self.url)
        return {**_PATIENT_CONNECTION, **arguments}


def unavailable(cause: BaseException, next_step: str) -> OperatorMustAct:
    """What a failure of the database means to a person; neither SQL nor values are quoted."""
    reason = " ".join(str(getattr(cause, "orig", cause)).split())
    return OperatorMustAct(
        "E_STORE_UNAVAILABLE",
        f"The durable engine's database cannot be used: {reason}.",
        getattr(cause, "next_step", next_step),
    )


def _pool(
    url: sqlalchemy.URL,
    database: EngineDatabase,
    prepare: Callable[..., None],
    is_gone: Callable[[ExceptionContext], bool],
    connect_args: dict[str, Any],
) -> sqlalchemy.Engine:
    engine = sqlalchemy.create_engine(
        url,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=30,
        # A firewall may have forgotten a connection that nobody used for a while.
        pool_pre_ping=isinstance(database, PostgresqlDatabase),
        hide_parameters=True,
        connect_args=connect_args,
    )

    def explain(context: ExceptionContext) -> None:
        if is_gone(context) and not context.is_pre_ping:
            reason = str(context.original_exception)
            raise DatabaseUnavailable(reason, database.next_step) from context.original_exception

    event.listen(engine, "connect", prepare)
    event.listen(engine, "handle_error", explain)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:
    # The first is what DBOS sets on an engine of its own. A record that is acknowledged must be on
    # disk, whatever the server does by default.
    for setting in (
        "idle_in_transaction_session_timeout = 60000",
        "synchronous_commit = on",
        f"search_path = {POSTGRESQL_SCHEMA}",
    ):
        connection.execute(f"SET {setting}")
    connection.commit()


def _is_gone_on_sqlite(context: ExceptionContext) -> bool:
    return isinstance(context.original_exception, sqlite3.OperationalError)


def _is_gone_on_postgresql(context: ExceptionContext) -> bool:
    error = context.original_exception
    if not isinstance(error, psycopg.Error):
        return False
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError)
    return context.is_disconnect or error.sqlstate.startswith(_GONE_STATES)
