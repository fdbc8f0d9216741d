"""Debian's PostgreSQL on loopback, started for tests and stopped with them.

``running_postgresql`` gives a :class:`PostgresServer`; each test takes a database of its own::

    with running_postgresql(folder) as server:
        url = server.new_database()   # postgresql://copilot:…@127.0.0.1:PORT/test_1
"""

import itertools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

HOW_TO_GET_IT = (
    "PostgreSQL is missing: run maintenance/install-postgresql,"
    ' or install the package "postgresql" (Debian, Ubuntu: sudo apt-get install postgresql)'
)
PASSWORD = "FAKE-password-of-the-engine"
_ROLE = "copilot"
_INSTALLED = Path("/usr/lib/postgresql")
_SERVANT = "postgres"
_PATIENCE_S = 60.0
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def postgresql_binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, the newest where there are several."""
    found = sorted(
        (path.parent for path in _INSTALLED.glob("*/bin/postgres")),
        key=lambda folder: int(folder.parent.name),
    )
    if found:
        return found[-1]
    program = shutil.which("postgres")
    return Path(program).parent if program else None


class PostgresServer:
    """A running cluster; its role may do everything in it, and has a password."""

    def __init__(self, command: Sequence[str], port: int, log: Path) -> None:
        self._command = command
        self._log = log
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self.port = port

    def url(self, database: str, *, password: str = PASSWORD) -> str:
        """What ``COPILOT_ENGINE_URL`` takes."""
        return f"postgresql://{_ROLE}:{password}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        self.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def execute(self, sql: str, *values: object, url: str | None = None) -> list[Any]:
        """Run one statement in its own transaction; its rows."""
        with self.connection(url or self.url("postgres")) as connection:
            cursor = connection.execute(sql.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def connection(self, url: str) -> psycopg.Connection[Any]:
        """A session; each statement is a transaction of its own."""
        return psycopg.connect(url, autocommit=True)

    def start(self) -> None:
        """Start, or start again after :meth:`stop`, and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        deadline = time.monotonic() + _PATIENCE_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"PostgreSQL did not start: {self._log.read_text()[-2000:]}")
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End all sessions and the server; SIGQUIT is a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_PATIENCE_S)
            self._process = None

    def end_sessions(self, url: str) -> None:
        """Close every connection to the database of ``url``, as a broken network does."""
        self.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = %s",
            url.rpartition("/")[2],
        )

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def running_postgresql(folder: Path, *, is_durable: bool = False) -> Iterator[PostgresServer]:
    """A new cluster, gone afterwards; its log stays in ``folder``.

    ``is_durable`` keeps it safe against power failures, as in real life; tests do without.
    The cluster itself is in a folder of its own, since ``folder`` may be closed to its user.
    """
    binaries = postgresql_binaries()
    assert binaries is not None, HOW_TO_GET_IT
    with tempfile.TemporaryDirectory(prefix="copilot-postgresql-") as name:
        home = Path(name)
        _initialise(binaries, home)
        port = _free_port()
        options = () if is_durable else _QUICK
        server = PostgresServer(
            _as_servant([str(binaries / "postgres"), *_arguments(home, port, options)]),
            port,
            folder / "postgresql.log",
        )
        try:
            server.start()
            yield server
        finally:
            # Nobody reads the cluster again: no time is spent on leaving it in order.
            server.stop(signal.SIGQUIT)


def _initialise(binaries: Path, home: Path) -> None:
    password = home / "password"
    password.write_text(PASSWORD, encoding="ascii")
    if os.geteuid() == 0:
        for path in (home, password):
            shutil.chown(path, _SERVANT, _SERVANT)
    arguments = ["--username", _ROLE, "--pwfile", str(password), "--auth", "scram-sha-256"]
    arguments += ["--pgdata", str(home / "data"), "--encoding", "UTF8", "--locale", "C"]
    done = subprocess.run(
        _as_servant([str(binaries / "initdb"), "--no-sync", *arguments]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def _arguments(home: Path, port: int, options: Sequence[str]) -> list[str]:
    settings = (
        *options,
        "listen_addresses=127.0.0.1",
        f"port={port}",
        "unix_socket_directories=",
        "max_connections=200",
        "shared_buffers=32MB",
        "logging_collector=off",
    )
    return ["-D", str(home / "data"), *(part for each in settings for part in ("-c", each))]


def _as_servant(command: Sequence[str]) -> list[str]:
    """PostgreSQL refuses root; and it shall not outlive the tests, however they end."""
    prefix = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        prefix += ["--reuid", _SERVANT, "--regid", _SERVANT, "--clear-groups"]
    return [*prefix, *command]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
