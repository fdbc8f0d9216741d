"""The process-wide DBOS instance: configured, launched and taken down again.

DBOS is a singleton, so that a process has one engine at a time. :meth:`DbosEngine.shut_down`
removes every trace of it; tests open any number of engines one after the other in this way.
"""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy
from dbos import DBOS, DBOSConfig
from dbos._recovery import recover_pending_workflows
from pydantic import JsonValue
from sqlalchemy.pool import QueuePool

from backend.domain.errors import Bug
from backend.durable.databases import EngineDatabase
from backend.durable.leaf_records import LeafRecords
from backend.durable.records import Envelope
from backend.durable.serializer import StrictJson, forbid_pickle

APPLICATION_VERSION = "1"
"""DBOS recovers runs of its own version only. Runs carry their graph as data and steps are found by
key, so that a release may continue the runs of the one before; hence the same for every release."""
MAX_RECOVERY_ATTEMPTS = 1_000_000
"""A run that waits for days outlives many restarts, and none of them is its fault."""
WORKFLOW_NAME = "run"
_IDLE_LOOKS, _IDLE_LOOK_S = 100, 0.01
_UNHEARD_S = 5.0

Workflow = Callable[[dict[str, JsonValue]], Awaitable[Envelope]]

_singleton = threading.Lock()


class DbosEngine:
    """DBOS over one database; made and shut down on the event loop that the runs live on."""

    def __init__(self, database: EngineDatabase, executor_id: str, polling_s: float) -> None:
        if not _singleton.acquire(blocking=False):
            raise Bug(
                "E_ENGINE_RUNNING",
                "This process already runs a durable engine.",
                "Report this: a process opens one engine and closes it before the next.",
            )
        try:
            forbid_pickle()
            _keep_logs_off_the_terminal()
            self._database = database.open()
            self.leaf_records = LeafRecords(self._database, database.next_step)
        except BaseException:
            _singleton.release()
            raise
        self._threads: ThreadPoolExecutor | None = None
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
        self.leaf_records.open()
        DBOS.launch()
        _look_for_unheard(self._instance)

    def recover(self, executor_id: str) -> None:
        """Put up for execution, here or at a peer, what the executor has left unfinished. Blocks.

        A run is put up once, however many ask for it at the same time.
        """
        recover_pending_workflows(self._instance, [executor_id])

    async def no_thread_is_left(self) -> None:
        """After :meth:`shut_down`: return when no call of a leaf is on its way any more."""
        if self._threads is not None:
            threads = self._threads
            with ThreadPoolExecutor(max_workers=1) as worker:
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(worker, lambda: threads.shutdown(wait=True))

    async def shut_down(self) -> None:
        """Stop all threads and connections; what is unfinished stays so in the database."""
        self._threads = self._instance._executor_field  # pyright: ignore[reportPrivateUsage]
        with ThreadPoolExecutor(max_workers=1) as worker:
            # Not on the loop: the threads that are being stopped may be waiting for it.
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(worker, self._stop)
        # DBOS has put its own pool, which is closed now, in the place of the loop's.
        loop.set_default_executor(ThreadPoolExecutor())
        await self._until_idle()
        self._database.dispose()
        _singleton.release()

    def _stop(self) -> None:
        DBOS.destroy(destroy_registry=True)
        self.leaf_records.close()

    async def _until_idle(self) -> None:
        # A poll that is on its way gives its connection back: disposing would leave it open.
        pool = self._database.pool
        for _ in range(_IDLE_LOOKS):
            if not isinstance(pool, QueuePool) or not pool.checkedout():
                return
            await asyncio.sleep(_IDLE_LOOK_S)


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


def _keep_logs_off_the_terminal() -> None:
    # DBOS adds a terminal handler unless it finds one; whoever configures logging still gets all.
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _look_for_unheard(instance: DBOS) -> None:
    # PostgreSQL tells of messages over one connection: those that come while it is being replaced
    # wait until the run looks by itself, every minute by default, without a public setting.
    system = instance._sys_db  # pyright: ignore[reportPrivateUsage]
    system._notification_fallback_polling_interval = _UNHEARD_S  # pyright: ignore[reportPrivateUsage]


def _recover_quickly(instance: DBOS, polling_s: float) -> None:
    # Recovery goes through the internal queue, whose interval of a second has no public setting.
    queue = instance._registry.get_internal_queue()  # pyright: ignore[reportPrivateUsage]
    queue._polling_interval_sec = polling_s  # pyright: ignore[reportPrivateUsage]
