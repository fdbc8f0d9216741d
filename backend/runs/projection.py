"""Records that follow from a run's events: its question, its deployment, its case, its end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import JsonValue

from agentpro.observers import GraphEvent
from backend.domain.identifiers import ApprovalId, SessionId
from backend.domain.plans.change_set import ChangeSet
from backend.domain.plans.plan import Plan
from backend.stores.repositories.approvals import ApprovalRecord
from backend.stores.repositories.deployments import DeploymentRecord, ReleaseRecord
from backend.stores.repositories.escalations import EscalationRecord
from backend.stores.repositories.everything import Repositories
from backend.stores.repositories.runs import RunRecord

Redact = Callable[[JsonValue], JsonValue]


@dataclass(frozen=True, slots=True)
class Projection:
    """Writes each record idempotently; what it keeps went through the redaction."""

    repositories: Repositories
    redact: Redact
    clock: Callable[[], datetime]

    async def project(self, run: RunRecord, event: GraphEvent) -> None:
        """Bring the records up to date with one event; most events change none."""
        payload: Any = self.redact({**event.payload})
        match event.event_type:
            case "approval_requested":
                await self._ask(run, payload)
            case "approval_decided":
                await self._change(run, status="running")
            case "escalation_opened":
                await self._escalate(run, payload)
            case "deployment_succeeded":
                await self._release(run, payload)
            case "graph_failed":
                await self._escalate(
                    run, {"escalation_id": f"{run.graph_run_id}.failed", "failure": payload}
                )
                await self._end(run, payload)
            case "graph_completed":
                await self._end(run, payload)
            case _:
                pass

    async def _ask(self, run: RunRecord, payload: Any) -> None:
        plan, change_set = (
            Plan.from_json(payload["plan"]),
            ChangeSet.from_json(payload["change_set"]),
        )
        await self.repositories.approvals.ask(
            ApprovalRecord(
                **run.scope.model_dump(),
                created_at=self.clock(),
                approval_id=ApprovalId(payload["approval_id"]),
                graph_run_id=run.graph_run_id,
                session_id=SessionId(run.session_id),
                plan_digest=plan.digest,
                change_set_digest=change_set.digest,
                request=payload,
            )
        )
        await self._change(run, status="waiting", deployment_id=plan.deployment_id)

    async def _escalate(self, run: RunRecord, payload: Any) -> None:
        await self.repositories.escalations.open(
            EscalationRecord(
                **run.scope.model_dump(),
                created_at=self.clock(),
                escalation_id=payload["escalation_id"],
                graph_run_id=run.graph_run_id,
                reason_code=str(_inside(payload, "failure").get("error_code")),
                snapshot=payload,
            )
        )

    async def _release(self, run: RunRecord, payload: Any) -> None:
        plan = Plan.from_json(payload["plan"])
        if run.graph_id.startswith("rollback@"):
            await self._take_back(run, plan)
            return
        await self._keep_release(run, plan, payload)
        await self._keep_deployment(run, plan, str(_inside(payload, "outputs").get("url") or ""))

    async def _keep_release(self, run: RunRecord, plan: Plan, payload: Any) -> None:
        questions = await self.repositories.approvals.of_run(run.tenant_id, run.graph_run_id)
        await self.repositories.deployments.save_release(
            ReleaseRecord(
                **run.scope.model_dump(),
                created_at=run.created_at,
                release_id=plan.release_id,
                deployment_id=plan.deployment_id,
                graph_run_id=run.graph_run_id,
                plan_digest=plan.digest,
                change_set_digest=questions[-1].change_set_digest,
                artefact_digest=plan.artefacts[0].digest if plan.artefacts else None,
                source=plan.source.to_json() if plan.source else {},
                outputs={
                    "outputs": payload["outputs"],
                    "steps": payload["steps"],
                    "plan": payload["plan"],
                },
            )
        )

    async def _keep_deployment(self, run: RunRecord, plan: Plan, url: str) -> None:
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
                url=url or None,
                is_sandbox=plan.account.is_sandbox,
            )
        )

    async def _take_back(self, run: RunRecord, plan: Plan) -> None:
        """The rolled-back release is undone; the one before it is live again, or nothing is."""
        deployments = self.repositories.deployments
        releases = await deployments.releases(run.tenant_id, plan.deployment_id)
        for release in releases:
            if release.release_id == plan.release_id:
                await deployments.save_release(release.model_copy(update={"is_undone": True}))
        left = [
            release
            for release in releases
            if not release.is_undone and release.release_id != plan.release_id
        ]
        deployment = await deployments.get(run.tenant_id, plan.deployment_id)
        changes = (
            {"release_id": left[0].release_id}
            if left
            else {
                "release_id": None,
                "url": None,
                "status": "torn_down",
                "torn_down_at": self.clock(),
            }
        )
        await deployments.save(deployment.model_copy(update=changes))

    async def _end(self, run: RunRecord, payload: Any) -> None:
        await self.repositories.locks.release(run.tenant_id, run.graph_run_id)
        await self.repositories.runs.end(
            run.tenant_id,
            run.graph_run_id,
            completion_state=payload.get("completion_state") or "escalated",
            ended_at=self.clock(),
        )

    async def _change(self, run: RunRecord, **changes: JsonValue) -> None:
        await self.repositories.runs.change(run.tenant_id, run.graph_run_id, **changes)


def _inside(payload: Any, name: str) -> dict[str, Any]:
    return payload.get(name) or {}
