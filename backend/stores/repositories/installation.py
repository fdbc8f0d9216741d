"""What is known of the installation itself: one record in each store."""

from datetime import datetime
from typing import ClassVar

from backend.domain.identifiers import Scope, TenantId
from backend.stores.documents import DocumentStore, DuplicateDocument
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema

_ID = "this"


class InstallationRecord(Record):
    """``epoch`` belongs to the store: another one means that all logs began anew.

    ``setup_token_hash`` is that of the link by which the first person becomes the owner.
    """

    id_field: ClassVar[str] = "installation_id"

    installation_id: str = _ID
    epoch: str
    setup_token_hash: str | None = None
    setup_expires_at: datetime | None = None


class Installations:
    """The collection ``installations``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "installations", InstallationRecord)

    async def begun(self, scope: Scope, epoch: str, created_at: datetime) -> InstallationRecord:
        """The record; made with ``epoch`` if the store is new."""
        new = InstallationRecord(**scope.model_dump(), created_at=created_at, epoch=epoch)
        known = await self._records.find_one(scope.tenant_id, {})
        if known is not None:
            return known
        try:
            await self._records.insert(new)
        except DuplicateDocument:
            return await self._records.get(scope.tenant_id, _ID)
        return new

    async def offer_setup(self, tenant_id: TenantId, token_hash: str, expires_at: datetime) -> None:
        """Keep the hash of a new set-up link; the one before is void."""
        offer = {"setup_token_hash": token_hash, "setup_expires_at": expires_at}
        await self._records.update(tenant_id, _ID, {}, {"$set": offer})

    async def take_setup(self, tenant_id: TenantId, token_hash: str, now: datetime) -> bool:
        """Use up the link; of many takers exactly one gets it, and only before it expires."""
        query = {"setup_token_hash": token_hash, "setup_expires_at": {"$gt": now}}
        void = {"setup_token_hash": None, "setup_expires_at": None}
        return await self._records.update(tenant_id, _ID, query, {"$set": void}) is not None
