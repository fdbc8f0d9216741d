"""A document store that tells of every write, before and after: where disks fill, processes die."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from backend.stores.documents import Document, DocumentStore, Query, Sort, Update


@dataclass(frozen=True, kw_only=True, slots=True)
class Write:
    """One moment of one write; ``what`` is its document, or the change, or the query."""

    when: Literal["before", "after"]
    operation: Literal["insert", "replace", "update_one", "delete"]
    collection: str
    what: Mapping[str, Any]


Watcher = Callable[[Write], None]
"""Told of every moment; what it raises is raised to the writer."""


@dataclass(frozen=True, slots=True)
class WatchedDocuments:
    """``documents``, with every write told to ``watcher``."""

    documents: DocumentStore
    watcher: Watcher

    async def insert(self, collection: str, document: Mapping[str, object]) -> None:
        self._tell("before", "insert", collection, document)
        await self.documents.insert(collection, document)
        self._tell("after", "insert", collection, document)

    async def get(self, collection: str, document_id: str) -> Document | None:
        return await self.documents.get(collection, document_id)

    async def find(
        self,
        collection: str,
        query: Query,
        *,
        sort: Sort = (),
        limit: int | None = None,
        after: Document | None = None,
    ) -> list[Document]:
        return await self.documents.find(collection, query, sort=sort, limit=limit, after=after)

    async def replace(
        self, collection: str, query: Query, document: Mapping[str, object], *, upsert: bool = False
    ) -> bool:
        self._tell("before", "replace", collection, document)
        done = await self.documents.replace(collection, query, document, upsert=upsert)
        self._tell("after", "replace", collection, document)
        return done

    async def update_one(self, collection: str, query: Query, update: Update) -> Document | None:
        self._tell("before", "update_one", collection, update)
        changed = await self.documents.update_one(collection, query, update)
        self._tell("after", "update_one", collection, update)
        return changed

    async def delete(self, collection: str, query: Query) -> int:
        self._tell("before", "delete", collection, query)
        deleted = await self.documents.delete(collection, query)
        self._tell("after", "delete", collection, query)
        return deleted

    async def count(self, collection: str, query: Query) -> int:
        return await self.documents.count(collection, query)

    async def ensure_index(
        self, collection: str, fields: Sequence[str], *, unique: bool = False
    ) -> None:
        await self.documents.ensure_index(collection, fields, unique=unique)

    async def purge(self) -> int:
        return await self.documents.purge()

    def _tell(
        self,
        when: Literal["before", "after"],
        operation: Literal["insert", "replace", "update_one", "delete"],
        collection: str,
        what: Mapping[str, Any],
    ) -> None:
        self.watcher(Write(when=when, operation=operation, collection=collection, what=what))
