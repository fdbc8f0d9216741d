"""mongomock with the async face of pymongo: as much of it as ``MongoDocuments`` calls."""

from typing import Any, cast

import mongomock
from mongomock.codec_options import CodecOptions
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError, OperationFailure

from backend.stores.documents import Document

INDEX_OPTIONS_CONFLICT = 85


def mongomock_database() -> AsyncDatabase[Document]:
    """An empty database in memory."""
    client: Any = mongomock.MongoClient()
    return cast("AsyncDatabase[Document]", _Database(client))


class _Database:
    def __init__(self, client: Any) -> None:
        self._database = client.get_database(
            "copilot", codec_options=CodecOptions(tz_aware=True, document_class=dict)
        )

    def __getitem__(self, name: str) -> "_Collection":
        return _Collection(self._database[name])

    def information(self, name: str) -> dict[str, Any]:
        """The indexes of a collection."""
        return self._database[name].index_information()

    async def list_collection_names(self) -> list[str]:
        return self._database.list_collection_names()


class _Collection:
    def __init__(self, collection: Any) -> None:
        self._collection = collection

    def find(self, *args: Any, **options: Any) -> "_Cursor":
        return _Cursor(self._collection.find(*args, **options))

    async def find_one(self, *args: Any) -> Any:
        return self._collection.find_one(*args)

    async def insert_one(self, *args: Any) -> Any:
        return self._collection.insert_one(*args)

    async def replace_one(self, *args: Any) -> Any:
        return self._collection.replace_one(*args)

    async def find_one_and_update(self, *args: Any, **options: Any) -> Any:
        return self._collection.find_one_and_update(*args, **options)

    async def delete_many(self, *args: Any) -> Any:
        return self._collection.delete_many(*args)

    async def count_documents(self, *args: Any) -> Any:
        return self._collection.count_documents(*args)

    async def create_index(self, *args: Any, **options: Any) -> Any:
        try:
            return self._collection.create_index(*args, **options)
        except DuplicateKeyError:
            raise
        except OperationFailure as error:
            # mongomock leaves out the server's code.
            raise OperationFailure(str(error), code=INDEX_OPTIONS_CONFLICT) from error

    async def drop_index(self, *args: Any) -> Any:
        return self._collection.drop_index(*args)


class _Cursor:
    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    async def to_list(self) -> list[Document]:
        return list(self._cursor)
