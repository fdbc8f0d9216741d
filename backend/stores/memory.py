"""Documents in memory: the twin of the real stores, for tests and rehearsals."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from backend.stores.codec import decode, encode
from backend.stores.documents import (
    Clock,
    Document,
    DuplicateDocument,
    Query,
    Sort,
    Update,
)
from backend.stores.indexes import Index
from backend.stores.operators import check_query, matches, ordered
from backend.stores.updates import apply_update, check_update


@dataclass(frozen=True, slots=True)
class _Kept:
    """A document as it is stored, and as it is looked at; whoever is given it gets a copy."""

    data: bytes
    document: Document

    @classmethod
    def of(cls, document: Mapping[str, object]) -> Self:
        data = encode(document)
        return cls(data, decode(data))


class MemoryDocuments:
    """A ``DocumentStore`` that keeps encoded documents in dictionaries, as long as it lives.

    Calls never wait, so that each of them is atomic within one event loop.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._collections: dict[str, dict[str, _Kept]] = {}
        self._indexes: dict[str, dict[str, Index]] = {}

    async def insert(self, collection: str, document: Mapping[str, object]) -> None:
        """See the port."""
        self._insert(collection, document)

    async def get(self, collection: str, document_id: str) -> Document | None:
        """See the port."""
        return next(self._matching(collection, {"_id": document_id}), None)

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
        return ordered(list(self._matching(collection, query)), sort, after)[:limit]

    async def replace(
        self, collection: str, query: Query, document: Mapping[str, object], *, upsert: bool = False
    ) -> bool:
        """See the port."""
        found = next(self._matching(collection, query), None)
        if found is not None:
            self._put(collection, _Kept.of({**document, "_id": found["_id"]}))
            return True
        if upsert:
            self._insert(collection, document)
        return upsert

    async def update_one(self, collection: str, query: Query, update: Update) -> Document | None:
        """See the port."""
        check_update(update)
        found = next(self._matching(collection, query), None)
        if found is None:
            return None
        changed = _Kept.of(apply_update(found, update))
        self._put(collection, changed)
        return decode(changed.data)

    async def delete(self, collection: str, query: Query) -> int:
        """See the port."""
        gone = [str(document["_id"]) for document in self._matching(collection, query)]
        for document_id in gone:
            del self._collections[collection][document_id]
        return len(gone)

    async def count(self, collection: str, query: Query) -> int:
        """See the port."""
        return sum(1 for _ in self._matching(collection, query))

    async def ensure_index(
        self, collection: str, fields: Sequence[str], *, unique: bool = False
    ) -> None:
        """See the port."""
        index = Index(fields=tuple(fields), is_unique=unique)
        taken: set[bytes] = set()
        for document in self._matching(collection, {}):
            entry = index.entry(document)
            if unique and entry in taken:
                raise DuplicateDocument(collection, document["_id"])
            taken.add(entry)
        self._indexes.setdefault(collection, {})[index.name] = index

    async def purge(self) -> int:
        """See the port."""
        return sum([self._purge(collection) for collection in self._collections])

    def _insert(self, collection: str, document: Mapping[str, object]) -> None:
        kept = _Kept.of(document)
        self._purge(collection)
        if document["_id"] in self._collections.get(collection, {}):
            raise DuplicateDocument(collection, document["_id"])
        self._put(collection, kept)

    def _put(self, collection: str, kept: _Kept) -> None:
        self._purge(collection)
        for index in self._indexes.get(collection, {}).values():
            self._check_index(collection, index, kept.document)
        self._collections.setdefault(collection, {})[str(kept.document["_id"])] = kept

    def _check_index(self, collection: str, index: Index, document: Document) -> None:
        entry = index.entry(document)
        if not index.is_unique:
            return
        for document_id, other in self._collections.get(collection, {}).items():
            if document_id != document["_id"] and index.entry(other.document) == entry:
                raise DuplicateDocument(collection, document["_id"])

    def _matching(self, collection: str, query: Query) -> Iterator[Document]:
        check_query(query)
        now = self._clock()
        for kept in list(self._candidates(collection, query)):
            if not _has_expired(kept.document, now) and matches(query, kept.document):
                yield decode(kept.data)

    def _candidates(self, collection: str, query: Query) -> Iterable[_Kept]:
        documents = self._collections.get(collection, {})
        document_id = query.get("_id")
        if isinstance(document_id, str):
            return [documents[document_id]] if document_id in documents else ()
        return documents.values()

    def _purge(self, collection: str) -> int:
        now = self._clock()
        documents = self._collections.get(collection, {})
        gone = [key for key, kept in documents.items() if _has_expired(kept.document, now)]
        for document_id in gone:
            del documents[document_id]
        return len(gone)


def _has_expired(document: Document, now: datetime) -> bool:
    expires_at = document.get("expires_at")
    return isinstance(expires_at, datetime) and expires_at <= now
