"""The document store of this installation: a MongoDB server's, or the one in the data directory."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager

from backend.domain.secrets import Secret
from backend.settings import Settings
from backend.stores.documents import Clock, DocumentStore
from backend.stores.mongo.uri import secrets_in
from backend.stores.sqlite import SqliteDocuments

DOCUMENTS_FILE = "documents.db"


@asynccontextmanager
async def open_documents(settings: Settings, clock: Clock) -> AsyncGenerator[DocumentStore, None]:
    """The store that ``MONGODB_URI`` names, on this event loop; else a file of the data directory.

    Raises:
        UserCanFix: ``E_SETTING_INVALID``: the URI is not understood.
        OperatorMustAct: ``E_STORE_UNAVAILABLE``.
    """
    if settings.mongodb_uri is not None:
        async with _opened_mongo(settings.mongodb_uri, clock) as store:
            yield store
        return
    documents = SqliteDocuments(settings.home / DOCUMENTS_FILE, clock)
    try:
        yield documents
    finally:
        documents.close()


def secrets_of_documents(settings: Settings) -> Iterable[str]:
    """What must never be shown of the way to the document store."""
    uri = settings.mongodb_uri
    return () if uri is None else secrets_in(uri.reveal())


@asynccontextmanager
async def _opened_mongo(uri: Secret, clock: Clock) -> AsyncGenerator[DocumentStore, None]:
    # Imported here, so that programs without a database server start quickly.
    from backend.stores.mongo.documents import MongoDocuments
    from backend.stores.mongo.server import MongoServer

    server = MongoServer(uri)
    try:
        await server.check()
        yield MongoDocuments(server.database, clock, server.hosts)
    finally:
        await server.close()
