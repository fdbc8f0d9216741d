"""Documents in MongoDB: the store of installations whose servers share their documents.

What the port allows means the same here as in the other back ends; what is atomic there is one
command of the server here.
"""

from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from bson.errors import BSONError
from pymongo import ReturnDocument
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError, OperationFailure, PyMongoError

from backend.domain.errors import CopilotError
from backend.stores.codec import decode, encode, invalid
from backend.stores.documents import (
    Clock,
    Document,
    DuplicateDocument,
    Query,
    Sort,
    Update,
)
from backend.stores.indexes import Index
from backend.stores.mongo.cancellation import heeding_cancellation
from backend.stores.mongo.filters import Filter, behind, directions, expired, living
from backend.stores.mongo.names import escaped, escaped_path, escaped_update, unescaped
from backend.stores.mongo.server import unavailable
from backend.stores.operators import check_query, unsupported
from backend.stores.updates import apply_update, check_update

_ANY_ID = "any"
_CHANGE_DOES_NOT_FIT = frozenset({2, 14, 28})
"""BadValue, TypeMismatch, PathNotViable."""
_TOO_LARGE = frozenset({10334, 17419, 17420})
_OTHER_OPTIONS = frozenset({85, 86})
"""IndexOptionsConflict, IndexKeySpecsConflict."""
_NOT_IMPLEMENTED = 238
T = TypeVar("T")


class MongoDocuments:
    """A ``DocumentStore`` over one database, on the event loop on which it is used first.

    ``where`` names the server in messages. Expiry goes by ``clock``; the indexes by which the
    server itself removes what has expired are a help, and go by the server's.
    """

    def __init__(self, database: AsyncDatabase[Document], clock: Clock, where: str) -> None:
        self._database = database
        self._clock = clock
        self._where = where
        self._indexes: dict[str, dict[str, Index]] = {}

    async def insert(self, collection: str, document: Mapping[str, object]) -> None:
        """See the port."""
        stored = self._storable(collection, document)
        inserting = self._collection(collection).insert_one
        await self._written(collection, stored["_id"], lambda: inserting(stored))

    async def get(self, collection: str, document_id: str) -> Document | None:
        """See the port."""
        with self._explained():
            found = await self._collection(collection).find_one(self._living({"_id": document_id}))
            return None if found is None else unescaped(found)

    async def find(
        self,
        collection: str,
        query: Query,
        *,
        sort: Sort = (),
        limit: int | None = None,
        after: Document | None = None,
    ) -> list[Document]:
        """See the port."""
        matching = self._living(query)
        if limit == 0:
            return []
        if after is not None:
            matching = {"$and": [matching, behind(after, sort)]}
        with self._explained():
            found = self._collection(collection).find(
                matching, sort=directions(sort), limit=limit or 0
            )
            return [unescaped(document) for document in await found.to_list()]

    async def replace(
        self, collection: str, query: Query, document: Mapping[str, object], *, upsert: bool = False
    ) -> bool:
        """See the port."""
        if await self._replaced(collection, query, document):
            return True
        if not upsert:
            return False
        try:
            await self.insert(collection, document)
        except DuplicateDocument:
            # Another writer may have inserted the same document since the look.
            if not await self._replaced(collection, query, document):
                raise
        return True

    async def update_one(self, collection: str, query: Query, update: Update) -> Document | None:
        """See the port."""
        check_update(update)
        # What the update puts into the document is checked as if it were all of it.
        self._storable(collection, apply_update({"_id": _ANY_ID}, update))
        matching, sent = self._living(query), escaped_update(update)
        changing = self._collection(collection).find_one_and_update
        changed = await self._written(
            collection,
            query.get("_id"),
            lambda: changing(matching, sent, return_document=ReturnDocument.AFTER),
        )
        return None if changed is None else unescaped(changed)

    async def delete(self, collection: str, query: Query) -> int:
        """See the port."""
        with self._explained():
            deleted = await self._collection(collection).delete_many(self._living(query))
            return deleted.deleted_count

    async def count(self, collection: str, query: Query) -> int:
        """See the port."""
        with self._explained():
            return await self._collection(collection).count_documents(self._living(query))

    async def ensure_index(
        self, collection: str, fields: Sequence[str], *, unique: bool = False
    ) -> None:
        """See the port; also lets the server remove what has expired in this collection."""
        index = Index(fields=tuple(fields), is_unique=unique)
        await self._written(collection, index.name, lambda: self._make_index(collection, index))
        known = self._indexes.setdefault(collection, {})
        if not known:
            await self._make_expiring(collection)
        known[index.name] = index

    async def purge(self) -> int:
        """See the port."""
        with self._explained():
            names = await self._database.list_collection_names()
            ours = [name for name in names if not name.startswith("system.")]
            return sum([await self._purge(name) for name in ours])

    def _collection(self, name: str) -> AsyncCollection[Document]:
        return self._database[name]

    def _living(self, query: Query) -> Filter:
        check_query(query)
        return living(query, self._clock())

    async def _replaced(
        self, collection: str, query: Query, document: Mapping[str, object]
    ) -> bool:
        stored = self._storable(collection, {"_id": _ANY_ID, **document})
        matching, document_id = self._living(query), stored.pop("_id")
        replacing = self._collection(collection).replace_one
        result = await self._written(collection, document_id, lambda: replacing(matching, stored))
        return result.matched_count > 0

    async def _written(
        self, collection: str, document_id: object, write: Callable[[], Awaitable[T]]
    ) -> T:
        """The answer to ``write``, in whose way nothing stands that has expired."""
        with self._explained():
            try:
                return await write()
            except DuplicateKeyError:
                await self._purge(collection)
            try:
                return await write()
            except DuplicateKeyError as error:
                raise DuplicateDocument(collection, document_id) from error

    async def _make_index(self, collection: str, index: Index) -> None:
        made = self._collection(collection)
        keys = [(escaped_path(name), 1) for name in index.fields]
        try:
            await made.create_index(keys, name=index.name, unique=index.is_unique)
        except OperationFailure as error:
            if error.code not in _OTHER_OPTIONS:
                raise
            await made.drop_index(index.name)
            await made.create_index(keys, name=index.name, unique=index.is_unique)

    async def _make_expiring(self, collection: str) -> None:
        with self._explained():
            try:
                await self._collection(collection).create_index("expires_at", expireAfterSeconds=0)
            except OperationFailure as error:
                # Where the server has no such indexes, `purge` alone removes what has expired.
                if error.code != _NOT_IMPLEMENTED:
                    raise

    async def _purge(self, collection: str) -> int:
        deleted = await self._collection(collection).delete_many(expired(self._clock()))
        return deleted.deleted_count

    def _storable(self, collection: str, document: Mapping[str, object]) -> Document:
        stored = decode(encode(document))
        for index in self._indexes.get(collection, {}).values():
            index.entry(stored)
        return escaped(stored)

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            with heeding_cancellation():
                yield
        except OperationFailure as error:
            raise self._refusal(error) from error
        except PyMongoError as error:
            raise unavailable(error, self._where) from error
        except (BSONError, OverflowError, UnicodeError) as error:
            raise unsupported("a value that BSON cannot hold") from error

    def _refusal(self, error: OperationFailure) -> CopilotError:
        if error.code in _CHANGE_DOES_NOT_FIT:
            return unsupported("a change that does not fit the stored document")
        if error.code in _TOO_LARGE:
            return invalid("it would be larger than the limit")
        return unavailable(error, self._where)
