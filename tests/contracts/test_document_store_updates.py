"""What every document store promises of updates and of writers at the same time."""

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from backend.domain.errors import Bug
from backend.stores.documents import DocumentStore

MOMENT = datetime(2030, 5, 4, 3, 2, 1, 987_000, tzinfo=UTC)


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
        {"$set": {"a.0": 1}},
        {"$inc": {"n": "1"}},
    ],
    ids=repr,
)
async def test_a_wrong_update_changes_nothing(store: DocumentStore, update: Any) -> None:
    await check_that_it_is_refused(store, update)


@pytest.mark.parametrize(
    "update",
    [{"$inc": {"text": 1}}, {"$push": {"text": 1}}, {"$set": {"text.inner": 1}}],
    ids=repr,
)
async def test_an_update_that_does_not_fit_what_is_stored(
    store: DocumentStore, update: Any
) -> None:
    await check_that_it_is_refused(store, update)


async def check_that_it_is_refused(store: DocumentStore, update: Any) -> None:
    await store.insert("any", {"_id": "a", "n": 1, "text": "t"})
    with pytest.raises(Bug, match="E_QUERY_UNSUPPORTED"):
        await store.update_one("any", {"_id": "a"}, update)
    assert await store.get("any", "a") == {"_id": "a", "n": 1, "text": "t"}


async def test_removing_what_is_not_there_changes_nothing(store: DocumentStore) -> None:
    document = {"_id": "a", "text": "t"}
    await store.insert("any", document)
    update = {"$unset": {"text.inner": "", "other": "", "other.inner": ""}}
    with pytest.raises(Bug, match="E_QUERY_UNSUPPORTED"):
        await store.update_one("any", {}, update)
    update = {"$unset": {"text.inner": "", "other.inner": ""}}
    assert await store.update_one("any", {}, update) == document


@pytest.mark.parametrize(
    "bad",
    [datetime(2030, 1, 1), Decimal(1), 2**63],  # noqa: DTZ001
    ids=["naive", "decimal", "large"],
)
async def test_an_update_brings_in_only_what_can_be_kept(store: DocumentStore, bad: Any) -> None:
    await store.insert("any", {"_id": "a"})
    with pytest.raises(Bug, match="E_DOCUMENT_INVALID"):
        await store.update_one("any", {"_id": "a"}, {"$set": {"in.n": bad}})
    assert await store.get("any", "a") == {"_id": "a"}


async def test_of_many_savers_all_have_saved(store: DocumentStore) -> None:
    answers = await asyncio.gather(
        *(store.replace("any", {"_id": "a"}, {"_id": "a", "n": n}, upsert=True) for n in range(20))
    )
    assert all(answers)
    assert await store.count("any", {}) == 1


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
