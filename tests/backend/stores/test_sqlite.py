"""The SQLite store beyond the contract: durability, privacy, failures of the disk, and speed."""

import asyncio
import resource
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.domain.errors import OperatorMustAct
from backend.stores import sqlite as sqlite_module
from backend.stores.sqlite import SqliteDocuments
from maintenance.files import PROJECT

BIG = b"x" * 100_000


def clock() -> datetime:
    return datetime(2030, 1, 1, tzinfo=UTC)


def opened(path: Path, *, busy_timeout_s: float = 30) -> SqliteDocuments:
    return SqliteDocuments(path / "data" / "documents.db", clock, busy_timeout_s=busy_timeout_s)


async def test_nobody_else_can_read_the_files(tmp_path: Path) -> None:
    store = opened(tmp_path)
    await store.insert("any", {"_id": "a"})
    files = await asyncio.to_thread(lambda: list((tmp_path / "data").iterdir()))
    assert {path.name for path in files} == {
        "documents.db",
        "documents.db-wal",
        "documents.db-shm",
    }
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    store.close()


async def test_a_too_open_directory_is_closed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    opened(tmp_path).close()
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


async def test_documents_and_indexes_outlive_the_store(tmp_path: Path) -> None:
    store = opened(tmp_path)
    await store.ensure_index("any", ["n"], unique=True)
    await store.insert("any", {"_id": "a", "n": 1})
    store.close()
    store = opened(tmp_path)
    assert await store.find("any", {"n": 1}) == [{"_id": "a", "n": 1}]
    with pytest.raises(Exception, match="E_DUPLICATE_DOCUMENT"):
        await store.insert("any", {"_id": "b", "n": 1})
    store.close()


async def test_a_commit_is_on_disk_before_it_is_acknowledged(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with store._file.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA busy_timeout").fetchone() == (30_000,)
    store.close()


async def test_a_locked_file_is_a_clear_error_and_nothing_is_lost(tmp_path: Path) -> None:
    store = opened(tmp_path, busy_timeout_s=0.01)
    await store.insert("any", {"_id": "a"})
    other = sqlite3.connect(tmp_path / "data" / "documents.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE") as refused:
        await store.insert("any", {"_id": "b"})
    assert "other program" in refused.value.next_step
    other.execute("ROLLBACK")
    other.close()
    await store.insert("any", {"_id": "b"})
    assert await store.count("any", {}) == 2
    store.close()


async def test_a_full_disk_is_a_clear_error_and_nothing_is_lost(tmp_path: Path) -> None:
    store = opened(tmp_path)
    await store.insert("any", {"_id": "a"})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
    try:
        with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE"):
            await store.insert("any", {"_id": "b", "body": BIG})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert await store.find("any", {}) == [{"_id": "a"}]
    await store.insert("any", {"_id": "b", "body": BIG})
    assert await store.count("any", {}) == 2
    store.close()


async def test_a_damaged_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "documents.db").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE") as refused:
        opened(tmp_path)
    assert "backup" in refused.value.next_step


def test_a_directory_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE"):
        opened(tmp_path)


async def test_any_event_loop_can_use_one_store(tmp_path: Path) -> None:
    store = opened(tmp_path)

    def elsewhere(n: int) -> None:
        asyncio.run(store.insert("any", {"_id": str(n)}))

    await asyncio.gather(*(asyncio.to_thread(elsewhere, n) for n in range(5)))
    assert await store.count("any", {}) == 5
    store.close()


@pytest.mark.parametrize(
    "query",
    [{"log": "x"}, {"log": "x", "n": {"$gt": 5}}, {"log": "x", "n": 7}, {"_id": "x-7"}],
    ids=repr,
)
async def test_a_query_by_an_index_reads_only_what_it_needs(
    tmp_path: Path, query: dict[str, object]
) -> None:
    store = opened(tmp_path)
    await store.ensure_index("any", ["log", "n"])
    for log in ("w", "x", "y"):
        for n in range(10):
            await store.insert("any", {"_id": f"{log}-{n}", "log": log, "n": n})
    found = await store.find("any", query)
    with store._file.reading() as connection:
        read = sqlite_module._candidates(connection, "any", query, 0)
    # A range on a number includes its bound, which the query itself then excludes.
    assert len(found) <= len(read) <= len(found) + 1
    store.close()


WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from backend.stores.sqlite import SqliteDocuments

async def write():
    store = SqliteDocuments(Path(sys.argv[1]), lambda: datetime.now(UTC))
    for n in range(100_000):
        await store.insert("any", {"_id": f"{sys.argv[2]}-{n}"})
        print(f"{sys.argv[2]}-{n}", flush=True)

asyncio.run(write())
"""


@pytest.mark.slow
def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "data" / "documents.db"
    acknowledged: set[str] = set()
    for life in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(life)],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(40 * (life + 1))]
        process.kill()
        rest, _ = process.communicate()
        assert process.returncode == -signal.SIGKILL
        acknowledged |= set("".join([*lines, rest]).split())
    store = opened(tmp_path)
    kept = {str(document["_id"]) for document in asyncio.run(store.find("any", {}))}
    store.close()
    assert len(acknowledged) >= 600
    assert acknowledged <= kept
    assert len(kept - acknowledged) <= 5
