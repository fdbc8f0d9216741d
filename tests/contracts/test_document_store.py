"""What every back end of the document port promises: one suite, run on each of ``STORES``."""

import asyncio
import math
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from backend.domain.errors import Bug
from backend.stores.documents import DocumentStore, DuplicateDocument, Query

MOMENT = datetime(2030, 5, 4, 3, 2, 1, 987_000, tzinfo=UTC)
PEOPLE: list[dict[str, Any]] = [
    {"_id": "ann", "age": 30, "home": {"city": "Ulm"}, "tags": ["a", "b"], "seen": MOMENT},
    {"_id": "bob", "age": 40.5, "home": {"city": "Bonn"}, "tags": [], "note": None},
    {"_id": "cyd", "age": "old", "home": {"city": "Ulm", "zip": 1}, "is_in": True},
    {"_id": "dan", "visits": [{"city": "Rom", "n": 1}, {"city": "Ulm", "n": 5}], "age": -2},
]
QUERIES: list[tuple[Query, str]] = [
    ({}, "ann bob cyd dan"),
    ({"_id": "bob"}, "bob"),
    ({"_id": {"$in": ["ann", "dan", "eve"]}}, "ann dan"),
    ({"_id": {"$gt": "bob"}}, "cyd dan"),
    ({"age": 30.0}, "ann"),
    ({"age": {"$gt": -5}}, "ann bob dan"),
    ({"age": {"$gte": 30, "$lt": 40.5}}, "ann"),
    ({"age": {"$lte": -2}}, "dan"),
    ({"age": {"$gt": "a"}}, "cyd"),
    ({"age": {"$ne": 30}}, "bob cyd dan"),
    ({"age": {"$in": [30, "old", None]}}, "ann cyd"),
    ({"home.city": "Ulm"}, "ann cyd"),
    ({"home.zip": {"$exists": True}}, "cyd"),
    ({"home.zip": {"$exists": False}}, "ann bob dan"),
    ({"home.city.street": "x"}, ""),
    ({"note": None}, "ann bob cyd dan"),
    ({"note": {"$exists": True}}, "bob"),
    ({"note": {"$ne": None}}, ""),
    ({"is_in": True}, "cyd"),
    ({"is_in": 1}, ""),
    ({"tags": "a"}, "ann"),
    ({"tags": {"$ne": "a"}}, "bob cyd dan"),
    ({"tags": {"$in": ["b", "c"]}}, "ann"),
    ({"visits.city": "Ulm"}, "dan"),
    ({"visits.n": {"$gt": 4}}, "dan"),
    ({"seen": MOMENT.astimezone(timezone(timedelta(hours=2)))}, "ann"),
    ({"seen": {"$lt": MOMENT + timedelta(microseconds=999)}}, ""),
    ({"seen": {"$lte": MOMENT + timedelta(microseconds=999)}}, "ann"),
    ({"$or": [{"age": 30}, {"home.city": "Bonn"}]}, "ann bob"),
    ({"$and": [{"home.city": "Ulm"}, {"age": "old"}]}, "cyd"),
    ({"home.city": "Ulm", "$or": [{"age": 30}, {"age": 31}]}, "ann"),
]
UNSUPPORTED: list[Query] = [
    {"age": {"$regex": "x"}},
    {"age": {"$not": {"$gt": 1}}},
    {"$where": "1"},
    {"$nor": [{"age": 1}]},
    {"home": {"city": "Ulm"}},
    {"home": {}},
    {"tags": ["a", "b"]},
    {"age": {"$in": 3}},
    {"age": {"$in": [[1]]}},
    {"age": {"$gt": None}},
    {"age": {"$gt": True}},
    {"age": {"$exists": 1}},
    {"age": math.nan},
    {"age": {"$gt": 1, "plain": 2}},
    {"home..city": "x"},
    {"$or": []},
    {"$and": {"age": 1}},
    {"age": Decimal(1)},
]


async def ids(store: DocumentStore, query: Query, **options: Any) -> list[object]:
    return [document["_id"] for document in await store.find("people", query, **options)]


async def fill(store: DocumentStore) -> None:
    for person in PEOPLE:
        await store.insert("people", person)


@pytest.mark.parametrize("is_indexed", [False, True], ids=["scan", "index"])
async def test_queries(store: DocumentStore, is_indexed: bool) -> None:
    if is_indexed:
        for field in ("age", "home.city", "note", "is_in", "seen"):
            await store.ensure_index("people", [field])
        await store.ensure_index("people", ["home.city", "age"])
    await fill(store)
    for query, expected in QUERIES:
        assert await ids(store, query) == expected.split(), query
        assert await store.count("people", query) == len(expected.split()), query


@pytest.mark.parametrize("query", UNSUPPORTED, ids=repr)
async def test_what_is_not_on_the_list_is_refused_everywhere(
    store: DocumentStore, query: Query
) -> None:
    await fill(store)
    for call in (store.find, store.count, store.delete):
        with pytest.raises(Bug, match="E_QUERY_UNSUPPORTED"):
            await call("people", query)
    with pytest.raises(Bug, match="E_QUERY_UNSUPPORTED"):
        await store.update_one("people", query, {"$set": {"x": 1}})
    assert len(await ids(store, {})) == 4


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
        "list": [1, [2, {"a": []}]],
        "map": {"$ref": "kept", "a.b": 1, "": {}},
        "moment": MOMENT,
    }
    await store.insert("any", document)
    found = await store.get("any", "all")
    assert found == document
    assert found is not None
    assert {type(value) for value in found.values()} == {type(each) for each in document.values()}


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


async def test_sorting_by_kind_then_value_then_id(store: DocumentStore) -> None:
    values: list[object] = ["b", "a", 2, None, 1.5, True, MOMENT, False, "a"]
    for n, value in enumerate(values):
        await store.insert("people", {"_id": str(n), "key": {"value": value}})
    await store.insert("people", {"_id": "missing"})
    upwards = await ids(store, {}, sort=(("key.value", 1),))
    assert upwards == ["3", "missing", "4", "2", "1", "8", "0", "7", "5", "6"]
    downwards = await ids(store, {}, sort=(("key.value", -1),))
    assert downwards == ["6", "5", "7", "0", "1", "8", "2", "4", "3", "missing"]


async def test_pages_follow_each_other_without_gaps(store: DocumentStore) -> None:
    for n in range(10):
        await store.insert("people", {"_id": f"p{n}", "group": n % 3})
    pages: list[object] = []
    last = None
    for _ in range(6):
        page = await store.find("people", {}, sort=(("group", -1),), limit=3, after=last)
        pages += [document["_id"] for document in page]
        last = page[-1] if page else last
    assert pages == ["p2", "p5", "p8", "p1", "p4", "p7", "p0", "p3", "p6", "p9"]


async def test_replacing(store: DocumentStore) -> None:
    await store.insert("any", {"_id": "a", "n": 1})
    assert await store.replace("any", {"n": 1}, {"_id": "ignored", "n": 2})
    assert not await store.replace("any", {"n": 1}, {"_id": "b", "n": 3})
    assert await store.replace("any", {"n": 1}, {"_id": "b", "n": 4}, upsert=True)
    with pytest.raises(DuplicateDocument):
        await store.replace("any", {"n": 1}, {"_id": "b", "n": 5}, upsert=True)
    assert await store.find("any", {}) == [{"_id": "a", "n": 2}, {"_id": "b", "n": 4}]


async def test_updating_returns_the_document_as_it_is_afterwards(store: DocumentStore) -> None:
    await store.insert("any", {"_id": "a", "n": 1, "old": 1, "in": {"x": 1}, "list": [1]})
    update = {
        "$set": {"in.y": 2, "new.deep": MOMENT},
        "$unset": {"old": "", "in.x": "", "no.such": ""},
        "$inc": {"n": 2, "count": 1},
        "$push": {"list": {"z": 1}, "fresh": "f"},
    }
    expected = {
        "_id": "a",
        "n": 3,
        "in": {"y": 2},
        "list": [1, {"z": 1}],
        "new": {"deep": MOMENT},
        "count": 1,
        "fresh": ["f"],
    }
    assert await store.update_one("any", {"n": 1}, update) == expected
    assert await store.get("any", "a") == expected
    assert await store.update_one("any", {"n": 1}, update) is None


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"$rename": {"a": "b"}},
        {"$set": {"_id": "b"}},
        {"$set": {"a": 1}, "$inc": {"a": 1}},
        {"$set": {"a": 1, "a.b": 1}},
        {"$set": {"a.$": 1}},
        {"$set": {"a..b": 1}},
        {"$inc": {"n": "1"}},
        {"$inc": {"text": 1}},
        {"$push": {"text": 1}},
        {"$set": {"text.inner": 1}},
    ],
    ids=repr,
)
async def test_a_wrong_update_changes_nothing(store: DocumentStore, update: Any) -> None:
    await store.insert("any", {"_id": "a", "n": 1, "text": "t"})
    with pytest.raises(Bug, match="E_QUERY_UNSUPPORTED"):
        await store.update_one("any", {"_id": "a"}, update)
    assert await store.get("any", "a") == {"_id": "a", "n": 1, "text": "t"}


async def test_of_many_updates_one_gets_the_document(store: DocumentStore) -> None:
    await store.insert("any", {"_id": "a", "status": "open"})
    answers = await asyncio.gather(
        *(
            store.update_one("any", {"status": "open"}, {"$set": {"status": "decided", "by": n}})
            for n in range(50)
        )
    )
    winners = [answer for answer in answers if answer is not None]
    assert len(winners) == 1
    assert await store.get("any", "a") == winners[0]


async def test_concurrent_increments_are_all_counted(store: DocumentStore) -> None:
    await store.insert("any", {"_id": "a", "n": 0})
    await asyncio.gather(
        *(store.update_one("any", {"_id": "a"}, {"$inc": {"n": 1}}) for _ in range(25))
    )
    assert await store.get("any", "a") == {"_id": "a", "n": 25}
