"""What every document store promises of queries, sorting and pages."""

import math
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from backend.domain.errors import Bug
from backend.stores.documents import DocumentStore, Query

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
    {"visits.0.city": "Rom"},
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
@pytest.mark.parametrize(
    ("query", "expected"), [pytest.param(*each, id=repr(each[0])) for each in QUERIES]
)
async def test_queries(store: DocumentStore, query: Query, expected: str, is_indexed: bool) -> None:
    if is_indexed:
        for field in ("age", "home.city", "note", "is_in", "seen"):
            await store.ensure_index("people", [field])
        await store.ensure_index("people", ["home.city", "age"])
    await fill(store)
    assert await ids(store, query) == expected.split()
    assert await store.count("people", query) == len(expected.split())


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


@pytest.mark.parametrize("direction", [1, -1])
async def test_pages_over_values_of_every_kind(store: DocumentStore, direction: Any) -> None:
    values: list[object] = ["b", 2, None, 1.5, True, MOMENT, False, "a", "a", b"y"]
    for n, value in enumerate(values):
        await store.insert("people", {"_id": str(n), "key": value})
    await store.insert("people", {"_id": "missing"})
    everything = await ids(store, {}, sort=(("key", direction),))
    page = await store.find("people", {}, sort=(("key", direction),), limit=1)
    pages: list[object] = []
    while page:
        pages.append(page[-1]["_id"])
        page = await store.find("people", {}, sort=(("key", direction),), limit=1, after=page[-1])
    assert pages == everything
    assert len(pages) == 11
    assert await ids(store, {}, limit=0) == []
