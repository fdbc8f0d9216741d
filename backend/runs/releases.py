"""Deployments and releases as runs make and undo them.

While a resource of a deployment exists, its records stay; they expire ``RETENTION`` after its
teardown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.domain.plans.plan import Plan
from backend.stores.repositories.deployments import DeploymentRecord, ReleaseRecord
from backend.stores.repositories.everything import Repositories
from backend.stores.repositories.runs import RunRecord

RETENTION = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Releases:
    """Writes each record idempotently."""

    repositories: Repositories
    clock: Callable[[], datetime]

    async def keep(self, run: RunRecord, plan: Plan, payload: dict[str, Any]) -> None:
        """A plan was applied and is healthy: its release is the deployment's newest."""
        questions = await self.repositories.approvals.of_run(run.tenant_id, run.graph_run_id)
        kept = {name: payload[name] for name in ("outputs", "steps", "plan")}
        known = await self.repositories.runs.get(run.tenant_id, run.graph_run_id)
        release = ReleaseRecord(
            **run.scope.model_dump(),
            created_at=run.created_at,
            release_id=plan.release_id,
            deployment_id=plan.deployment_id,
            graph_run_id=run.graph_run_id,
            plan_digest=plan.digest,
            change_set_digest=questions[-1].change_set_digest,
            artefact_digest=plan.artefacts[0].digest if plan.artefacts else None,
            source=plan.source.to_json() if plan.source else {},
            outputs=kept,
            account_before=known.account_before,
            account_after=known.account_after,
        )
        await self.repositories.deployments.save_release(release)
        url: dict[str, Any] = payload.get("outputs") or {}
        await self._save_deployment(run, plan, url.get("url"))

    async def take_back(self, run: RunRecord, plan: Plan) -> None:
        """The rolled-back release is undone; the one before it is live again, or nothing is.

        What was taken back of a run that had made no release changes no deployment; its cases are
        closed.
        """
        await self._close_cases(run, plan)
        deployments = self.repositories.deployments
        releases = await deployments.releases(run.tenant_id, plan.deployment_id)
        undone = next((item for item in releases if item.release_id == plan.release_id), None)
        if undone is None:
            return
        await deployments.save_release(undone.model_copy(update={"is_undone": True}))
        left = [item for item in releases if not item.is_undone and item is not undone]
        deployment = await deployments.get(run.tenant_id, plan.deployment_id)
        if left:
            changed = deployment.model_copy(update={"release_id": left[0].release_id})
            await deployments.save(changed)
        else:
            await self._tear_down(deployment, releases)

    async def _close_cases(self, run: RunRecord, plan: Plan) -> None:
        """Nothing is left of the run that the plan has undone, so nobody need look."""
        escalations = self.repositories.escalations
        for case in await escalations.open_ones(run.tenant_id):
            if case.graph_run_id == plan.undoes:
                await escalations.close(
                    run.tenant_id,
                    case.escalation_id,
                    closed_by=str(run.actor["user_id"]),
                    closed_at=self.clock(),
                    resolution=f"Taken back by the run {run.graph_run_id}.",
                )

    async def _save_deployment(self, run: RunRecord, plan: Plan, url: str | None) -> None:
        await self.repositories.deployments.save(
            DeploymentRecord(
                **run.scope.model_dump(),
                created_at=run.created_at,
                deployment_id=plan.deployment_id,
                target=plan.target,
                account_id=plan.account.account_id,
                region=plan.account.region,
                credential_id=plan.account.credential_id,
                status="live",
                release_id=plan.release_id,
                url=url,
                is_sandbox=plan.account.is_sandbox,
            )
        )

    async def _tear_down(self, deployment: DeploymentRecord, releases: list[ReleaseRecord]) -> None:
        now = self.clock()
        until = now + RETENTION
        ended = {"release_id": None, "url": None, "status": "torn_down", "torn_down_at": now}
        deployments, runs = self.repositories.deployments, self.repositories.runs
        for release in releases:
            changed = release.model_copy(update={"is_undone": True, "expires_at": until})
            await deployments.save_release(changed)
            await runs.expire(deployment.tenant_id, release.graph_run_id, until)
        await deployments.save(deployment.model_copy(update={**ended, "expires_at": until}))
