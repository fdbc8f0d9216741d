"""The process-wide DBOS instance: configured, launched and taken down again.

DBOS is a singleton, so that a process has one engine at a time. :meth:`DbosEngine.shut_down`
removes every trace of it; tests open any number of engines one after the other in this way.
"""

import asyncio
import logging
import os
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import sqlalchemy
from dbos import DBOS, DBOSConfig
from pydantic import JsonValue
from sqlalchemy import event

from backend.domain.errors import Bug, OperatorMustAct
from backend.durable.records import Envelope
from backend.durable.serializer import StrictJson, forbid_pickle

APPLICATION_VERSION = "1"
"""DBOS recovers runs of its own version only. Runs carry their graph as data and steps are found by
key, so that a release may continue the runs of the one before; hence the same for every release."""
MAX_RECOVERY_ATTEMPTS = 1_000_000
"""A run that waits for days outlives many restarts, and none of them is its fault."""
WORKFLOW_NAME = "run"

Workflow = Callable[[dict[str, JsonValue]], Awaitable[Envelope]]

_singleton = threading.Lock()


class DbosEngine:
    """DBOS over one SQLite file; made and shut down on the event loop that the runs live on."""

    def __init__(self, path: Path, executor_id: str, polling_s: float) -> None:
        if not _singleton.acquire(blocking=False):
            raise Bug(
                "E_ENGINE_RUNNING",
                "This process already runs a durable engine.",
                "Report this: a process opens one engine and closes it before the next.",
            )
        forbid_pickle()
        _keep_logs_off_the_terminal()
        self._database = open_database(path)
        self._instance = DBOS(config=_configuration(self._database, executor_id, polling_s))
        _recover_quickly(self._instance, polling_s)

    def register(self, run: Workflow) -> Any:
        """Make ``run`` the one workflow; before :meth:`launch`."""

        async def workflow(recorded: dict[str, JsonValue]) -> Envelope:
            # A function of its own: DBOS writes attributes, which a bound method does not take.
            return await run(recorded)

        decorate = DBOS.workflow(name=WORKFLOW_NAME, max_recovery_attempts=MAX_RECOVERY_ATTEMPTS)
        return decorate(workflow)

    def launch(self) -> None:
        """Begin to work, with the runs that an earlier process has left unfinished.

        To be called on the event loop that shall execute the runs.
        """
        DBOS.launch()

    async def shut_down(self) -> None:
        """Stop all threads and connections; what is unfinished stays so in the database."""
        with ThreadPoolExecutor(max_workers=1) as worker:
            # Not on the loop: the threads that are being stopped may be waiting for it.
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(worker, lambda: DBOS.destroy(destroy_registry=True))
        # DBOS has put its own pool, which is closed now, in the place of the loop's.
        loop.set_default_executor(ThreadPoolExecutor())
        self._database.dispose()
        _singleton.release()


def unavailable(cause: Exception) -> OperatorMustAct:
    """What a failure of the database means to a person."""
    reason = getattr(cause, "orig", cause)
    return OperatorMustAct(
        "E_STORE_UNAVAILABLE",
        f"The durable engine's database cannot be used: {reason}.",
        "Check space and permissions of the data directory, then start again: open runs continue.",
    )


def _configuration(database: sqlalchemy.Engine, executor_id: str, polling_s: float) -> DBOSConfig:
    return DBOSConfig(
        name="aws-copilot",
        system_database_url=database.url.render_as_string(hide_password=False),
        system_database_engine=database,
        application_version=APPLICATION_VERSION,
        executor_id=executor_id,
        serializer=StrictJson(),
        enable_otlp=False,
        log_level="ERROR",
        notification_listener_polling_interval_sec=polling_s,
    )


def open_database(path: Path) -> sqlalchemy.Engine:
    """The engine's database file, mode 0600: what was committed survives a power failure."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    url = sqlalchemy.URL.create("sqlite", database=str(path))
    database = sqlalchemy.create_engine(url, pool_size=10, max_overflow=0, pool_timeout=30)
    event.listen(database, "connect", _prepare_connection)
    return database


def _prepare_connection(connection: Any, _record: object) -> None:
    # An engine of our own must repeat what DBOS sets on its own, and add what it leaves out.
    connection.isolation_level = "IMMEDIATE"
    for pragma in (
        "busy_timeout=30000",
        "foreign_keys=ON",
        "journal_mode=WAL",
        "synchronous=FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _keep_logs_off_the_terminal() -> None:
    # DBOS adds a terminal handler unless it finds one; whoever configures logging still gets all.
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _recover_quickly(instance: DBOS, polling_s: float) -> None:
    # Recovery goes through the internal queue, whose interval of a second has no public setting.
    queue = instance._registry.get_internal_queue()  # pyright: ignore[reportPrivateUsage]
    queue._polling_interval_sec = polling_s  # pyright: ignore[reportPrivateUsage]
