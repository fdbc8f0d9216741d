"""Spent seals: a sealed plan is applied once."""

from typing import ClassVar

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import GraphRunId, TenantId
from backend.stores.documents import DocumentStore, DuplicateDocument
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema


class SealRecord(Record):
    """The nonce of a sealed plan, and the run that applies it."""

    id_field: ClassVar[str] = "nonce"

    nonce: str
    graph_run_id: GraphRunId


class Seals:
    """The collection ``seals``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "seals", SealRecord)

    async def spend(self, seal: SealRecord) -> None:
        """Spend a seal; the run that has spent it may do so again, after a crash.

        Raises:
            UserCanFix: ``REPLAY``: it was spent by another run.
        """
        try:
            await self._records.insert(seal)
        except DuplicateDocument as error:
            query = {"nonce": seal.nonce}
            spent = await self._records.find_one(seal.tenant_id, query)
            if spent is None or spent.graph_run_id != seal.graph_run_id:
                raise _replay() from error

    async def is_spent_by(self, tenant_id: TenantId, nonce: str, graph_run_id: GraphRunId) -> bool:
        """Whether that run has spent the seal."""
        query = {"nonce": nonce, "graph_run_id": graph_run_id}
        return await self._records.find_one(tenant_id, query) is not None


def _replay() -> UserCanFix:
    return UserCanFix(
        "REPLAY",
        "This sealed plan was already applied.",
        "Plan again: every plan is applied once.",
    )
