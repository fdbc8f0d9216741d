"""The right to an executor id: one holder, until its session ends or is not answered."""

import os
import signal
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from backend.durable.databases import DatabaseUnavailable, PostgresqlDatabase
from backend.durable.executors.lease import ExecutorLease, LeaseLost
from tests.doubles.postgresql import PostgresServer

pytestmark = pytest.mark.slow


@pytest.fixture
def database(postgresql: PostgresServer) -> PostgresqlDatabase:
    return PostgresqlDatabase.at(postgresql.new_database())


@pytest_asyncio.fixture
async def lease(database: PostgresqlDatabase) -> AsyncGenerator[ExecutorLease, None]:
    taken = await ExecutorLease.take(database, "copilot-1")
    yield taken
    await taken.close()


async def test_an_id_has_one_holder_and_is_free_when_that_has_ended(
    database: PostgresqlDatabase, lease: ExecutorLease
) -> None:
    assert lease.executor_id == "copilot-1"
    second = await ExecutorLease.take(database, "copilot-1")
    assert second.executor_id.startswith("copilot-1/")
    assert not await second.takes("copilot-1")
    await lease.close()
    assert await second.takes("copilot-1")
    await second.gives_back("copilot-1")
    third = await ExecutorLease.take(database, "copilot-1")
    assert third.executor_id == "copilot-1"
    for each in (second, third):
        await each.close()


async def test_a_session_that_was_ended_is_a_lease_that_was_lost(
    postgresql: PostgresServer, lease: ExecutorLease
) -> None:
    await lease.ask("SELECT 1")
    ((process_id,),) = await lease.ask("SELECT pg_backend_pid()")
    postgresql.execute("SELECT pg_terminate_backend(%s, 60000)", process_id)
    with pytest.raises(LeaseLost):
        await lease.ask("SELECT 1")


async def test_a_server_that_does_not_answer_is_a_lease_that_was_lost(
    lease: ExecutorLease,
) -> None:
    ((process_id,),) = await lease.ask("SELECT pg_backend_pid()")
    os.kill(process_id, signal.SIGSTOP)
    try:
        with pytest.raises(LeaseLost, match="does not answer"):
            await lease.ask("SELECT 1")
        await lease.close()
    finally:
        os.kill(process_id, signal.SIGCONT)


async def test_an_answer_counts_for_a_moment(
    database: PostgresqlDatabase, postgresql: PostgresServer
) -> None:
    now = [100.0]
    lease = await ExecutorLease.take(database, "copilot-1", clock=lambda: now[0])
    ((process_id,),) = await lease.ask("SELECT pg_backend_pid()")
    now[0] += 10
    await lease.confirm()
    postgresql.execute("SELECT pg_terminate_backend(%s, 60000)", process_id)
    now[0] += 0.5
    await lease.confirm()
    now[0] += 0.6
    with pytest.raises(LeaseLost):
        await lease.confirm()
    await lease.close()


async def test_a_server_that_is_not_there_is_said(database: PostgresqlDatabase) -> None:
    nowhere = PostgresqlDatabase(url=database.url.set(port=1))
    with pytest.raises(DatabaseUnavailable, match="port 1 ") as told:
        await ExecutorLease.take(nowhere, "copilot-1")
    assert "COPILOT_ENGINE_URL" in told.value.next_step
