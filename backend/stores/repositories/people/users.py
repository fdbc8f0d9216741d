"""Users: one record for each person, with the hash of the password."""

from typing import ClassVar

from backend.domain.identifiers import TenantId
from backend.domain.people import Role
from backend.stores.documents import DocumentStore
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema


class UserRecord(Record):
    """One person; ``user_name`` is in lower case and unique within the tenant."""

    id_field: ClassVar[str] = "user_id"

    user_id: str
    user_name: str
    password_hash: str
    roles: tuple[Role, ...]


class Users:
    """The collection ``users``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "users", UserRecord)

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._records.index("tenant_id", "user_name", unique=True)

    async def add(self, user: UserRecord) -> None:
        """Add a person.

        Raises:
            DuplicateDocument: the name is taken.
        """
        await self._records.insert(user)

    async def named(self, tenant_id: TenantId, user_name: str) -> UserRecord | None:
        """The person with that name."""
        return await self._records.find_one(tenant_id, {"user_name": user_name})

    async def by_id(self, tenant_id: TenantId, user_id: str) -> UserRecord | None:
        """The person with that id."""
        return await self._records.find_one(tenant_id, {"user_id": user_id})

    async def is_any(self, tenant_id: TenantId) -> bool:
        """Whether there is anybody; the first person is the owner."""
        return await self._records.find_one(tenant_id, {}) is not None
