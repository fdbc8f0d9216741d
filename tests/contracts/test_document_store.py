"""What every document store promises of documents; queries, updates and indexes are beside this."""

import math
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from backend.domain.errors import Bug
from backend.stores.documents import DocumentStore, DuplicateDocument

MOMENT = datetime(2030, 5, 4, 3, 2, 1, 987_000, tzinfo=UTC)


async def test_documents_come_back_as_they_were(store: DocumentStore) -> None:
    document = {
        "_id": "all",
        "null": None,
        "yes": True,
        "small": -1,
        "large": 2**62,
        "float": 0.1,
        "text": "ünï ☃",
        "bytes": b"\x00\xff",
        "list": [1, {"a": []}],
        "map": {"": {}},
        "moment": MOMENT,
    }
    await store.insert("any", document)
    found = await store.get("any", "all")
    assert found == document
    assert found is not None
    assert {type(value) for value in found.values()} == {type(each) for each in document.values()}


async def test_lists_in_lists_come_back(store: DocumentStore) -> None:
    document = {"_id": "a", "list": [1, [2, {"b": []}]]}
    await store.insert("any", document)
    assert await store.get("any", "a") == document


async def test_names_below_the_top_are_free(store: DocumentStore) -> None:
    names = {"$ref": "kept", "a.b": 1, "%24": 2, "$": 3, "100%": [{".": {"$in": 4}}]}
    await store.insert("any", {"_id": "a", "map": names, "50%": {"n%": 1}})
    assert await store.find("any", {"50%.n%": 1}, sort=(("50%.n%", -1),)) == [
        {"_id": "a", "map": names, "50%": {"n%": 1}}
    ]
    update = {"$set": {"copy": names}, "$inc": {"50%.n%": 1}, "$push": {"list": names}}
    changed = {"_id": "a", "map": names, "50%": {"n%": 2}, "copy": names, "list": [names]}
    assert await store.update_one("any", {"$or": [{"50%.n%": {"$gt": 0}}]}, update) == changed
    assert await store.get("any", "a") == changed


async def test_times_keep_milliseconds_and_come_back_in_utc(store: DocumentStore) -> None:
    local = datetime(2030, 1, 1, 2, 0, 0, 123_999, tzinfo=timezone(timedelta(hours=2)))
    await store.insert("any", {"_id": "a", "at": local})
    found = await store.get("any", "a")
    assert found == {"_id": "a", "at": datetime(2030, 1, 1, 0, 0, 0, 123_000, tzinfo=UTC)}


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"_id": 1},
        {"_id": ""},
        {"_id": "a", "at": datetime(2030, 1, 1)},  # noqa: DTZ001
        {"_id": "a", "n": 2**63},
        {"_id": "a", "n": math.inf},
        {"_id": "a", "n": {1, 2}},
        {"_id": "a", "n": Decimal(1)},
        {"_id": "a", "n": UUID(int=1)},
        {"_id": "a", "n": {1: 2}},
        {"_id": "a", "$set": 1},
        {"_id": "a", "b.c": 1},
        {"_id": "a", "n": {"b\x00c": 1}},
        {"_id": "a", "n": "\ud800"},
        {"_id": "a", "n": "x" * (16 * 1024 * 1024)},
    ],
    ids=lambda bad: repr(bad)[:40],
)
async def test_what_cannot_be_kept_is_refused(store: DocumentStore, bad: Any) -> None:
    with pytest.raises(Bug, match="E_DOCUMENT_INVALID"):
        await store.insert("any", bad)
    with pytest.raises(Bug, match="E_DOCUMENT_INVALID"):
        await store.replace("any", {"_id": "none"}, bad, upsert=True)
    assert await store.count("any", {}) == 0


async def test_nobody_can_change_what_is_stored_from_outside(store: DocumentStore) -> None:
    document = {"_id": "a", "list": [1]}
    await store.insert("any", document)
    document["list"] = []
    found = await store.get("any", "a")
    assert found is not None
    found["list"] = "changed"
    assert await store.get("any", "a") == {"_id": "a", "list": [1]}


async def test_an_id_is_unique_within_its_collection(store: DocumentStore) -> None:
    await store.insert("any", {"_id": "a", "n": 1})
    with pytest.raises(DuplicateDocument):
        await store.insert("any", {"_id": "a", "n": 2})
    await store.insert("other", {"_id": "a", "n": 3})
    assert await store.get("any", "a") == {"_id": "a", "n": 1}
    assert await store.get("any", "b") is None


async def test_replacing(store: DocumentStore) -> None:
    await store.insert("any", {"_id": "a", "n": 1})
    assert await store.replace("any", {"n": 1}, {"_id": "ignored", "n": 2})
    assert not await store.replace("any", {"n": 1}, {"_id": "b", "n": 3})
    assert await store.replace("any", {"n": 1}, {"_id": "b", "n": 4}, upsert=True)
    with pytest.raises(DuplicateDocument):
        await store.replace("any", {"n": 1}, {"_id": "b", "n": 5}, upsert=True)
    assert await store.find("any", {}) == [{"_id": "a", "n": 2}, {"_id": "b", "n": 4}]
