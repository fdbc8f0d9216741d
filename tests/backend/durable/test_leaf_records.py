"""Records of leaves: each once, in order of nothing but their keys, and honest about a failure."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from backend.durable.databases import DatabaseUnavailable
from backend.durable.leaf_records import LeafConflict, LeafRecord, LeafRecords


@pytest.fixture
def database(tmp_path: Path) -> Engine:
    return create_engine(f"sqlite:///{tmp_path / 'engine.db'}", connect_args={"timeout": 0.1})


@pytest.fixture
async def records(database: Engine) -> AsyncIterator[LeafRecords]:
    opened = LeafRecords(database, "Wait.")
    opened.open()
    yield opened
    opened.close()
    database.dispose()


async def kept(records: LeafRecords, graph_run_id: str) -> dict[str, str]:
    return {record.leaf_key: record.value for record in await records.of_run(graph_run_id)}


def leaf(leaf_key: str, value: str, place: int = 0) -> LeafRecord:
    return LeafRecord(place, leaf_key, value)


async def test_what_was_written_is_found_by_its_run(records: LeafRecords):
    first, second = leaf("run-1:a:1:x", '{"value":"\\u0000"}'), leaf("run-1:a:1:y", "2", 7)
    await records.write("run-1", first)
    await records.write("run-1", second)
    await records.write("run-2", leaf("run-2:a:1:x", "3"))
    assert set(await records.of_run("run-1")) == {first, second}
    assert await records.of_run("run-3") == ()


async def test_many_at_once_are_all_kept(records: LeafRecords):
    await asyncio.gather(*(records.write("run-1", leaf(f"leaf-{n}", str(n))) for n in range(200)))
    assert await kept(records, "run-1") == {f"leaf-{n}": str(n) for n in range(200)}


async def test_a_second_record_of_a_leaf_is_refused_and_harms_no_other(records: LeafRecords):
    await records.write("run-1", leaf("twice", "first"))
    answers = await asyncio.gather(
        records.write("run-1", leaf("before", "1")),
        records.write("run-1", leaf("twice", "second")),
        records.write("run-1", leaf("after", "2")),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers] == [type(None), LeafConflict, type(None)]
    assert await kept(records, "run-1") == {"twice": "first", "before": "1", "after": "2"}


async def test_what_was_written_survives_its_process(records: LeafRecords, database: Engine):
    await records.write("run-1", leaf("leaf", "kept"))
    again = LeafRecords(database, "Wait.")
    assert await kept(again, "run-1") == {"leaf": "kept"}


async def test_runs_that_the_engine_has_purged_are_forgotten(
    records: LeafRecords, database: Engine
):
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE workflow_status (workflow_uuid TEXT)"))
        connection.execute(text("INSERT INTO workflow_status VALUES ('run-2')"))
    for name in ("run-1", "run-2", "run-3"):
        await records.write(name, leaf("leaf", name))
    await records.forget_purged()
    assert await kept(records, "run-1") == {}
    assert await kept(records, "run-2") == {"leaf": "run-2"}


async def test_a_database_that_refuses_is_told_and_used_again_later(
    records: LeafRecords, tmp_path: Path
):
    await records.write("run-1", leaf("before", "1"))
    holder = sqlite3.connect(tmp_path / "engine.db")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseUnavailable, match="another program is writing"):
        await records.write("run-1", leaf("during", "2"))
    holder.rollback()
    holder.close()
    await records.write("run-1", leaf("after", "3"))
    assert await kept(records, "run-1") == {"before": "1", "after": "3"}


async def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path):
    nowhere = create_engine(f"sqlite:///{tmp_path / 'missing' / 'engine.db'}")
    with pytest.raises(DatabaseUnavailable, match="unable to open"):
        await LeafRecords(nowhere, "Wait.").of_run("run-1")
