"""The back ends of the document port's contract suite; a new one adds itself to ``STORES``."""

import os
import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from backend.domain.secrets import Secret
from backend.stores.documents import Clock, DocumentStore
from backend.stores.memory import MemoryDocuments
from backend.stores.mongo.documents import MongoDocuments
from backend.stores.mongo.server import MongoServer
from backend.stores.sqlite import SqliteDocuments
from tests.doubles.mongomock_database import mongomock_database


class HandClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2030, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


StoreFactory = Callable[[Clock, pytest.FixtureRequest], AbstractAsyncContextManager[DocumentStore]]


@asynccontextmanager
async def memory_store(
    clock: Clock, request: pytest.FixtureRequest
) -> AsyncGenerator[DocumentStore, None]:
    """The twin that most tests use."""
    del request
    yield MemoryDocuments(clock)


@asynccontextmanager
async def sqlite_store(
    clock: Clock, request: pytest.FixtureRequest
) -> AsyncGenerator[DocumentStore, None]:
    """The file of an installation without a database server."""
    del request
    with TemporaryDirectory() as directory:
        store = SqliteDocuments(Path(directory) / "data" / "documents.db", clock)
        try:
            yield store
        finally:
            store.close()


@asynccontextmanager
async def mongomock_store(
    clock: Clock, request: pytest.FixtureRequest
) -> AsyncGenerator[DocumentStore, None]:
    """The class for MongoDB, over a stand-in for its server."""
    del request
    yield MongoDocuments(mongomock_database(), clock, "mongomock")


@asynccontextmanager
async def wire_store(
    clock: Clock, request: pytest.FixtureRequest
) -> AsyncGenerator[DocumentStore, None]:
    """The class for MongoDB over a real connection, in a database of its own."""
    uri: str = request.getfixturevalue("wire_uri")
    async with mongo_store(uri, clock, f"copilot_test_{secrets.token_hex(8)}") as store:
        yield store


@asynccontextmanager
async def mongo_store(uri: str, clock: Clock, name: str) -> AsyncGenerator[MongoDocuments, None]:
    """The database ``name`` on the server at ``uri``; it is gone afterwards."""
    server = MongoServer(Secret(uri))
    client = server.database.client
    database = client.get_database(name, codec_options=server.database.codec_options)
    try:
        yield MongoDocuments(database, clock, server.hosts)
        await client.drop_database(name)
    finally:
        await server.close()


WIRE = "mongodb" if os.environ.get("TEST_MONGODB_URI") else "ferretdb"
STORES = [
    pytest.param(memory_store, id="memory"),
    pytest.param(sqlite_store, id="sqlite"),
    pytest.param(mongomock_store, id="mongomock"),
    pytest.param(wire_store, id=WIRE, marks=pytest.mark.slow),
]


class Deviation(NamedTuple):
    """A promise that a store does not keep, and why."""

    store: str
    test: str
    reason: str
    case: str = ""


DEVIATIONS = (
    Deviation("mongomock", "test_queries", "mongomock takes 1 for true", "{'is_in': 1}"),
    Deviation(
        "mongomock",
        "test_an_update_that_does_not_fit_what_is_stored",
        "mongomock does not compare a change with the kind of the value that it changes",
    ),
    Deviation(
        "ferretdb",
        "test_lists_in_lists_come_back",
        "FerretDB 1.24 stores no lists in lists",
    ),
    Deviation(
        "ferretdb",
        "test_concurrent_increments_are_all_counted",
        "FerretDB 1.24 reads and then writes: a change is not atomic",
    ),
    Deviation(
        "ferretdb",
        "test_of_many_updates_one_gets_the_document",
        "FerretDB 1.24 reads and then writes: a change is not atomic",
    ),
    Deviation(
        "ferretdb",
        "test_of_fifty_answers_exactly_one_decides",
        "FerretDB 1.24 reads and then writes: a change is not atomic",
    ),
    Deviation(
        "ferretdb",
        "test_no_token_is_spent_twice",
        "FerretDB 1.24 reads and then writes: a change is not atomic",
    ),
    Deviation(
        "ferretdb",
        "test_a_missing_field_counts_as_none_in_a_unique_index",
        "FerretDB 1.24 leaves missing fields out of unique indexes",
    ),
    Deviation(
        "ferretdb",
        "test_a_unique_index_holds_for_changes",
        "FerretDB 1.24 does not say that a change was refused because of a duplicate",
    ),
    Deviation(
        "ferretdb",
        "test_an_index_made_later_covers_what_is_there",
        "FerretDB 1.24 neither names duplicates that are there, nor changes an index",
    ),
    Deviation(
        WIRE,
        "test_a_listener_on_another_event_loop_is_woken",
        "a client of MongoDB belongs to one event loop; a service has one",
    ),
)


@asynccontextmanager
async def opened_store(
    request: pytest.FixtureRequest, clock: Clock
) -> AsyncGenerator[DocumentStore, None]:
    """The store of ``STORES`` that a fixture is asked for; skips what it is known not to do."""
    name = request.node.name
    for deviation in DEVIATIONS:
        if name.startswith(f"{deviation.test}[{deviation.store}") and deviation.case in name:
            pytest.skip(deviation.reason)
    factory: StoreFactory = request.param
    async with factory(clock, request) as store:
        yield store
