"""Runs whose records cannot be written: they pause, people hear of it, and they go on alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import JsonValue

from agentpro.journal import JournalUnavailable, RunInput, RunJournal
from backend.domain.errors import OperatorMustAct
from backend.durable.dbos_host import DATABASE_FILE
from backend.durable.suspensions import LoggedPauses, Suspensions
from tests.backend.durable.hosts import AN_INPUT, opened_host, until
from tests.backend.durable.pauses import NotedPauses
from tests.backend.durable.peer import IMPATIENT

FULL = OperatorMustAct("E_STORE_UNAVAILABLE", "The disk is full.", "Make room.")
PAUSED, RESUMED = "paused run-1 E_STORE_UNAVAILABLE", "resumed run-1"


class Locked:
    """Another program that writes to the engine's file."""

    def __init__(self, directory: Path) -> None:
        self._database = sqlite3.connect(directory / DATABASE_FILE, isolation_level=None)

    def begin(self) -> None:
        self._database.execute("BEGIN IMMEDIATE")

    def end(self) -> None:
        self._database.execute("ROLLBACK")

    def close(self) -> None:
        self._database.close()


@contextmanager
def other_program(directory: Path) -> Iterator[Locked]:
    locked = Locked(directory)
    try:
        yield locked
    finally:
        locked.close()


@pytest.mark.parametrize("listener_fails", [0, 2])
async def test_a_run_without_a_place_for_its_record_goes_on_when_there_is_one(
    tmp_path: Path, listener_fails: int
) -> None:
    pauses = NotedPauses(listener_fails)
    calls: list[str] = []
    is_full = [True]

    async def first() -> JsonValue:
        calls.append("first")
        return 1

    async def last() -> JsonValue:
        if is_full[0]:
            raise JournalUnavailable("step_applied could not be recorded")
        calls.append("last")
        return 2

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return [await journal.step("first", first), await journal.step("last", last)]

    async with opened_host(tmp_path, body, rhythm=IMPATIENT, listener=pauses) as host:
        await host.start("run-1", AN_INPUT)
        await until(lambda: pauses.told == [PAUSED])
        with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE"):
            await host.result("run-1")
        is_full[0] = False
        await until(lambda: pauses.told == [PAUSED, RESUMED])
        assert await host.result("run-1") == [1, 2]
    assert calls == ["first", "last"]


async def test_a_locked_file_pauses_a_run_until_it_is_free(tmp_path: Path) -> None:
    pauses = NotedPauses()
    calls: list[str] = []

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        async def leaf() -> JsonValue:
            if not calls:
                locked.begin()
            calls.append("leaf")
            return 1

        return await journal.step("leaf", leaf)

    async with opened_host(tmp_path, body, rhythm=IMPATIENT, listener=pauses) as host:
        with other_program(tmp_path) as locked:
            await host.start("run-1", AN_INPUT)
            await until(lambda: pauses.told == [PAUSED])
            with pytest.raises(OperatorMustAct, match="another program"):
                await host.start("run-2", AN_INPUT)
            locked.end()
            await until(lambda: pauses.told == [PAUSED, RESUMED])
            assert await host.result("run-1") == 1
    assert calls == ["leaf", "leaf"]


async def test_a_run_whose_end_could_not_be_recorded_ends_later(tmp_path: Path) -> None:
    ends: list[int] = []

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        if not ends:
            locked.begin()
        ends.append(1)
        return "ended"

    async with opened_host(tmp_path, body, rhythm=IMPATIENT) as host:
        with other_program(tmp_path) as locked:
            await host.start("run-1", AN_INPUT)
            await until(lambda: ends == [1])
            with pytest.raises(OperatorMustAct, match="another program"):
                await host.send("run-1", "control", "cancel", "key-1")
            locked.end()
            assert await host.result("run-1") == "ended"


async def test_a_pause_that_nobody_heard_of_is_not_mentioned() -> None:
    pauses = NotedPauses()
    suspensions = Suspensions(pauses)
    suspensions.suspend("run-1", FULL, 3)
    await suspensions.came_to("run-1", 3)
    assert suspensions.reason("run-1") is FULL
    await suspensions.came_to("run-1", 4)
    assert suspensions.reason("run-1") is None
    await suspensions.tell()
    assert pauses.told == []


async def test_who_heard_of_a_pause_hears_that_the_run_goes_on_before_it_does() -> None:
    pauses = NotedPauses()
    suspensions = Suspensions(pauses)
    suspensions.suspend("run-1", FULL, 3)
    await suspensions.tell()
    await suspensions.came_to("run-1", 4)
    assert pauses.told == [PAUSED, RESUMED]
    await suspensions.tell()
    assert pauses.told == [PAUSED, RESUMED]


async def test_a_listener_that_fails_is_told_later_that_a_run_goes_on() -> None:
    pauses = NotedPauses()
    suspensions = Suspensions(pauses)
    suspensions.suspend("run-1", FULL, 3)
    await suspensions.tell()
    pauses.fail(1)
    await suspensions.end("run-1")
    assert pauses.told == [PAUSED]
    await suspensions.tell()
    assert pauses.told == [PAUSED, RESUMED]


async def test_without_a_listener_the_log_says_it(caplog: pytest.LogCaptureFixture) -> None:
    suspensions = Suspensions(LoggedPauses())
    suspensions.suspend("run-1", FULL, 0)
    await suspensions.tell()
    suspensions.end_all()
    await suspensions.tell()
    assert "run run-1 is paused: E_STORE_UNAVAILABLE: The disk is full." in caplog.text
    assert "run run-1 goes on" in caplog.text
