"""The service of runs: takes commands, starts runs, and is the only place that seals a plan."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pydantic import JsonValue

from agentpro.journal import RunHost
from agentpro.run.turns import OWNER_INPUT
from agentpro.runtime import Runtime
from backend.aws.regions import require_region
from backend.domain.canonical import JsonObject, require_portable
from backend.domain.commands import (
    AnswerIntake,
    CancelRun,
    DecideApproval,
    StartDeployment,
    StartOperation,
    StartRollback,
)
from backend.domain.errors import CopilotError, UserCanFix
from backend.domain.identifiers import UNNAMED, CredentialId, GraphRunId, Scope
from backend.domain.operations import OPERATIONS
from backend.domain.plans.approval import Actor, Answer, Approval
from backend.domain.plans.change_set import ChangeSet
from backend.domain.plans.plan import Plan
from backend.domain.plans.sealing import SigningKey, seal_plan
from backend.domain.plans.verdict import Verdict
from backend.runs.answers import approval_of
from backend.runs.forms import open_form, require_form, require_usable
from backend.runs.lost_runs import end_lost_run
from backend.runs.places import TENANT, RunPlace, new_place, scope_of
from backend.stores.documents import DuplicateDocument
from backend.stores.repositories.approvals import ApprovalRecord
from backend.stores.repositories.everything import Repositories
from backend.stores.repositories.runs import RunRecord

CONTROL, ANSWERS = "control", "answers"


class Audit(Protocol):
    """Where it is written down who commanded what."""

    async def append(self, kind: str, *, actor: str, scope: Scope, detail: JsonObject) -> int: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class RunService:
    """Commands over runs.

    The mailbox message decides; the approval's document is its projection.
    """

    repositories: Repositories
    runtime: Runtime
    host: RunHost
    signing_key: SigningKey
    audit: Audit
    clock: Callable[[], datetime]

    async def start_deployment(
        self,
        actor: Actor,
        command: StartDeployment,
        *,
        sandbox_url: str | None,
        place: RunPlace | None = None,
    ) -> GraphRunId:
        """Start a run of the newest ``deploy`` graph; ``sandbox_url`` says that nothing in it is
        real.

        Raises:
            UserCanFix: ``E_UNKNOWN_REGION``, ``E_UNKNOWN_TARGET``, ``E_INVALID_NAME``, ….
        """
        request = command.request
        require_usable(request)
        scope = scope_of(request.application_name or UNNAMED)
        account = _account(command.credential_id, sandbox_url)
        inputs: dict[str, JsonValue] = {"request": request.to_json(), **account}
        return await self.begin("deploy", actor, scope, inputs, place or new_place())

    async def start_operation(
        self,
        actor: Actor,
        command: StartOperation,
        *,
        sandbox_url: str | None,
        place: RunPlace | None = None,
    ) -> GraphRunId:
        """Start a run of the newest ``operate`` graph; ``sandbox_url`` as above.

        Raises:
            UserCanFix: ``E_UNKNOWN_REGION``.
        """
        require_region("ec2", command.region)
        account = _account(command.credential_id, sandbox_url)
        inputs: dict[str, JsonValue] = {"operation": command.operation.to_json(), **account}
        scope = scope_of(OPERATIONS)
        return await self.begin("operate", actor, scope, inputs, place or new_place())

    async def start_rollback(
        self, actor: Actor, command: StartRollback, *, place: RunPlace | None = None
    ) -> GraphRunId:
        """Start a run of the newest ``rollback`` graph over the newest release.

        Raises:
            UserCanFix: ``E_NOT_FOUND``, or ``E_NOTHING_TO_UNDO`` where no release is left.
        """
        deployments = self.repositories.deployments
        deployment = await deployments.get(TENANT, command.deployment_id)
        releases = await deployments.releases(TENANT, command.deployment_id)
        newest = next((release for release in releases if not release.is_undone), None)
        if newest is None:
            raise UserCanFix(
                "E_NOTHING_TO_UNDO",
                f"The deployment {command.deployment_id} has no release left to undo.",
                "See what there is among the deployments.",
            )
        release: dict[str, JsonValue] = {
            "deployment_id": newest.deployment_id,
            "release_id": newest.release_id,
            "graph_run_id": newest.graph_run_id,
        }
        inputs: dict[str, JsonValue] = {
            "release": release,
            "region": deployment.region,
            "credential_id": deployment.credential_id,
            "is_sandbox": deployment.is_sandbox,
        }
        return await self.begin("rollback", actor, deployment.scope, inputs, place or new_place())

    async def decide_approval(self, actor: Actor, command: DecideApproval) -> None:
        """Seal an approval, or carry a rejection, into the run's mailbox; the first answer counts.

        Raises:
            UserCanFix: ``APPROVAL_NOT_BOUND``, ``E_NOT_APPROVED``, ``PLAN_EXPIRED``, ``REPLAY`` or
                ``E_RUN_ENDED``.
        """
        question = await self.repositories.approvals.get(TENANT, command.approval_id)
        await self._require_open(question)
        approval = approval_of(question, actor, command, self.clock())
        message = self._message(question, approval)
        decided = await self.repositories.approvals.decide(
            TENANT,
            command.approval_id,
            decision=message,
            decided_by=actor.user_id,
            decided_at=approval.decided_at,
        )
        detail = {**command.to_json(), "graph_run_id": question.graph_run_id}
        await self._audited("approval_decided", actor, question.scope, detail)
        await self._deliver(decided)

    async def answer_intake(self, actor: Actor, command: AnswerIntake) -> None:
        """Give a run the values of its form; valid ones only, and only the first answer counts.

        Raises:
            UserCanFix: ``E_INVALID_FORM`` says of each field what is wrong; ``E_FORM_NOT_OPEN``.
        """
        require_form(command.request)
        run = await self.repositories.runs.get(TENANT, command.graph_run_id)
        form = await open_form(self.repositories.events, run)
        answer = command.request.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        await self._audited("intake_answered", actor, run.scope, {"graph_run_id": run.graph_run_id})
        await self.host.send(run.graph_run_id, ANSWERS, answer, form)

    async def cancel_run(self, actor: Actor, command: CancelRun) -> None:
        """Ask a run to stop; one that has ended stays as it is.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        run = await self.repositories.runs.get(TENANT, command.graph_run_id)
        if run.status != "ended":
            detail: JsonObject = {"graph_run_id": run.graph_run_id}
            await self._audited("run_cancelled", actor, run.scope, detail)
            message: JsonObject = {"kind": "cancelled", "actor": actor.to_json(), "reason": None}
            # Whatever the run waits for, a form or an approval, it must hear of it.
            for topic in (CONTROL, ANSWERS):
                key = f"cancel:{topic}:{run.graph_run_id}"
                await self.host.send(run.graph_run_id, topic, message, key)

    async def recover(self) -> None:
        """Heal what a crash left between two writes, before anything else is served.

        An answer that was decided is sent once more; a run that the engine does not go on with is
        ended in its record too.
        """
        started = set(await self.host.unfinished())
        for run in await self.repositories.runs.open_everywhere():
            if run.graph_run_id not in started:
                await end_lost_run(self.repositories, self.host, run, self.clock())
            else:
                await self._deliver_decided(run)

    async def deliver_decided(self) -> None:
        """Send again what waiting runs were answered and may not have heard; each hears it once.

        An answer that was written down counts, and is never refused because the engine was away.
        """
        for run in await self.repositories.runs.open_everywhere():
            if run.status == "waiting":
                with suppress(CopilotError):  # the next run may be reached, and this one later
                    await self._deliver_decided(run)

    async def _deliver_decided(self, run: RunRecord) -> None:
        known = await self.repositories.approvals.of_run(run.tenant_id, run.graph_run_id)
        for question in known:
            if question.status == "decided":
                await self._deliver(question)

    async def begin(
        self,
        graph: str,
        actor: Actor,
        scope: Scope,
        inputs: dict[str, JsonValue],
        place: RunPlace,
    ) -> GraphRunId:
        """Start a run of the newest graph of that name, once for each ``place``; raise
        ``E_VALUE_NOT_PORTABLE`` for inputs that could not be written down.
        """
        require_portable(inputs)
        run_id = place.graph_run_id
        definition = self.runtime.load_graph(graph)
        run = RunRecord(
            **scope.model_dump(),
            created_at=self.clock(),
            graph_run_id=run_id,
            graph_id=definition.graph_id,
            session_id=place.session_id,
            actor=actor.to_json(),
        )
        await self._audited(f"{graph}_started", actor, scope, {"graph_run_id": run_id})
        with suppress(DuplicateDocument):
            await self.repositories.runs.add(run)
        who: dict[str, JsonValue] = {"actor": actor.to_json(), OWNER_INPUT: actor.user_id}
        inputs = {**inputs, "scope": scope.to_json(), **who}
        await self.runtime.run_graph(definition.graph_id, inputs, graph_run_id=run_id)
        return run_id

    async def _audited(self, kind: str, actor: Actor, scope: Scope, detail: JsonObject) -> None:
        await self.audit.append(kind, actor=actor.user_id, scope=scope, detail=detail)

    async def _require_open(self, question: ApprovalRecord) -> None:
        """A run that was cancelled or expired leaves its question open, and hears no answer."""
        run = await self.repositories.runs.get(TENANT, question.graph_run_id)
        if question.status == "open" and run.status == "ended":
            raise UserCanFix(
                "E_RUN_ENDED",
                f"The run {run.graph_run_id} has ended ({run.completion_state}) without an answer.",
                "Start it again if you still want it.",
            )

    async def _deliver(self, question: ApprovalRecord) -> None:
        message = question.decision or {}
        await self.host.send(question.graph_run_id, CONTROL, message, question.approval_id)

    def _message(self, question: ApprovalRecord, approval: Approval) -> dict[str, JsonValue]:
        said: dict[str, JsonValue] = {
            "kind": approval.answer.value,
            "actor": approval.actor.to_json(),
            "reason": approval.reason,
        }
        if approval.answer is Answer.REJECTED:
            return said
        sealed = seal_plan(
            graph_run_id=question.graph_run_id,
            plan=Plan.from_json(question.request["plan"]),
            verdict=Verdict.from_json(question.request["verdict"]),
            change_set=ChangeSet.from_json(question.request["change_set"]),
            approval=approval,
            signing_key=self.signing_key,
            now=self.clock(),
        )
        return {**said, "sealed_plan": sealed.to_json()}


def _account(credential_id: CredentialId, sandbox_url: str | None) -> dict[str, JsonValue]:
    return {
        "credential_id": credential_id,
        "is_sandbox": sandbox_url is not None,
        "sandbox_url": sandbox_url,
    }
