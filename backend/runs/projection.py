"""Records that follow from a run's events: its question, its deployment, its case, its end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import JsonValue

from agentpro.observers import GraphEvent
from backend.domain.identifiers import ApprovalId, SessionId
from backend.domain.operations import is_operation
from backend.domain.plans.change_set import ChangeSet
from backend.domain.plans.plan import Plan
from backend.runs.releases import RETENTION, Releases
from backend.stores.repositories.approvals import ApprovalRecord
from backend.stores.repositories.escalations import EscalationRecord
from backend.stores.repositories.everything import Repositories
from backend.stores.repositories.runs import RunRecord

Redact = Callable[[JsonValue], JsonValue]


@dataclass(frozen=True, slots=True)
class Projection:
    """Writes each record idempotently; what it keeps went through the redaction."""

    repositories: Repositories
    releases: Releases
    redact: Redact
    clock: Callable[[], datetime]

    async def project(self, run: RunRecord, event: GraphEvent) -> None:
        """Bring the records up to date with one event; most events change none."""
        payload: Any = self.redact({**event.payload})
        match event.event_type:
            case "intake_completed":
                await self._name(run, payload["request"]["application_name"])
            case "approval_requested":
                await self._ask(run, payload)
            case "approval_decided" | "account_digested":
                await self._change(run, **_news(event.event_type, payload))
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

    async def _name(self, run: RunRecord, application_name: str) -> None:
        """A run that began without a name is from now on a run of that application."""
        scope = run.scope.named(application_name)
        if scope != run.scope:
            await self._change(run, application_id=scope.application_id)

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
        belongs_to = None if is_operation(run.graph_id) else plan.deployment_id
        await self._change(run, status="waiting", deployment_id=belongs_to)

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
        if is_rollback(run):
            await self.releases.take_back(run, plan)
        else:
            await self.releases.keep(run, plan, payload)

    async def _end(self, run: RunRecord, payload: Any) -> None:
        state = payload.get("completion_state") or "escalated"
        is_live = state == "succeeded" and not (is_rollback(run) or is_operation(run.graph_id))
        now = self.clock()
        await self.repositories.locks.release(run.tenant_id, run.graph_run_id)
        await self.repositories.runs.end(
            run.tenant_id,
            run.graph_run_id,
            completion_state=state,
            ended_at=now,
            expires_at=None if is_live or state == "escalated" else now + RETENTION,
        )

    async def _change(self, run: RunRecord, **changes: JsonValue) -> None:
        await self.repositories.runs.change(run.tenant_id, run.graph_run_id, **changes)


def _news(event_type: str, payload: Any) -> dict[str, JsonValue]:
    """The fields of a run that an event alone changes."""
    if event_type == "approval_decided":
        return {"status": "running"}
    return {f"account_{payload['moment']}": payload}


def is_rollback(run: RunRecord) -> bool:
    """Whether the run takes a release back instead of making one."""
    return run.graph_id.startswith("rollback@")


def _inside(payload: Any, name: str) -> dict[str, Any]:
    return payload.get(name) or {}
