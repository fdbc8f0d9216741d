"""Deployments and their releases: what runs in an environment, and every version that was
applied.
"""

from datetime import datetime
from typing import ClassVar, Literal

from pydantic import JsonValue

from backend.domain.identifiers import (
    ArtefactDigest,
    CredentialId,
    DeploymentId,
    GraphRunId,
    ReleaseId,
    TenantId,
)
from backend.stores.documents import DocumentStore
from backend.stores.repositories.records import Record, Records
from backend.stores.schema import Schema

DeploymentStatus = Literal["deploying", "live", "failed", "torn_down"]


class DeploymentRecord(Record):
    """An application running in an environment. It expires only after ``torn_down_at``."""

    id_field: ClassVar[str] = "deployment_id"

    deployment_id: DeploymentId
    target: str
    account_id: str
    region: str
    credential_id: CredentialId
    status: DeploymentStatus
    release_id: ReleaseId | None = None
    url: str | None = None
    is_sandbox: bool = False
    torn_down_at: datetime | None = None


class ReleaseRecord(Record):
    """One applied version of a deployment."""

    id_field: ClassVar[str] = "release_id"

    release_id: ReleaseId
    deployment_id: DeploymentId
    graph_run_id: GraphRunId
    plan_digest: str
    change_set_digest: str
    artefact_digest: ArtefactDigest | None = None
    source: dict[str, JsonValue]
    """Where the code came from: commit, or digest of its content."""
    outputs: dict[str, JsonValue]
    is_undone: bool = False
    account_before: dict[str, JsonValue] | None = None
    """What the account looked like before this release was applied (``AccountDigest``)."""
    account_after: dict[str, JsonValue] | None = None


class Deployments:
    """The collections ``deployments`` and ``releases``."""

    def __init__(self, store: DocumentStore, schema: Schema) -> None:
        self._deployments = Records(store, schema, "deployments", DeploymentRecord)
        self._releases = Records(store, schema, "releases", ReleaseRecord)

    async def prepare(self) -> None:
        """Make the indexes."""
        await self._deployments.index("tenant_id", "environment_id", "application_id")
        await self._releases.index("deployment_id")
        await self._releases.index("graph_run_id")

    async def save(self, deployment: DeploymentRecord) -> None:
        """Keep a deployment as it is now."""
        await self._deployments.save(deployment)

    async def get(self, tenant_id: TenantId, deployment_id: DeploymentId) -> DeploymentRecord:
        """One deployment.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        return await self._deployments.get(tenant_id, deployment_id)

    async def of_tenant(self, tenant_id: TenantId) -> list[DeploymentRecord]:
        """All deployments, newest first."""
        return await self._deployments.find(tenant_id, {}, sort=(("created_at", -1),))

    async def save_release(self, release: ReleaseRecord) -> None:
        """Keep a release as it is now."""
        await self._releases.save(release)

    async def releases(
        self, tenant_id: TenantId, deployment_id: DeploymentId
    ) -> list[ReleaseRecord]:
        """The releases of a deployment, newest first."""
        query = {"deployment_id": deployment_id}
        return await self._releases.find(tenant_id, query, sort=(("created_at", -1),))

    async def release_of_run(
        self, tenant_id: TenantId, graph_run_id: GraphRunId
    ) -> ReleaseRecord | None:
        """The release that a run has made, if it has made one."""
        return await self._releases.find_one(tenant_id, {"graph_run_id": graph_run_id})
