"""The artefact store on disk beyond the contract."""

import resource
from pathlib import Path

import pytest

from backend.domain.errors import OperatorMustAct
from backend.stores.artefacts import DiskArtefacts


def names(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


async def test_changed_bytes_are_never_handed_out(tmp_path: Path) -> None:
    store = DiskArtefacts(tmp_path / "artefacts")
    digest = await store.put(b"abc")
    (tmp_path / "artefacts" / digest.removeprefix("sha256:")).write_bytes(b"abd")
    with pytest.raises(OperatorMustAct, match="E_ARTEFACT_CORRUPT"):
        await store.read(digest)
    assert await store.put(b"abc") == digest
    assert await store.read(digest) == b"abc"


async def test_nobody_else_can_read_them(tmp_path: Path) -> None:
    directory = tmp_path / "artefacts"
    await DiskArtefacts(directory).put(b"abc")
    assert directory.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in sorted(directory.glob("*"))] == [0o600]


async def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    store = DiskArtefacts(tmp_path / "artefacts")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, hard))
    try:
        with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE"):
            await store.put(b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert names(tmp_path / "artefacts") == set()


async def test_drafts_of_a_killed_process_are_removed(tmp_path: Path) -> None:
    digest = await DiskArtefacts(tmp_path).put(b"abc")
    (tmp_path / "draft-left").write_bytes(b"half")
    assert await DiskArtefacts(tmp_path).exists(digest)
    assert names(tmp_path) == {digest.removeprefix("sha256:")}
