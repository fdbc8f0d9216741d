"""Rotation: every credential stays readable, also when the process dies in the middle."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from backend.credentials.key_ring import KeyRingFile
from backend.credentials.records import COLLECTION
from backend.credentials.rotation import finish_rotation, rotate
from backend.domain.identifiers import CredentialId
from backend.stores.documents import Document, DocumentStore, Query, Update
from tests.doubles.vaults import VaultHouse, access_key, scope

COUNT = 3


class Killed(Exception):
    """Stands for the end of the process."""


class DyingStore:
    """The store of a process that dies at its n-th change."""

    def __init__(self, store: DocumentStore, lives: int) -> None:
        self._store = store
        self._lives = lives

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    async def update_one(
        self, collection: str, query: Query, update: Update
    ) -> Mapping[str, object] | None:
        self._lives -= 1
        if self._lives < 0:
            raise Killed
        return await self._store.update_one(collection, query, update)


@pytest.fixture
async def house(tmp_path: Path) -> VaultHouse:
    house = VaultHouse(tmp_path)
    for index in range(COUNT):
        await house.vault.add(scope(application=f"app{index}"), access_key(f"key{index}"))
    return house


async def test_every_credential_moves_to_the_new_key(house: VaultHouse) -> None:
    old = house.keys.ring.active_key_id
    report = await rotate(house.store, house.keys, os.urandom)

    assert (report.moved, report.unreadable, report.retired_key_ids) == (COUNT, (), ())
    assert await key_ids_in(house) == {house.keys.ring.active_key_id}
    assert house.keys.ring.key_ids == {old, house.keys.ring.active_key_id}
    await assert_all_readable(house)


async def test_the_next_start_forgets_the_old_key(house: VaultHouse, tmp_path: Path) -> None:
    old = house.keys.ring.active_key_id
    await rotate(house.store, house.keys, os.urandom)
    report = await finish_rotation(house.store, house.keys, os.urandom)

    assert (report.moved, report.retired_key_ids) == (0, (old,))
    assert reopened(tmp_path).ring.key_ids == {house.keys.ring.active_key_id}
    await assert_all_readable(house)


async def test_a_start_without_rotation_changes_nothing(house: VaultHouse) -> None:
    ring = house.keys.ring
    report = await finish_rotation(house.store, house.keys, os.urandom)

    assert (report.moved, report.retired_key_ids) == (0, ())
    assert house.keys.ring is ring


@pytest.mark.parametrize("lives", range(COUNT))
async def test_after_a_kill_the_next_start_goes_on(
    house: VaultHouse, tmp_path: Path, lives: int
) -> None:
    dying: DocumentStore = DyingStore(house.store, lives)  # type: ignore[assignment]
    with pytest.raises(Killed):
        await rotate(dying, house.keys, os.urandom)
    await assert_all_readable(house)

    house.keys.ring = reopened(tmp_path).ring
    report = await finish_rotation(house.store, house.keys, os.urandom)

    assert report.moved == COUNT - lives
    assert len(house.keys.ring.key_ids) == 1
    await assert_all_readable(house)


async def test_a_record_that_cannot_be_read_is_reported_and_keeps_all_keys(
    house: VaultHouse,
) -> None:
    broken: CredentialId = (await house.vault.list(scope(application="app1")))[0].credential_id
    await house.store.update_one(
        COLLECTION, {"_id": broken}, {"$set": {"envelope.data_key": b"FAKE"}}
    )
    await rotate(house.store, house.keys, os.urandom)
    report = await finish_rotation(house.store, house.keys, os.urandom)

    assert report.unreadable == (broken,)
    assert report.retired_key_ids == ()
    assert len(house.keys.ring.key_ids) == 2


def reopened(folder: Path) -> KeyRingFile:
    return KeyRingFile(folder / "keys" / "master.json", os.urandom)


async def key_ids_in(house: VaultHouse) -> set[object]:
    found: list[Document] = await house.store.find(COLLECTION, {})
    return {document["envelope"]["key_id"] for document in found}  # type: ignore[index]


async def assert_all_readable(house: VaultHouse) -> None:
    for index in range(COUNT):
        place = scope(application=f"app{index}")
        (summary,) = await house.vault.list(place)
        async with house.vault.reveal(place, summary.credential_id, purpose="check") as spec:
            assert spec.name == f"key{index}"
