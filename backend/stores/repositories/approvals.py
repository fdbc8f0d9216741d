"""Approvals: questions to a person, each answered exactly once."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import JsonValue

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import ApprovalId, GraphRunId, SessionId, TenantId
from backend.stores.documents import DocumentStore
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema


class ApprovalRecord(Record):
    """A question and, once it is decided, its one answer."""

    id_field: ClassVar[str] = "approval_id"

    approval_id: ApprovalId
    graph_run_id: GraphRunId
    session_id: SessionId
    plan_digest: str
    change_set_digest: str
    request: dict[str, JsonValue]
    """What was displayed."""
    status: Literal["open", "decided"] = "open"
    decision: dict[str, JsonValue] | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None


class Approvals:
    """The collection ``approvals``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "approvals", ApprovalRecord)

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._records.index("graph_run_id")
        await self._records.index("status")

    async def ask(self, approval: ApprovalRecord) -> None:
        """Keep an open question; asking it again changes nothing, also after its answer.

        Raises:
            DuplicateDocument: the id is another tenant's.
        """
        query = {"approval_id": approval.approval_id}
        if await self._records.find_one(approval.tenant_id, query) is None:
            await self._records.insert(approval)

    async def get(self, tenant_id: TenantId, approval_id: ApprovalId) -> ApprovalRecord:
        """One approval.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        return await self._records.get(tenant_id, approval_id)

    async def of_run(self, tenant_id: TenantId, graph_run_id: GraphRunId) -> list[ApprovalRecord]:
        """The questions of a run, oldest first."""
        query = {"graph_run_id": graph_run_id}
        return await self._records.find(tenant_id, query, sort=(("created_at", 1),))

    async def decide(
        self,
        tenant_id: TenantId,
        approval_id: ApprovalId,
        *,
        decision: dict[str, JsonValue],
        decided_by: str,
        decided_at: datetime,
    ) -> ApprovalRecord:
        """Answer an open question. Of many answers, at once or later, exactly one succeeds.

        Raises:
            UserCanFix: ``REPLAY`` says who has decided already; ``E_NOT_FOUND``.
        """
        changes = {
            "status": "decided",
            "decision": decision,
            "decided_by": decided_by,
            "decided_at": decided_at,
        }
        update = {"$set": changes}
        decided = await self._records.update(tenant_id, approval_id, {"status": "open"}, update)
        if decided is None:
            raise _replay(await self._records.get(tenant_id, approval_id))
        return decided


def _replay(approval: ApprovalRecord) -> UserCanFix:
    moment = approval.decided_at.isoformat(timespec="seconds") if approval.decided_at else "before"
    return UserCanFix(
        "REPLAY",
        f"This approval was already decided by {approval.decided_by} at {moment}.",
        "Look at the run to see how it went on; a new decision needs a new plan.",
    )
