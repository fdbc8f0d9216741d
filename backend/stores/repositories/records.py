"""What all records have in common, and the typed view of one collection that repositories build
on.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from backend.domain.errors import Bug, UserCanFix
from backend.domain.identifiers import (
    ApplicationId,
    EnvironmentId,
    Scope,
    TenantId,
    Value,
)
from backend.stores.documents import Document, DocumentStore, Query, Sort, Update
from backend.stores.schema import Schema


class Record(Value):
    """Base of every stored record: whose it is, when it was made, and when it expires, if it does.

    Its document carries ``schema_version`` besides, and as ``_id`` the field named by ``id_field``.
    """

    id_field: ClassVar[str]

    tenant_id: TenantId
    environment_id: EnvironmentId
    application_id: ApplicationId
    created_at: datetime
    expires_at: datetime | None = None

    @property
    def scope(self) -> Scope:
        """The three ids together."""
        return Scope(
            tenant_id=self.tenant_id,
            environment_id=self.environment_id,
            application_id=self.application_id,
        )


R = TypeVar("R", bound=Record)


class Records(Generic[R]):
    """One collection of records of one type.

    What belongs to another tenant is not found. Queries name the fields of the record.
    """

    def __init__(
        self, store: DocumentStore, schema: Schema, collection: str, record_type: type[R]
    ) -> None:
        self._store = store
        self._schema = schema
        self._collection = collection
        self._type = record_type

    async def insert(self, record: R) -> None:
        """Add a record.

        Raises:
            DuplicateDocument: its id or a unique combination of values is taken.
        """
        await self._store.insert(self._collection, self._to_document(record))

    async def save(self, record: R) -> None:
        """Add a record, or replace the one with its id.

        Raises:
            DuplicateDocument: the id is another tenant's.
        """
        document = self._to_document(record)
        query = {"_id": document["_id"], "tenant_id": record.tenant_id}
        await self._store.replace(self._collection, query, document, upsert=True)

    async def get(self, tenant_id: TenantId, record_id: str) -> R:
        """The record with this id.

        Raises:
            UserCanFix: ``E_NOT_FOUND``, also if it is another tenant's.
        """
        if (found := await self.find_one(tenant_id, {self._type.id_field: record_id})) is None:
            raise not_found(self._collection, record_id)
        return found

    async def find_one(self, tenant_id: TenantId, query: Query) -> R | None:
        """The first record that matches, by id."""
        found = await self.find(tenant_id, query, limit=1)
        return found[0] if found else None

    async def find(
        self, tenant_id: TenantId, query: Query, *, sort: Sort = (), limit: int | None = None
    ) -> list[R]:
        """The records that match."""
        return await self.find_everywhere({**query, "tenant_id": tenant_id}, sort=sort, limit=limit)

    async def find_everywhere(
        self, query: Query, *, sort: Sort = (), limit: int | None = None
    ) -> list[R]:
        """The records of all tenants: for the program's own work, never for a request."""
        documents = await self._store.find(
            self._collection, self._to_query(query), sort=sort, limit=limit
        )
        return [self._to_record(document) for document in documents]

    async def update(
        self, tenant_id: TenantId, record_id: str, query: Query, update: Update
    ) -> R | None:
        """Change one record if it matches, as one atomic step; as it is afterwards, or ``None``.

        Raises:
            Bug: ``E_FIELD_UNKNOWN`` for a field that these records do not have.
        """
        self._check_fields(update)
        conditions = {**self._to_query(query), "_id": record_id, "tenant_id": tenant_id}
        document = await self._store.update_one(self._collection, conditions, update)
        return None if document is None else self._to_record(document)

    async def delete(self, tenant_id: TenantId, query: Query) -> int:
        """Delete the records that match; how many."""
        conditions = {**self._to_query(query), "tenant_id": tenant_id}
        return await self._store.delete(self._collection, conditions)

    async def index(self, *fields: str, unique: bool = False) -> None:
        """Make queries by these fields quick and, if asked, their combination unique."""
        await self._store.ensure_index(self._collection, fields, unique=unique)

    def _check_fields(self, update: Update) -> None:
        changed = {name.split(".")[0] for fields in update.values() for name in fields}
        if unknown := changed - set(self._type.model_fields):
            raise Bug(
                "E_FIELD_UNKNOWN",
                f"The records in {self._collection} have no fields {sorted(unknown)}.",
                "Report this with the message; nothing was changed.",
            )

    def _to_query(self, query: Query) -> dict[str, object]:
        renamed = {self._type.id_field: "_id"}
        return {renamed.get(name, name): condition for name, condition in query.items()}

    def _to_document(self, record: R) -> Document:
        fields: dict[str, Any] = record.model_dump()
        document: Document = {"_id": fields.pop(self._type.id_field), **fields}
        return self._schema.stamped(self._collection, document)

    def _to_record(self, document: Document) -> R:
        fields: Mapping[str, object] = self._schema.upgraded(self._collection, document)
        known = {name: fields[name] for name in fields if name not in {"_id", "schema_version"}}
        return self._type.model_validate(
            {self._type.id_field: fields["_id"], **known}, strict=False
        )


def not_found(collection: str, record_id: str) -> UserCanFix:
    """The one answer for what does not exist and for what belongs to somebody else."""
    noun = collection.removesuffix("s")
    return UserCanFix(
        "E_NOT_FOUND", f"There is no {noun} {record_id}.", "Check the id, or list what there is."
    )
