"""The durable host beyond the contract: the traps of its engine, one test each."""

import asyncio
import base64
import os
import pickle
import resource
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue

from agentpro.journal import RunInput, RunJournal
from backend.domain.errors import Bug, CopilotError, OperatorMustAct, UserCanFix
from backend.durable.databases import DatabaseUnavailable, SqliteDatabase
from backend.durable.dbos_engine import APPLICATION_VERSION
from backend.durable.dbos_host import DATABASE_FILE, DbosHost
from backend.durable.lock import DataDirectoryLock
from backend.durable.serializer import NotRecorded, StrictJson, forbid_pickle
from tests.backend.durable.hosts import AN_INPUT, opened_host, rows, until, waiting
from tests.doubles.restartable_dbos import QUICK_POLLING_S


def test_the_database_survives_power_failures_and_is_private(tmp_path: Path) -> None:
    database = SqliteDatabase(path=tmp_path / DATABASE_FILE).open()
    with database.connect() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
    database.dispose()
    assert found == ["wal", 2, 1, 10_000]
    assert (tmp_path / DATABASE_FILE).stat().st_mode & 0o777 == 0o600


async def test_runs_belong_to_the_data_directory_and_to_every_release(tmp_path: Path) -> None:
    async with opened_host(tmp_path, waiting) as host:
        await host.start("run-1", AN_INPUT)
    lock = DataDirectoryLock(tmp_path, "test")
    lock.acquire()
    owner = lock.executor_id()
    lock.release()
    sql = "SELECT executor_id, application_version, serialization FROM workflow_status"
    assert rows(tmp_path, sql) == [(owner, APPLICATION_VERSION, "copilot_json")]


def files_with(directory: Path, content: bytes) -> list[Path]:
    return [path for path in directory.iterdir() if content in path.read_bytes()]


class Malicious:
    """Its pickle creates a file when it is read."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[Any, tuple[str, int]]:
        return (os.mkdir, (str(self._trace), 0o700))


async def test_a_row_marked_as_pickle_is_never_unpickled(tmp_path: Path) -> None:
    bomb = base64.b64encode(pickle.dumps(Malicious(tmp_path / "exploded"))).decode()
    async with opened_host(tmp_path, waiting) as host:
        for name in ("input", "message", "output"):
            await host.start(name, AN_INPUT)
        await host.send("message", "control", "harmless", "key-1")
        assert await host.result("message") == "harmless"
        await until(lambda: bool(rows(tmp_path, "SELECT 1 FROM operation_outputs")))
    rows(tmp_path, "UPDATE operation_outputs SET output = ?, serialization = 'py_pickle'", bomb)
    rows(tmp_path, "UPDATE workflow_status SET inputs = ?, serialization = 'py_pickle'", bomb)
    rows(tmp_path, "UPDATE workflow_input SET inputs = ?", bomb)
    rows(tmp_path, "UPDATE workflow_output SET output = ?", bomb)
    async with opened_host(tmp_path, waiting) as host:
        await asyncio.sleep(10 * QUICK_POLLING_S)
        assert "input" in await host.unfinished()
        with pytest.raises(Bug, match="E_RUN_BROKEN"):
            await host.result("message")
    assert not (tmp_path / "exploded").exists()


def test_the_pickling_serializer_is_disarmed_wherever_it_is_held() -> None:
    from dbos._serialization import DBOSDefaultSerializer, DefaultSerializer

    forbid_pickle()
    for serializer in (DBOSDefaultSerializer, DefaultSerializer()):
        with pytest.raises(OperatorMustAct, match="E_ENGINE_DATA_REFUSED"):
            serializer.deserialize("gASVAAAAAAAAAA==")
        with pytest.raises(OperatorMustAct, match="E_ENGINE_DATA_REFUSED"):
            serializer.serialize({"any": "value"})


def test_the_engines_own_exceptions_come_back_as_text() -> None:
    serializer = StrictJson()
    back = serializer.deserialize(serializer.serialize(KeyError("gone")))
    assert isinstance(back, Exception)
    assert "KeyError" in str(back)
    assert serializer.deserialize(serializer.serialize({"exception": "x"})) == {"exception": "x"}


def test_a_failure_of_the_database_never_becomes_what_is_recorded() -> None:
    with pytest.raises(NotRecorded, match="another program") as refused:
        StrictJson().serialize(DatabaseUnavailable("database is locked", "Wait."))
    assert isinstance(refused.value, asyncio.CancelledError)


async def test_a_replayed_error_is_the_same_error(tmp_path: Path) -> None:
    seen: list[CopilotError] = []

    async def failing() -> JsonValue:
        raise UserCanFix("E_TEST", "It went wrong.", "Do it again.")

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        try:
            await journal.step("leaf", failing)
        except UserCanFix as error:
            seen.append(error)
        return await journal.wait("wait", "control", 3_600)

    async with opened_host(tmp_path, body) as host:
        await host.start("run-1", AN_INPUT)
        await until(lambda: len(seen) == 1)
    async with opened_host(tmp_path, body) as host:
        await host.send("run-1", "control", "go", "key-1")
        assert await host.result("run-1") == "go"
    assert [error.as_record() for error in seen] == [seen[0].as_record()] * 2


async def test_a_leaf_that_uses_the_journal_is_refused(tmp_path: Path) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        async def innocent() -> JsonValue:
            return 1

        async def nested() -> JsonValue:
            return await journal.step("inner", innocent)

        return await journal.step("outer", nested)

    async with opened_host(tmp_path, body) as host:
        await host.start("run-1", AN_INPUT)
        with pytest.raises(Bug, match="E_JOURNAL_NESTED"):
            await host.result("run-1")


async def test_a_process_has_one_open_host_and_any_number_in_sequence(tmp_path: Path) -> None:
    async with opened_host(tmp_path / "a", waiting):
        with pytest.raises(Bug, match="E_ENGINE_RUNNING"):
            async with opened_host(tmp_path / "b", waiting):
                pass
    async with opened_host(tmp_path / "b", waiting) as host:
        assert await host.unfinished() == ()
    with pytest.raises(Bug, match="E_ENGINE_CLOSED"):
        await host.unfinished()
    assert await asyncio.to_thread(lambda: "the loop's own threads work") != ""


async def test_a_host_without_the_lock_does_not_open(tmp_path: Path) -> None:
    host = DbosHost(DataDirectoryLock(tmp_path, "test"), waiting)
    with pytest.raises(Bug, match="E_LOCK_NOT_HELD"):
        await host.open()
    await host.close()


async def test_closing_gives_no_open_run_an_outcome(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def endless() -> JsonValue:
        begun.set()
        await asyncio.sleep(3_600)
        return None

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        if run.inputs:
            return await journal.step("leaf", endless)
        return await journal.wait("wait", "control", 3_600)

    async with opened_host(tmp_path, body) as host:
        await host.start("in-a-wait", AN_INPUT)
        await host.start("in-a-leaf", RunInput(schema_version=1, graph={}, inputs={"x": 1}))
        await begun.wait()
    sql = "SELECT status, error FROM workflow_status"
    assert rows(tmp_path, sql) == [("PENDING", None), ("PENDING", None)]
    assert rows(tmp_path, "SELECT 1 FROM leaf_records") == []


async def test_hundreds_of_restarts_do_not_give_a_run_up(tmp_path: Path) -> None:
    async with opened_host(tmp_path, waiting) as host:
        await host.start("run-1", AN_INPUT)
    rows(tmp_path, "UPDATE workflow_status SET recovery_attempts = 5000")
    async with opened_host(tmp_path, waiting) as host:
        await host.send("run-1", "control", "go", "key-1")
        assert await host.result("run-1") == "go"


@pytest.mark.slow
async def test_messages_of_one_second_keep_their_order(tmp_path: Path) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        await journal.wait("begin", "begin", 3_600)
        return [await journal.wait(f"wait-{n}", "control", 3_600) for n in range(4)]

    async with opened_host(tmp_path, body) as host:
        await host.start("run-1", AN_INPUT)
        for n, key in enumerate(("z", "b", "y", "a")):
            await host.send("run-1", "control", n, key)
        await host.send("run-1", "begin", None, "begin")
        assert await host.result("run-1") == [0, 1, 2, 3]


async def test_the_database_sees_only_redacted_values(tmp_path: Path) -> None:
    secret = "FAKE-SECRET-0123"
    seen: list[JsonValue] = []

    def redact(value: JsonValue) -> JsonValue:
        match value:
            case str():
                return value.replace(secret, "***")
            case list():
                return [redact(item) for item in value]
            case dict():
                return {key: redact(item) for key, item in value.items()}
            case _:
                return value

    async def leaf() -> JsonValue:
        return {"key": secret}

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        seen.append([run.inputs, await journal.step("leaf", leaf)])
        message = await journal.wait("wait", "control", 3_600)
        raise ValueError(f"{message} {secret}")

    async with opened_host(tmp_path, body, redact=redact) as host:
        await host.start("run-1", RunInput(schema_version=1, graph={}, inputs={"a": [secret]}))
        await until(lambda: len(seen) == 1)
    async with opened_host(tmp_path, body, redact=redact) as host:
        await host.send("run-1", "control", f"with {secret}", "key-1")
        with pytest.raises(Bug, match=r"with \*\*\* \*\*\*"):
            await host.result("run-1")
    assert seen == [[{"a": ["***"]}, {"key": "***"}]] * 2
    assert files_with(tmp_path, secret.encode()) == []


async def test_a_full_disk_suspends_a_run_until_the_next_start(tmp_path: Path) -> None:
    calls: list[str] = []
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    async def leaf() -> JsonValue:
        calls.append("leaf")
        if len(calls) == 1:
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
        return "done"

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        try:
            return await journal.step("leaf", leaf)
        except Exception:
            calls.append("the run saw the failure of the disk")
            raise

    async with opened_host(tmp_path, body) as host:
        await host.start("run-1", AN_INPUT)
        try:
            with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE"):
                await host.result("run-1")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert await host.unfinished() == ("run-1",)
    async with opened_host(tmp_path, body) as host:
        assert await host.result("run-1") == "done"
    assert calls == ["leaf", "leaf"]
