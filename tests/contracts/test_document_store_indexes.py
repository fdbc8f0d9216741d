"""What every document store promises of unique indexes and of expiry."""

import asyncio
from datetime import timedelta

import pytest

from backend.domain.errors import Bug
from backend.stores.documents import DocumentStore, DuplicateDocument
from tests.contracts.document_stores import HandClock


async def test_a_unique_index_holds_for_inserts(store: DocumentStore) -> None:
    await store.ensure_index("any", ["log", "n"], unique=True)
    await store.insert("any", {"_id": "a", "log": "x", "n": 1})
    await store.insert("any", {"_id": "b", "log": "x", "n": 2})
    with pytest.raises(DuplicateDocument):
        await store.insert("any", {"_id": "c", "log": "x", "n": 1.0})
    await store.delete("any", {"_id": "a"})
    await store.insert("any", {"_id": "c", "log": "x", "n": 1})
    assert await store.count("any", {"log": "x"}) == 2


async def test_a_unique_index_holds_for_changes(store: DocumentStore) -> None:
    await store.ensure_index("any", ["log", "n"], unique=True)
    await store.insert("any", {"_id": "a", "log": "x", "n": 1})
    await store.insert("any", {"_id": "b", "log": "x", "n": 2})
    with pytest.raises(DuplicateDocument):
        await store.update_one("any", {"_id": "b"}, {"$set": {"n": 1}})
    with pytest.raises(DuplicateDocument):
        await store.replace("any", {"_id": "b"}, {"_id": "b", "log": "x", "n": 1})
    assert await store.count("any", {"n": 1}) == 1


async def test_a_missing_field_counts_as_none_in_a_unique_index(store: DocumentStore) -> None:
    await store.ensure_index("any", ["log", "n"], unique=True)
    await store.insert("any", {"_id": "d", "log": "x"})
    with pytest.raises(DuplicateDocument):
        await store.insert("any", {"_id": "e", "log": "x", "n": None})
    assert await store.count("any", {}) == 1


async def test_of_many_inserts_one_gets_the_number(store: DocumentStore) -> None:
    await store.ensure_index("any", ["n"], unique=True)
    answers = await asyncio.gather(
        *(store.insert("any", {"_id": f"i{k}", "n": 1}) for k in range(20)), return_exceptions=True
    )
    assert sum(isinstance(answer, DuplicateDocument) for answer in answers) == 19
    assert await store.count("any", {}) == 1


async def test_an_index_can_be_asked_for_again(store: DocumentStore) -> None:
    await store.insert("any", {"_id": "a", "n": 1})
    await store.ensure_index("any", ["n"])
    await store.ensure_index("any", ["n"])
    await store.insert("any", {"_id": "b", "n": 1})
    assert [found["_id"] for found in await store.find("any", {"n": 1})] == ["a", "b"]


async def test_an_index_made_later_covers_what_is_there(store: DocumentStore) -> None:
    await store.insert("any", {"_id": "a", "n": 1})
    await store.insert("any", {"_id": "b", "n": 1})
    with pytest.raises(DuplicateDocument):
        await store.ensure_index("any", ["n"], unique=True)
    await store.ensure_index("any", ["n"])
    await store.ensure_index("any", ["n"])
    assert [found["_id"] for found in await store.find("any", {"n": 1})] == ["a", "b"]
    await store.delete("any", {"_id": "b"})
    await store.ensure_index("any", ["n"], unique=True)
    with pytest.raises(DuplicateDocument):
        await store.insert("any", {"_id": "b", "n": 1})


@pytest.mark.parametrize("value", [[1], {"a": 1}], ids=repr)
async def test_an_indexed_field_holds_a_single_value(store: DocumentStore, value: object) -> None:
    await store.ensure_index("any", ["n"])
    with pytest.raises(Bug, match="E_DOCUMENT_INVALID"):
        await store.insert("any", {"_id": "a", "n": value})
    await store.insert("any", {"_id": "a"})
    with pytest.raises(Bug, match="E_DOCUMENT_INVALID"):
        await store.update_one("any", {"_id": "a"}, {"$set": {"n": value}})
    assert await store.find("any", {}) == [{"_id": "a"}]


async def test_what_has_expired_does_not_exist(store: DocumentStore, clock: HandClock) -> None:
    await store.ensure_index("any", ["n"], unique=True)
    await store.insert("any", {"_id": "a", "n": 1, "expires_at": clock() + timedelta(seconds=10)})
    await store.insert("any", {"_id": "b", "n": 2, "expires_at": None})
    assert await store.count("any", {}) == 2
    clock.advance(10)
    assert await store.get("any", "a") is None
    assert [found["_id"] for found in await store.find("any", {})] == ["b"]
    assert await store.find("any", {"n": 1}) == []
    assert await store.count("any", {}) == 1
    assert await store.update_one("any", {"_id": "a"}, {"$set": {"expires_at": None}}) is None
    assert not await store.replace("any", {"_id": "a"}, {"_id": "a"})
    assert await store.delete("any", {"_id": "a"}) == 0
    await store.insert("any", {"_id": "a", "n": 1})
    assert await store.count("any", {}) == 2


async def test_purging_removes_what_has_expired(store: DocumentStore, clock: HandClock) -> None:
    for n in range(3):
        await store.insert("any", {"_id": f"{n}", "expires_at": clock() + timedelta(seconds=n + 1)})
    clock.advance(2)
    assert await store.purge() == 2
    assert await store.purge() == 0
    assert [found["_id"] for found in await store.find("any", {})] == ["2"]
