"""The version of stored documents, and how older ones become current.

Every document carries ``schema_version``. A collection begins at version 1, and each migration of
it adds one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backend.domain.errors import Bug, OperatorMustAct
from backend.stores.documents import Document, DocumentStore

FIRST_VERSION = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Migration:
    """The step of one collection from ``from_version`` to the next, as a pure function."""

    collection: str
    from_version: int
    upgrade: Callable[[Document], Document]


class Schema:
    """Which version each collection is at, and the way there.

    Raises:
        Bug: ``E_SCHEMA_GAP`` if the migrations of a collection do not follow each other from
            version 1.
    """

    def __init__(self, migrations: Sequence[Migration]) -> None:
        self._steps: dict[str, list[Migration]] = {}
        for migration in migrations:
            steps = self._steps.setdefault(migration.collection, [])
            if migration.from_version != FIRST_VERSION + len(steps):
                raise Bug(
                    "E_SCHEMA_GAP",
                    f"The migrations of {migration.collection} do not follow each other.",
                    "Report this: a release must list its migrations in order.",
                )
            steps.append(migration)

    def version(self, collection: str) -> int:
        """The version that this program writes."""
        return FIRST_VERSION + len(self._steps.get(collection, ()))

    def stamped(self, collection: str, document: Document) -> Document:
        """The document with the version that this program writes."""
        return {**document, "schema_version": self.version(collection)}

    def upgraded(self, collection: str, document: Document) -> Document:
        """The document in the current version, whatever older version it has.

        Raises:
            OperatorMustAct: ``E_SCHEMA_TOO_NEW``: a newer release has written it.
            Bug: ``E_SCHEMA_MISSING``: it carries no version.
        """
        version = document.get("schema_version")
        if not isinstance(version, int) or version < FIRST_VERSION:
            raise _unversioned(collection)
        if version > self.version(collection):
            raise _too_new(collection, version, self.version(collection))
        for step in self._steps.get(collection, ())[version - FIRST_VERSION :]:
            document = {**step.upgrade(document), "schema_version": step.from_version + 1}
        return document

    async def migrate(self, store: DocumentStore) -> int:
        """Rewrite all older documents; can be repeated after a crash. How many there were.

        Raises:
            OperatorMustAct: ``E_SCHEMA_TOO_NEW`` before anything of that collection is rewritten.
        """
        rewritten = 0
        for collection in self._steps:
            current = self.version(collection)
            for newer in await store.find(collection, {"schema_version": {"$gt": current}}):
                self.upgraded(collection, newer)
            for older in await store.find(collection, {"schema_version": {"$lt": current}}):
                query = {"_id": older["_id"], "schema_version": older["schema_version"]}
                rewritten += await store.replace(
                    collection, query, self.upgraded(collection, older)
                )
        return rewritten


def _too_new(collection: str, version: int, current: int) -> OperatorMustAct:
    return OperatorMustAct(
        "E_SCHEMA_TOO_NEW",
        f"A document in {collection} has version {version}; this program knows {current}.",
        "Start the newer release that wrote it, or restore an older backup.",
    )


def _unversioned(collection: str) -> Bug:
    return Bug(
        "E_SCHEMA_MISSING",
        f"A document in {collection} carries no schema version.",
        "Report this: every document is written with its version.",
    )
