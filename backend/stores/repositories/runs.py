"""Runs: one record for each execution of a graph version."""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import JsonValue

from backend.domain.identifiers import DeploymentId, GraphRunId, SessionId, TenantId
from backend.stores.documents import DocumentStore
from backend.stores.repositories.records import Record, Records, not_found
from backend.stores.schema import Schema

RunStatus = Literal["running", "waiting", "ended"]
CompletionState = Literal["succeeded", "rejected", "expired", "cancelled", "undone", "escalated"]


class RunRecord(Record):
    """What is known of a run from outside; its journal is elsewhere."""

    id_field: ClassVar[str] = "graph_run_id"

    graph_run_id: GraphRunId
    graph_id: str
    session_id: SessionId
    actor: dict[str, JsonValue]
    status: RunStatus = "running"
    completion_state: CompletionState | None = None
    deployment_id: DeploymentId | None = None
    ended_at: datetime | None = None
    error: dict[str, JsonValue] | None = None
    account_before: dict[str, JsonValue] | None = None
    """What the account looked like when the run's last plan was begun (``AccountDigest``)."""
    account_after: dict[str, JsonValue] | None = None


class Runs:
    """The collection ``runs``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._records = Records(store, schema, "runs", RunRecord)

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._records.index("session_id")
        await self._records.index("tenant_id", "created_at")
        await self._records.index("status")

    async def add(self, run: RunRecord) -> None:
        """Note that a run begins.

        Raises:
            DuplicateDocument: the id is taken.
        """
        await self._records.insert(run)

    async def get(self, tenant_id: TenantId, graph_run_id: GraphRunId) -> RunRecord:
        """One run.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        return await self._records.get(tenant_id, graph_run_id)

    async def anywhere(self, graph_run_id: GraphRunId) -> RunRecord:
        """One run of whatever tenant, for the program's own work.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        found = await self._records.find_everywhere({"graph_run_id": graph_run_id}, limit=1)
        if not found:
            raise not_found("runs", graph_run_id)
        return found[0]

    async def latest(self, tenant_id: TenantId, limit: int) -> list[RunRecord]:
        """The latest runs, newest first."""
        return await self._records.find(tenant_id, {}, sort=(("created_at", -1),), limit=limit)

    async def of_session(self, tenant_id: TenantId, session_id: SessionId) -> list[RunRecord]:
        """The runs of one conversation, oldest first."""
        query = {"session_id": session_id}
        return await self._records.find(tenant_id, query, sort=(("created_at", 1),))

    async def open_everywhere(self) -> list[RunRecord]:
        """The runs of all tenants that have not ended, for the service's own start."""
        query = {"status": {"$in": ["running", "waiting"]}}
        return await self._records.find_everywhere(query, sort=(("created_at", 1),))

    async def change(
        self, tenant_id: TenantId, graph_run_id: GraphRunId, **changes: JsonValue | datetime | None
    ) -> RunRecord:
        """Change fields of a run that has not ended; one that has stays as it is.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        query = {"status": {"$ne": "ended"}}
        changed = await self._records.update(tenant_id, graph_run_id, query, {"$set": changes})
        return changed or await self._records.get(tenant_id, graph_run_id)

    async def end(
        self,
        tenant_id: TenantId,
        graph_run_id: GraphRunId,
        *,
        completion_state: CompletionState,
        ended_at: datetime,
        error: dict[str, JsonValue] | None = None,
        expires_at: datetime | None = None,
    ) -> RunRecord:
        """Note how a run has ended, and until when that is kept. Only the first end counts.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        return await self.change(
            tenant_id,
            graph_run_id,
            status="ended",
            completion_state=completion_state,
            ended_at=ended_at,
            error=error,
            expires_at=expires_at,
        )

    async def expire(
        self, tenant_id: TenantId, graph_run_id: GraphRunId, expires_at: datetime
    ) -> None:
        """Keep an ended run until then; the release that it made is gone."""
        update = {"$set": {"expires_at": expires_at}}
        await self._records.update(tenant_id, graph_run_id, {"status": "ended"}, update)
