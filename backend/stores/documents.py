"""The document port: the narrow part of a document database that this program uses.

Every back end gives the same answer to the same call, or the same refusal: queries and updates come
from one allow-list (:mod:`backend.stores.operators`), values from one codec
(:mod:`backend.stores.codec`). There are no transactions over several documents; what must be atomic
is one insert or one :meth:`DocumentStore.update_one`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

from backend.domain.errors import Bug

Document = dict[str, object]
"""JSON values, ``bytes`` and aware datetimes under a text ``_id``; times keep milliseconds."""
Query = Mapping[str, object]
Update = Mapping[str, Mapping[str, object]]
Sort = Sequence[tuple[str, Literal[1, -1]]]
Clock = Callable[[], datetime]
"""The time now, aware and in UTC."""


class DuplicateDocument(Bug):
    """Another document has this ``_id``, or the same values in a unique index."""

    def __init__(self, collection: str, document_id: object) -> None:
        super().__init__(
            "E_DUPLICATE_DOCUMENT",
            f"The collection {collection} already holds a document like {document_id!r}.",
            "Report this with the message: the writer of a unique document must expect this.",
        )


class DocumentStore(Protocol):
    """Collections of documents.

    A document whose ``expires_at`` has passed does not exist for any of these calls. All of them
    raise ``OperatorMustAct(E_STORE_UNAVAILABLE)`` when the storage itself fails: full, locked,
    read-only, damaged.
    """

    async def insert(self, collection: str, document: Mapping[str, object]) -> None:
        """Add a document.

        Raises:
            DuplicateDocument: its ``_id`` or a unique combination of values is taken.
        """
        ...

    async def get(self, collection: str, document_id: str) -> Document | None:
        """The document with this ``_id``."""
        ...

    async def find(
        self,
        collection: str,
        query: Query,
        *,
        sort: Sort = (),
        limit: int | None = None,
        after: Document | None = None,
    ) -> list[Document]:
        """The documents that match, ordered by ``sort`` and then by ``_id``.

        ``after`` is the last document of the previous page: only what sorts behind it is returned.
        """
        ...

    async def replace(
        self, collection: str, query: Query, document: Mapping[str, object], *, upsert: bool = False
    ) -> bool:
        """Put ``document`` in the place of the one that matches; the ``_id`` stays the same.

        Without a match it is inserted if ``upsert`` says so, and otherwise the answer is ``False``.
        """
        ...

    async def update_one(self, collection: str, query: Query, update: Update) -> Document | None:
        """Change one matching document and return it as it is afterwards; ``None`` if none matches.

        Compare and change are one atomic step: of many callers with the same query exactly one gets
        the document, if the update makes the query untrue.
        """
        ...

    async def delete(self, collection: str, query: Query) -> int:
        """Delete all documents that match; the answer is how many."""
        ...

    async def count(self, collection: str, query: Query) -> int:
        """How many documents match."""
        ...

    async def ensure_index(
        self, collection: str, fields: Sequence[str], *, unique: bool = False
    ) -> None:
        """Make queries by these fields quick and, if asked, their combination of values unique.

        Indexed fields hold single values; a missing field counts as ``None``.
        """
        ...

    async def purge(self) -> int:
        """Remove what has expired from the storage; the answer is how many documents that were."""
        ...
