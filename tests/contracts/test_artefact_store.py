"""What every artefact store promises: one suite for the disk and its twin."""

from pathlib import Path

import pytest

from backend.domain.errors import Bug, UserCanFix
from backend.domain.identifiers import ArtefactDigest
from backend.stores.artefacts import ArtefactStore, DiskArtefacts, MemoryArtefacts

OF_ABC = ArtefactDigest("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ArtefactStore:
    return MemoryArtefacts() if request.param == "memory" else DiskArtefacts(tmp_path / "artefacts")


async def test_bytes_are_kept_under_their_own_digest(store: ArtefactStore) -> None:
    assert not await store.exists(OF_ABC)
    assert await store.put(b"abc") == OF_ABC
    assert await store.put(b"abc") == OF_ABC
    assert await store.exists(OF_ABC)
    assert await store.size(OF_ABC) == 3
    assert await store.read(OF_ABC) == b"abc"


async def test_a_file_is_kept_like_its_bytes(store: ArtefactStore, tmp_path: Path) -> None:
    source = tmp_path / "source"
    content = b"0123456789" * 250_000
    source.write_bytes(content)
    digest = await store.put(source)
    source.unlink()
    assert digest == await store.put(content)
    assert await store.read(digest) == content


async def test_nothing_can_be_kept_too(store: ArtefactStore) -> None:
    digest = await store.put(b"")
    assert (await store.size(digest), await store.read(digest)) == (0, b"")


async def test_what_is_deleted_is_unknown(store: ArtefactStore) -> None:
    await store.put(b"abc")
    assert await store.delete(OF_ABC)
    assert not await store.delete(OF_ABC)
    assert not await store.exists(OF_ABC)
    for call in (store.read, store.size):
        with pytest.raises(UserCanFix, match="E_ARTEFACT_UNKNOWN"):
            await call(OF_ABC)


@pytest.mark.parametrize(
    "digest", ["", "abc", "sha256:../../etc/passwd", OF_ABC.upper(), OF_ABC + "0", OF_ABC + "\n"]
)
async def test_a_digest_is_never_a_path(store: ArtefactStore, digest: str) -> None:
    for call in (store.read, store.size, store.exists, store.delete):
        with pytest.raises(Bug, match="E_ARTEFACT_DIGEST"):
            await call(ArtefactDigest(digest))
