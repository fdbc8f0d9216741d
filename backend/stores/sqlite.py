"""Documents in one SQLite file, as BSON: the store of an installation without a database server.

Queries are evaluated in Python over the decoded documents; index tables narrow down what is
decoded.
"""

import asyncio
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from backend.stores.codec import decode, encode
from backend.stores.documents import (
    Clock,
    Document,
    DuplicateDocument,
    Query,
    Sort,
    Update,
)
from backend.stores.indexes import Index, IndexRange, best_range
from backend.stores.operators import check_query, matches, ordered
from backend.stores.sqlite_file import BUSY_TIMEOUT_S, SqliteFile
from backend.stores.updates import apply_update, check_update

_SCRIPT = """
CREATE TABLE IF NOT EXISTS documents (
    collection TEXT NOT NULL, id TEXT NOT NULL, expires_at_ms INTEGER, body BLOB NOT NULL,
    PRIMARY KEY (collection, id)
);
CREATE INDEX IF NOT EXISTS expiring ON documents (expires_at_ms) WHERE expires_at_ms IS NOT NULL;
CREATE TABLE IF NOT EXISTS indexes (
    collection TEXT NOT NULL, name TEXT NOT NULL, is_unique INTEGER NOT NULL,
    PRIMARY KEY (collection, name)
);
CREATE TABLE IF NOT EXISTS entries (
    collection TEXT NOT NULL, name TEXT NOT NULL, entry BLOB NOT NULL, id TEXT NOT NULL,
    is_unique INTEGER NOT NULL,
    PRIMARY KEY (collection, name, entry, id),
    FOREIGN KEY (collection, id) REFERENCES documents (collection, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS one_of_a_kind
    ON entries (collection, name, entry) WHERE is_unique;
CREATE INDEX IF NOT EXISTS of_document ON entries (collection, id);
PRAGMA foreign_keys=ON;
"""


class SqliteDocuments:
    """A ``DocumentStore`` in a file; ``SqliteFile`` says what it guarantees."""

    def __init__(self, path: Path, clock: Clock, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        self._file = SqliteFile(path, _SCRIPT, busy_timeout_s=busy_timeout_s)
        self._clock = clock

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    async def insert(self, collection: str, document: Mapping[str, object]) -> None:
        """See the port."""
        await asyncio.to_thread(self._insert, collection, document)

    async def get(self, collection: str, document_id: str) -> Document | None:
        """See the port."""
        found = await self.find(collection, {"_id": document_id})
        return found[0] if found else None

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
        found = await asyncio.to_thread(self._find, collection, query)
        return ordered(found, sort, after)[:limit]

    async def replace(
        self, collection: str, query: Query, document: Mapping[str, object], *, upsert: bool = False
    ) -> bool:
        """See the port."""
        return await asyncio.to_thread(self._replace, collection, query, document, upsert)

    async def update_one(self, collection: str, query: Query, update: Update) -> Document | None:
        """See the port."""
        check_update(update)
        return await asyncio.to_thread(self._update_one, collection, query, update)

    async def delete(self, collection: str, query: Query) -> int:
        """See the port."""
        return await asyncio.to_thread(self._delete, collection, query)

    async def count(self, collection: str, query: Query) -> int:
        """See the port."""
        return len(await self.find(collection, query))

    async def ensure_index(
        self, collection: str, fields: Sequence[str], *, unique: bool = False
    ) -> None:
        """See the port."""
        index = Index(fields=tuple(fields), is_unique=unique)
        await asyncio.to_thread(self._ensure_index, collection, index)

    async def purge(self) -> int:
        """See the port."""
        return await asyncio.to_thread(self._purge_all)

    def _insert(self, collection: str, document: Mapping[str, object]) -> None:
        with self._file.transaction() as connection:
            self._purge(connection)
            _write(connection, collection, document, is_new=True)

    def _find(self, collection: str, query: Query) -> list[Document]:
        with self._file.reading() as connection:
            return list(self._matching(connection, collection, query))

    def _replace(
        self, collection: str, query: Query, document: Mapping[str, object], upsert: bool
    ) -> bool:
        with self._file.transaction() as connection:
            self._purge(connection)
            found = next(self._matching(connection, collection, query), None)
            if found is not None:
                _write(connection, collection, {**document, "_id": found["_id"]}, is_new=False)
            elif upsert:
                _write(connection, collection, document, is_new=True)
            return found is not None or upsert

    def _update_one(self, collection: str, query: Query, update: Update) -> Document | None:
        with self._file.transaction() as connection:
            self._purge(connection)
            found = next(self._matching(connection, collection, query), None)
            if found is None:
                return None
            return _write(connection, collection, apply_update(found, update), is_new=False)

    def _delete(self, collection: str, query: Query) -> int:
        with self._file.transaction() as connection:
            found = list(self._matching(connection, collection, query))
            connection.executemany(
                "DELETE FROM documents WHERE collection = ? AND id = ?",
                [(collection, document["_id"]) for document in found],
            )
            return len(found)

    def _ensure_index(self, collection: str, index: Index) -> None:
        with self._file.transaction() as connection:
            if index in _indexes(connection, collection):
                return
            _forget_index(connection, collection, index)
            for document in self._matching(connection, collection, {}):
                _write_entry(connection, collection, index, document)
            connection.execute(
                "INSERT INTO indexes (collection, name, is_unique) VALUES (?, ?, ?)",
                (collection, index.name, index.is_unique),
            )

    def _purge_all(self) -> int:
        with self._file.transaction() as connection:
            return self._purge(connection)

    def _purge(self, connection: sqlite3.Connection) -> int:
        now_ms = _milliseconds(self._clock())
        return connection.execute(
            "DELETE FROM documents WHERE expires_at_ms <= ?", (now_ms,)
        ).rowcount

    def _matching(
        self, connection: sqlite3.Connection, collection: str, query: Query
    ) -> Iterator[Document]:
        check_query(query)
        for body in _candidates(connection, collection, query, _milliseconds(self._clock())):
            document = decode(body)
            if matches(query, document):
                yield document


def _candidates(
    connection: sqlite3.Connection, collection: str, query: Query, now_ms: int
) -> list[bytes]:
    """The bodies of all documents that could match, without those that have expired."""
    sql = "SELECT body FROM documents AS d WHERE d.collection = ?"
    values: list[object] = [collection]
    document_id = query.get("_id")
    if isinstance(document_id, str):
        sql += " AND d.id = ?"
        values.append(document_id)
    elif (narrow := best_range(_indexes(connection, collection), query)) is not None:
        sql += " AND d.id IN (SELECT id FROM entries WHERE collection = ? AND name = ?"
        sql += " AND entry >= ? AND entry < ?)"
        values += _range_values(collection, narrow)
    sql += " AND (d.expires_at_ms IS NULL OR d.expires_at_ms > ?)"
    rows = connection.execute(sql, (*values, now_ms)).fetchall()
    return [body for (body,) in rows]


def _range_values(collection: str, narrow: IndexRange) -> list[object]:
    return [collection, narrow.index.name, narrow.lower, narrow.upper]


def _indexes(connection: sqlite3.Connection, collection: str) -> list[Index]:
    rows = connection.execute(
        "SELECT name, is_unique FROM indexes WHERE collection = ?", (collection,)
    ).fetchall()
    return [
        Index(fields=tuple(str(name).split(",")), is_unique=bool(unique)) for name, unique in rows
    ]


def _forget_index(connection: sqlite3.Connection, collection: str, index: Index) -> None:
    of_index = (collection, index.name)
    connection.execute("DELETE FROM entries WHERE collection = ? AND name = ?", of_index)
    connection.execute("DELETE FROM indexes WHERE collection = ? AND name = ?", of_index)


def _write(
    connection: sqlite3.Connection,
    collection: str,
    document: Mapping[str, object],
    *,
    is_new: bool,
) -> Document:
    body = encode(document)
    stored = decode(body)
    expires_at = stored.get("expires_at")
    expires_at_ms = _milliseconds(expires_at) if isinstance(expires_at, datetime) else None
    if is_new:
        sql = "INSERT INTO documents (expires_at_ms, body, collection, id) VALUES (?, ?, ?, ?)"
    else:
        sql = "UPDATE documents SET expires_at_ms = ?, body = ? WHERE collection = ? AND id = ?"
    try:
        connection.execute(sql, (expires_at_ms, body, collection, stored["_id"]))
    except sqlite3.IntegrityError as error:
        raise DuplicateDocument(collection, stored["_id"]) from error
    _write_entries(connection, collection, stored)
    return stored


def _write_entries(connection: sqlite3.Connection, collection: str, stored: Document) -> None:
    of_document = (collection, stored["_id"])
    connection.execute("DELETE FROM entries WHERE collection = ? AND id = ?", of_document)
    for index in _indexes(connection, collection):
        _write_entry(connection, collection, index, stored)


def _write_entry(
    connection: sqlite3.Connection, collection: str, index: Index, stored: Document
) -> None:
    values = (collection, index.name, index.entry(stored), stored["_id"], index.is_unique)
    sql = "INSERT INTO entries (collection, name, entry, id, is_unique) VALUES (?, ?, ?, ?, ?)"
    try:
        connection.execute(sql, values)
    except sqlite3.IntegrityError as error:
        raise DuplicateDocument(collection, stored["_id"]) from error


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
