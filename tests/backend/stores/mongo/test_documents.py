"""What only documents in MongoDB have to get right; the rest is in the contract suite."""

import asyncio
import secrets
from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import ApplicationId, EnvironmentId, SessionId, TenantId
from backend.domain.secrets import Secret
from backend.stores.documents import Document
from backend.stores.mongo.documents import MongoDocuments
from backend.stores.mongo.server import MongoServer
from backend.stores.repositories.events import EventRecord, Events
from backend.stores.schema import Migration, Schema
from tests.contracts.document_stores import HandClock, mongo_store
from tests.doubles.ferretdb import HOW_TO_GET, PROGRAM, RunningFerretDb
from tests.doubles.mongomock_database import mongomock_database

OURS, SESSION = TenantId("ours"), SessionId("session-1")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


def an_event(name: str) -> EventRecord:
    return EventRecord(
        tenant_id=OURS,
        environment_id=EnvironmentId("local"),
        application_id=ApplicationId("app"),
        created_at=datetime(2030, 1, 1, tzinfo=UTC),
        event_id=name,
        session_id=SESSION,
        event={"type": name},
    )


async def test_what_has_expired_is_in_nobodys_way(clock: HandClock) -> None:
    database = mongomock_database()
    store = MongoDocuments(database, clock, "mongomock")
    await store.ensure_index("any", ["n"], unique=True)
    soon = clock() + timedelta(seconds=1)
    await store.insert("any", {"_id": "a", "n": 1, "expires_at": soon})
    await store.insert("any", {"_id": "b", "n": 2, "expires_at": soon})
    await store.insert("any", {"_id": "c"})
    clock.advance(1)
    assert await store.replace("any", {"_id": "a"}, {"_id": "a", "n": 3}, upsert=True)
    assert await store.update_one("any", {"_id": "c"}, {"$set": {"n": 2}})
    assert await database["any"].count_documents({}) == 2


async def test_the_server_is_asked_once_to_remove_what_has_expired(clock: HandClock) -> None:
    database: Any = mongomock_database()
    store = MongoDocuments(database, clock, "mongomock")
    await store.ensure_index("any", ["n"])
    await store.ensure_index("any", ["m"], unique=True)
    made = database.information("any")
    assert made["expires_at_1"]["expireAfterSeconds"] == 0
    assert made["n"]["key"] == [("n", 1)]
    assert made["m"]["unique"]


async def test_older_documents_are_migrated(clock: HandClock) -> None:
    def add_size(document: Document) -> Document:
        return {**document, "size": 1}

    store = MongoDocuments(mongomock_database(), clock, "mongomock")
    schema = Schema([Migration(collection="things", from_version=1, upgrade=add_size)])
    await store.insert("things", {"_id": "a", "schema_version": 1})
    await store.insert("things", {"_id": "b", "schema_version": 2, "size": 7})
    assert await schema.migrate(store) == 1
    assert await schema.migrate(store) == 0
    assert await store.get("things", "a") == {"_id": "a", "schema_version": 2, "size": 1}


class Forgetful:
    """A database whose calls come back although they were cancelled, as pymongo's sometimes do."""

    def __init__(self) -> None:
        self.is_asked = asyncio.Event()

    def __getitem__(self, name: str) -> "Forgetful":
        return self

    async def find_one(self, query: object) -> None:
        self.is_asked.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()


async def test_whoever_is_cancelled_during_a_call_ends(clock: HandClock) -> None:
    database: Any = Forgetful()
    asking = asyncio.create_task(MongoDocuments(database, clock, "nowhere").get("any", "a"))
    await database.is_asked.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


@pytest.mark.slow
async def test_an_event_of_one_server_is_heard_by_listeners_of_another(
    wire_uri: str, clock: HandClock
) -> None:
    name = f"copilot_test_{secrets.token_hex(8)}"
    async with (
        mongo_store(wire_uri, clock, name) as ours,
        mongo_store(wire_uri, clock, name) as theirs,
    ):
        here = Events(ours, Schema(()))
        there = Events(theirs, Schema(()), fallback_polling_s=0.01)
        await here.prepare()
        listening = asyncio.create_task(first_of(there.subscribe(OURS, SESSION, 0)))
        await asyncio.sleep(0.02)
        await here.append(an_event("a"))
        assert (await listening).event_id == "a"


async def first_of(subscription: AsyncGenerator[EventRecord]) -> EventRecord:
    async for record in subscription:
        return record
    raise AssertionError("the subscription ended")


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncGenerator[RunningFerretDb, None]:
    if not PROGRAM.exists():
        pytest.skip(HOW_TO_GET)
    running = RunningFerretDb(tmp_path / "server")
    yield running
    running.kill()


@pytest.mark.slow
async def test_every_call_on_a_server_that_is_gone_says_so(
    server: RunningFerretDb, clock: HandClock
) -> None:
    connection = MongoServer(Secret(f"{server.url}?serverSelectionTimeoutMS=3000"))
    store = MongoDocuments(connection.database, clock, connection.hosts)
    try:
        await store.insert("any", {"_id": "a"})
        server.kill()
        calls = (
            store.insert("any", {"_id": "b"}),
            store.get("any", "a"),
            store.find("any", {}),
            store.replace("any", {}, {"_id": "a"}),
            store.update_one("any", {}, {"$set": {"n": 1}}),
            store.delete("any", {}),
            store.count("any", {}),
            store.ensure_index("any", ["n"]),
            store.purge(),
        )
        for told in await asyncio.gather(*calls, return_exceptions=True):
            assert isinstance(told, OperatorMustAct)
            assert told.error_code == "E_STORE_UNAVAILABLE"
    finally:
        await connection.close()
