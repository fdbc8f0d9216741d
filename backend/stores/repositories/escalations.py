"""Escalations: cases handed to a person, with a snapshot of what happened."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import JsonValue

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import GraphRunId, TenantId
from backend.stores.documents import DocumentStore
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema


class EscalationRecord(Record):
    """One case; ``snapshot`` holds the facts and the runbook as they were when it was opened."""

    id_field: ClassVar[str] = "escalation_id"

    escalation_id: str
    graph_run_id: GraphRunId
    reason_code: str
    snapshot: dict[str, JsonValue]
    status: Literal["open", "closed"] = "open"
    closed_by: str | None = None
    closed_at: datetime | None = None
    resolution: str | None = None


class Escalations:
    """The collection ``escalations``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "escalations", EscalationRecord)

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._records.index("graph_run_id")
        await self._records.index("tenant_id", "status")

    async def open(self, escalation: EscalationRecord) -> None:
        """Hand over a case; the same id again changes nothing."""
        query = {"escalation_id": escalation.escalation_id}
        if await self._records.find_one(escalation.tenant_id, query) is None:
            await self._records.insert(escalation)

    async def get(self, tenant_id: TenantId, escalation_id: str) -> EscalationRecord:
        """One case.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        return await self._records.get(tenant_id, escalation_id)

    async def open_ones(self, tenant_id: TenantId) -> list[EscalationRecord]:
        """The cases that wait for somebody, oldest first."""
        query = {"status": "open"}
        return await self._records.find(tenant_id, query, sort=(("created_at", 1),))

    async def close(
        self,
        tenant_id: TenantId,
        escalation_id: str,
        *,
        closed_by: str,
        closed_at: datetime,
        resolution: str,
    ) -> EscalationRecord:
        """Close an open case, once.

        Raises:
            UserCanFix: ``REPLAY`` says who has closed it already; ``E_NOT_FOUND``.
        """
        changes = {
            "status": "closed",
            "closed_by": closed_by,
            "closed_at": closed_at,
            "resolution": resolution,
        }
        update = {"$set": changes}
        closed = await self._records.update(tenant_id, escalation_id, {"status": "open"}, update)
        if closed is None:
            before = await self._records.get(tenant_id, escalation_id)
            raise UserCanFix(
                "REPLAY",
                f"This case was already closed by {before.closed_by}.",
                "Look at its resolution; a new problem is a new case.",
            )
        return closed
