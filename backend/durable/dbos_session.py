"""One time of having the engine open: from taking an executor id to giving it back."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from agentpro.journal import RunBody
from backend.durable.databases import (
    DATABASE_ERRORS,
    EngineDatabase,
    PostgresqlDatabase,
    unavailable,
)
from backend.durable.dbos_client import DbosClient
from backend.durable.dbos_engine import APPLICATION_VERSION, DbosEngine
from backend.durable.dbos_runner import DbosRunner, Guard
from backend.durable.executors.lease import ExecutorLease
from backend.durable.executors.peers import Peers
from backend.durable.executors.rhythm import Rhythm
from backend.durable.keeper import Keeper, Revival
from backend.durable.queues import RunQueue
from backend.durable.records import Recorder
from backend.durable.suspensions import Suspensions


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionParts:
    """What a session is made of."""

    database: EngineDatabase
    wanted_executor_id: str
    """On SQLite the lock of the data directory makes it ours; on PostgreSQL a lease does."""
    body: RunBody
    recorder: Recorder
    queues: Mapping[str, RunQueue]
    suspensions: Suspensions
    polling_s: float
    rhythm: Rhythm


@dataclass(frozen=True, kw_only=True, slots=True)
class DbosSession:
    """A launched engine and what belongs to it."""

    database: EngineDatabase
    engine: DbosEngine
    runner: DbosRunner
    client: DbosClient
    keeper: Keeper
    closing: AsyncExitStack

    async def close(self) -> None:
        """Stop at once; open runs stay as they are. Last of all the executor id becomes free."""
        await self.runner.let_go()
        await self.closing.aclose()


async def open_session(parts: SessionParts) -> DbosSession:
    """Take an executor id, launch the engine, and continue the runs that were left under it.

    Raises:
        Bug: ``E_ENGINE_RUNNING``.
        OperatorMustAct: ``E_STORE_UNAVAILABLE``.
    """
    async with AsyncExitStack() as closing:
        try:
            lease = await _leased(parts, closing)
            executor_id = lease.executor_id if lease else parts.wanted_executor_id
            engine = DbosEngine(parts.database, executor_id, parts.polling_s)
            closing.push_async_callback(engine.shut_down)
            runner = _runner(parts, engine, lease.confirm if lease else _confirmed)
            client = DbosClient(runner.workflow, engine.leaf_records, parts.database.next_step)
            engine.launch()
            await client.declare(parts.queues.values(), parts.polling_s)
        except DATABASE_ERRORS as error:
            raise unavailable(error, parts.database.next_step) from error
        return DbosSession(
            database=parts.database,
            engine=engine,
            runner=runner,
            client=client,
            keeper=_keeper(parts, runner, client, lease, engine.recover),
            closing=closing.pop_all(),
        )


async def _leased(parts: SessionParts, closing: AsyncExitStack) -> ExecutorLease | None:
    if not isinstance(parts.database, PostgresqlDatabase):
        return None
    lease = await ExecutorLease.take(parts.database, parts.wanted_executor_id)
    closing.push_async_callback(lease.close)
    return lease


def _runner(
    parts: SessionParts, engine: DbosEngine, confirm: Callable[[], Awaitable[None]]
) -> DbosRunner:
    guard = Guard(
        suspensions=parts.suspensions, next_step=parts.database.next_step, confirm=confirm
    )
    return DbosRunner(engine, parts.body, parts.recorder, parts.queues, parts.polling_s, guard)


def _keeper(
    parts: SessionParts,
    runner: DbosRunner,
    client: DbosClient,
    lease: ExecutorLease | None,
    recover: Callable[[str], object],
) -> Keeper:
    peers = lease and Peers(
        lease=lease,
        application_version=APPLICATION_VERSION,
        recover=recover,
        grace_s=parts.rhythm.grace_s,
    )
    return Keeper(
        revival=Revival(
            runner=runner,
            client=client,
            executor_id=lease.executor_id if lease else parts.wanted_executor_id,
            suspensions=parts.suspensions,
            rhythm=parts.rhythm,
        ),
        suspensions=parts.suspensions,
        rhythm=parts.rhythm,
        lease=lease,
        peers=peers,
    )


async def _confirmed() -> None:
    """The lock of the data directory is held as long as the process lives."""
