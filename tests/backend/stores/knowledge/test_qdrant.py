"""The folder and the server: who may read, who copes beside whom, what is left on disk."""

import asyncio
import stat
from pathlib import Path

import pytest

from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import DeploymentId
from backend.stores.knowledge.address import QdrantAddress
from backend.stores.knowledge.clients import CopiedFolder, OwnFolder, Server
from backend.stores.knowledge.qdrant import QdrantKnowledge
from tests.contracts.knowledge_stores import NOW, SCOPE, memory, search

TENANT = SCOPE.tenant_id


async def test_nothing_is_opened_before_it_is_needed_and_then_for_the_owner_alone(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "knowledge"
    store = QdrantKnowledge(OwnFolder(folder))
    assert not folder.exists()
    await store.count(TENANT)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    await store.close()


async def test_memories_outlive_the_process(tmp_path: Path) -> None:
    for expected in (0, 1):
        store = QdrantKnowledge(OwnFolder(tmp_path / "knowledge"))
        assert await store.count(TENANT) == expected
        await store.upsert([(memory(), None)])
        await store.close()


async def test_a_reader_copes_beside_the_owner_and_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    owner = QdrantKnowledge(OwnFolder(folder))
    await owner.upsert([(memory(), None)])
    way = CopiedFolder(folder)
    reader = QdrantKnowledge(way)
    (match,) = await reader.query(search())
    assert match.memory == memory()
    copy = way.copy
    assert copy is not None
    assert stat.S_IMODE(copy.stat().st_mode) == 0o700
    await owner.upsert([(memory("b"), None)])
    assert await owner.count(TENANT) == 2
    await reader.close()
    assert not copy.exists()
    await owner.close()


async def test_a_reader_of_nothing_finds_nothing_and_makes_nothing(tmp_path: Path) -> None:
    reader = QdrantKnowledge(CopiedFolder(tmp_path / "knowledge"))
    assert await reader.query(search()) == []
    await reader.close()
    assert not (tmp_path / "knowledge").exists()


@pytest.mark.parametrize("how", ["one", "deployment", "expired"])
async def test_what_is_forgotten_is_gone_from_the_disk(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "knowledge"
    store = QdrantKnowledge(OwnFolder(folder))
    kept = memory(text="Unmistakable words.", deployment_id="dep_1", expires_at=NOW)
    await store.upsert([(kept, None), (memory("b"), None)])
    assert b"Unmistakable" in _content(folder)
    match how:
        case "one":
            assert await store.forget(TENANT, "a") == 1
        case "deployment":
            assert await store.forget_deployment(TENANT, DeploymentId("dep_1")) == 1
        case _:
            assert await store.purge(NOW) == 1
    assert b"Unmistakable" not in _content(folder)
    assert await store.count(TENANT) == 1
    await store.close()


async def test_many_at_once_take_turns(tmp_path: Path) -> None:
    store = QdrantKnowledge(OwnFolder(tmp_path / "knowledge"))
    await asyncio.gather(*(store.upsert([(memory(f"m{n}"), None)]) for n in range(20)))
    assert await store.count(TENANT) == 20
    await store.close()


async def test_a_damaged_file_is_told_without_its_content(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "meta.json").write_text("FAKE-secret {")
    store = QdrantKnowledge(OwnFolder(folder))
    with pytest.raises(OperatorMustAct, match="E_MEMORY_UNAVAILABLE") as told:
        await store.count(TENANT)
    assert "FAKE-secret" not in str(told.value.as_record())
    await store.close()


async def test_a_server_that_is_not_there_is_told(unused_tcp_port: int) -> None:
    address = QdrantAddress(url=f"http://127.0.0.1:{unused_tcp_port}")
    store = QdrantKnowledge(Server(address))
    for _ in range(2):
        with pytest.raises(OperatorMustAct, match="E_MEMORY_UNAVAILABLE"):
            await store.query(search())
    await store.close()


def _content(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
