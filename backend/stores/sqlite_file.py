"""One SQLite file, opened so that what was acknowledged survives and nobody else can read it."""

import os
import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from backend.domain.errors import OperatorMustAct

BUSY_TIMEOUT_S = 30.0
_NEXT_STEPS = (
    ("full", "Free disk space, then try again; nothing that was confirmed before is lost."),
    ("locked", "Stop the other program that writes to this file, then try again."),
    ("readonly", "Give this user write access to the file and its directory, then try again."),
    ("unable to open", "Give this user access to the file and its directory, then try again."),
    ("malformed", "Restore the data directory from a backup: the file is damaged."),
    ("not a database", "Restore the data directory from a backup: the file is damaged."),
)


class SqliteFile:
    """One connection, used by one thread at a time; any event loop's worker threads may share it.

    The directory gets mode 0700 and the file 0600. Write-ahead logging with ``synchronous=FULL``: a
    commit that returned is on disk. Every failure of the storage is an ``OperatorMustAct`` with
    ``E_STORE_UNAVAILABLE``.
    """

    def __init__(self, path: Path, script: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        self._path = path
        self._lock = threading.Lock()
        with self._explained():
            _make_private(path)
            self._connection = sqlite3.connect(
                path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.executescript(script)

    @contextmanager
    def transaction(self) -> Generator[sqlite3.Connection]:
        """The connection inside one write transaction: all of it is stored, or nothing."""
        with self._lock, self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """The connection, for statements that change nothing."""
        with self._lock, self._explained():
            yield self._connection

    def close(self) -> None:
        """Close the file; using it afterwards is an error."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except (sqlite3.OperationalError, sqlite3.DatabaseError, OSError) as error:
            if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
                raise
            raise _unavailable(self._path, error) from error


def _make_private(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    path.chmod(0o600)


def _unavailable(path: Path, error: Exception) -> OperatorMustAct:
    reason = str(error)
    step = next(
        (step for word, step in _NEXT_STEPS if word in reason),
        "Check the disk and the permissions of the data directory, then try again.",
    )
    return OperatorMustAct(
        "E_STORE_UNAVAILABLE", f"The store {path.name} cannot be used: {reason}.", step
    )
