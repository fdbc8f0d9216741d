"""The durable host on PostgreSQL: the traps of its engine, and a database that goes away."""

import asyncio
import base64
import logging
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue

from agentpro.journal import RunInput, RunJournal
from backend.domain.errors import Bug, OperatorMustAct
from backend.durable.dbos_engine import APPLICATION_VERSION
from backend.durable.dbos_host import DbosHost
from backend.durable.executors.lease import lock_key
from tests.backend.durable.hosts import AN_INPUT, opened_host, until, waiting
from tests.backend.durable.pauses import NotedPauses
from tests.backend.durable.peer import IMPATIENT
from tests.backend.durable.test_dbos_host import Malicious
from tests.doubles.postgresql import PASSWORD, PostgresServer
from tests.doubles.restartable_dbos import QUICK_POLLING_S

pytestmark = pytest.mark.slow

HOLDERS = """
SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
   AND (classid::bigint << 32) | objid::bigint = %s"""


@pytest.fixture
def url(postgresql: PostgresServer) -> str:
    return postgresql.new_database()


@pytest.fixture
def rows(postgresql: PostgresServer, url: str) -> Callable[..., list[Any]]:
    def found(sql: str, *values: object) -> list[Any]:
        return postgresql.execute(sql, *values, url=url)

    return found


async def test_rows_are_in_a_schema_of_their_own(
    tmp_path: Path, url: str, rows: Callable[..., list[Any]]
) -> None:
    async with opened_host(tmp_path, waiting, url=url) as host:
        await host.start("run-1", AN_INPUT)
    owner = (tmp_path / "executor_id").read_text(encoding="ascii")
    sql = "SELECT executor_id, application_version, serialization FROM dbos.workflow_status"
    assert rows(sql) == [(owner, APPLICATION_VERSION, "copilot_json")]
    assert rows("SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == []
    assert not (tmp_path / "engine.db").exists()


async def test_a_row_marked_as_pickle_is_never_unpickled(
    tmp_path: Path, url: str, rows: Callable[..., list[Any]]
) -> None:
    bomb = base64.b64encode(pickle.dumps(Malicious(tmp_path / "exploded"))).decode()
    async with opened_host(tmp_path, waiting, url=url) as host:
        for name in ("input", "output"):
            await host.start(name, AN_INPUT)
        await host.send("output", "control", "harmless", "key-1")
        assert await host.result("output") == "harmless"
    rows("UPDATE dbos.operation_outputs SET output = %s, serialization = 'py_pickle'", bomb)
    rows("UPDATE dbos.workflow_status SET inputs = %s, serialization = 'py_pickle'", bomb)
    rows("UPDATE dbos.workflow_input SET inputs = %s", bomb)
    rows("UPDATE dbos.workflow_output SET output = %s", bomb)
    async with opened_host(tmp_path, waiting, url=url) as host:
        await asyncio.sleep(10 * QUICK_POLLING_S)
        with pytest.raises(Bug, match="E_RUN_BROKEN"):
            await host.result("output")
    assert not (tmp_path / "exploded").exists()


async def test_rows_of_finished_runs_are_purged(
    tmp_path: Path, url: str, rows: Callable[..., list[Any]]
) -> None:
    async with opened_host(tmp_path, waiting, url=url) as host:
        for name in ("open", "ended"):
            await host.start(name, AN_INPUT)
        await host.send("ended", "control", "go", "key-1")
        assert await host.result("ended") == "go"
        assert await host.purge_finished(datetime.now(UTC) - timedelta(hours=1)) == 0
        assert await host.purge_finished(datetime.now(UTC) + timedelta(hours=1)) == 1
        assert await host.unfinished() == ("open",)
    assert rows("SELECT workflow_uuid FROM dbos.workflow_status") == [("open",)]


async def test_one_key_delivers_once_however_many_send_it_at_once(tmp_path: Path, url: str) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        answer = await journal.wait("wait-1", "control", 3_600)
        return [answer, await journal.wait("wait-2", "control", 0.2)]

    async with opened_host(tmp_path, body, url=url) as host:
        await host.start("run-1", AN_INPUT)
        sent = (host.send("run-1", "control", "approve", "decision-1") for _ in range(50))
        await asyncio.gather(*sent)
        assert await host.result("run-1") == ["approve", None]
        await host.send("run-1", "control", "approve", "decision-1")


@pytest.mark.parametrize("trouble", ["nobody", "password", "database", "privilege"])
async def test_a_database_that_cannot_be_used_is_said_at_once_and_without_its_password(
    trouble: str,
    tmp_path: Path,
    url: str,
    rows: Callable[..., list[Any]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    rows(f"CREATE ROLE guest_{tmp_path.name} LOGIN PASSWORD '{PASSWORD}'")
    unusable = {
        "nobody": f"postgresql://copilot:{PASSWORD}@127.0.0.1:1/engine",
        "password": url.replace(PASSWORD, "FAKE-wrong-password"),
        "database": f"{url}_that_is_not_there",
        "privilege": url.replace("//copilot:", f"//guest_{tmp_path.name}:"),
    }[trouble]
    with caplog.at_level(logging.DEBUG), pytest.raises(OperatorMustAct) as refusal:
        async with asyncio.timeout(60), opened_host(tmp_path, waiting, url=unusable):
            pass
    assert refusal.value.error_code == "E_STORE_UNAVAILABLE"
    assert "COPILOT_ENGINE_URL" in refusal.value.next_step
    told = str(refusal.value.as_record()) + caplog.text
    assert PASSWORD not in told
    assert "FAKE-wrong-password" not in told
    async with opened_host(tmp_path, waiting, url=url) as host:
        assert await host.unfinished() == ()


async def test_a_server_that_restarts_pauses_runs_and_does_nothing_twice(
    tmp_path: Path, url: str, postgresql: PostgresServer
) -> None:
    calls: list[str] = []
    is_recorded = asyncio.Event()
    pauses = NotedPauses()

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        async def leaf() -> JsonValue:
            calls.append("leaf")
            return 1

        await journal.step("before", leaf)
        is_recorded.set()
        answer = await journal.wait("wait", "control", 3_600)
        await journal.step("after", leaf)
        return answer

    async with opened_host(tmp_path, body, url=url, rhythm=IMPATIENT, listener=pauses) as host:
        await host.start("run-1", AN_INPUT)
        await is_recorded.wait()
        postgresql.stop()
        try:
            await until(lambda: pauses.told == ["paused run-1 E_STORE_UNAVAILABLE"])
            with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE"):
                await host.send("run-1", "control", "go", "key-1")
            with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE"):
                await host.result("run-1")
        finally:
            postgresql.start()
        await until(lambda: pauses.told[1:] == ["resumed run-1"])
        await host.send("run-1", "control", "go", "key-1")
        assert await host.result("run-1") == "go"
    assert calls == ["leaf", "leaf"]


async def test_connections_that_were_cut_are_replaced(
    tmp_path: Path, url: str, rows: Callable[..., list[Any]]
) -> None:
    async with opened_host(tmp_path, waiting, url=url, rhythm=IMPATIENT) as host:
        await host.start("run-1", AN_INPUT)
        key = lock_key((tmp_path / "executor_id").read_text(encoding="ascii"))
        ((holder,),) = rows(HOLDERS, key)
        rows(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid NOT IN (%s, pg_backend_pid())",
            holder,
        )
        await host.send("run-1", "control", "go", "key-1")
        assert await last_result(host, "run-1") == "go"


async def last_result(host: DbosHost, graph_run_id: str) -> JsonValue:
    """A run that is just being continued says why it was paused."""
    async with asyncio.timeout(60):
        while True:
            with suppress(OperatorMustAct):
                return await host.result(graph_run_id)
            await asyncio.sleep(0.01)


async def test_who_loses_the_right_to_its_id_executes_nothing_under_it(
    tmp_path: Path, url: str, postgresql: PostgresServer, rows: Callable[..., list[Any]]
) -> None:
    executed: list[str] = []
    has_begun = asyncio.Event()

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        async def leaf() -> JsonValue:
            executed.append("leaf")
            return 1

        has_begun.set()
        await journal.wait("wait", "control", 3_600)
        return await journal.step("leaf", leaf)

    pauses = NotedPauses()
    async with opened_host(tmp_path, body, url=url, rhythm=IMPATIENT, listener=pauses) as host:
        await host.start("run-1", AN_INPUT)
        await has_begun.wait()
        key = lock_key((tmp_path / "executor_id").read_text(encoding="ascii"))
        ((holder,),) = rows(HOLDERS, key)
        with postgresql.connection(url) as thief:
            rows("SELECT pg_terminate_backend(%s, 60000)", holder)
            thief.execute("SELECT pg_advisory_lock(%s)", (key,))
            await until(lambda: pauses.told[-1:] == ["resumed run-1"])
            await host.send("run-1", "control", "go", "key-1")
            await asyncio.sleep(2 * IMPATIENT.grace_s)
            assert executed == []
        assert await host.result("run-1") == 1
    assert executed == ["leaf"]


async def test_a_wait_of_days_outlives_a_crash_of_the_server(
    tmp_path: Path, url: str, postgresql: PostgresServer
) -> None:
    async with opened_host(tmp_path, waiting, url=url) as host:
        await host.start("run-1", AN_INPUT)
    postgresql.stop(signal.SIGQUIT)
    postgresql.start()
    async with opened_host(tmp_path, waiting, url=url) as host:
        await host.send("run-1", "control", "go", "key-1")
        assert await host.result("run-1") == "go"
