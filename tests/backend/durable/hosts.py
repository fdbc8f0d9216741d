"""DBOS hosts for tests: opened on a folder of their own, and looked into."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from agentpro.journal import RunBody, RunInput, RunJournal
from backend.durable.dbos_host import DATABASE_FILE, DbosHost
from backend.durable.lock import DataDirectoryLock
from tests.doubles.restartable_dbos import QUICK_POLLING_S

AN_INPUT = RunInput(schema_version=1, graph={}, inputs={})


@asynccontextmanager
async def opened_host(directory: Path, body: RunBody, **options: Any) -> AsyncIterator[DbosHost]:
    lock = DataDirectoryLock(directory, "test")
    lock.acquire()
    try:
        async with DbosHost(lock, body, polling_s=QUICK_POLLING_S, **options) as host:
            yield host
    finally:
        lock.release()


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(6_000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never happened")


async def waiting(run: RunInput, journal: RunJournal) -> JsonValue:
    return await journal.wait("wait", "control", 3_600)


def rows(directory: Path, sql: str, *values: object) -> list[Any]:
    database = sqlite3.connect(directory / DATABASE_FILE)
    with database:
        found = database.execute(sql, values).fetchall()
    database.close()
    return found
