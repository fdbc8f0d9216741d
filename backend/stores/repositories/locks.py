"""Locks: one run at a time for each account, region and application."""

from typing import ClassVar

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import ApplicationId, GraphRunId, TenantId
from backend.stores.documents import DocumentStore, DuplicateDocument
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema


class LockRecord(Record):
    """Who holds the lock ``lock_name``."""

    id_field: ClassVar[str] = "lock_name"

    lock_name: str
    graph_run_id: GraphRunId


def lock_name(account_id: str, region: str, application_id: ApplicationId) -> str:
    """The name of the lock that a run over this application takes, whatever its tenant."""
    return f"{account_id}:{region}:{application_id}"


class Locks:
    """The collection ``locks``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "locks", LockRecord)

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._records.index("graph_run_id")

    async def acquire(self, lock: LockRecord) -> None:
        """Take a lock; its holder may take it again.

        Raises:
            UserCanFix: ``RUN_LOCKED`` names the run that holds it.
        """
        try:
            await self._records.insert(lock)
        except DuplicateDocument as error:
            holder = await self._records.find_one(lock.tenant_id, {"lock_name": lock.lock_name})
            if holder is None or holder.graph_run_id != lock.graph_run_id:
                raise _locked(holder) from error

    async def release(self, tenant_id: TenantId, graph_run_id: GraphRunId) -> int:
        """Give back all locks of a run; how many those were."""
        return await self._records.delete(tenant_id, {"graph_run_id": graph_run_id})


def _locked(holder: LockRecord | None) -> UserCanFix:
    who = f"the run {holder.graph_run_id}" if holder else "another run"
    return UserCanFix(
        "RUN_LOCKED",
        f"This application is being changed by {who}.",
        "Wait until that run has ended, or cancel it, then try again.",
    )
