"""The service in this process: everything that a client may ask, over the same records and runs."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

from backend.aws.account import AwsAccount
from backend.aws.errors import AwsFailure
from backend.credentials.vault import CredentialVault
from backend.domain.aws_credentials import (
    CredentialScope,
    CredentialSpec,
    CredentialSummary,
    EnvironmentValuesSpec,
    SandboxAccountSpec,
)
from backend.domain.canonical import JsonObject
from backend.domain.commands import (
    AnswerIntake,
    CancelRun,
    DecideApproval,
    ForkRun,
    StartDeployment,
    StartOperation,
    StartRollback,
    UndoRun,
)
from backend.domain.errors import Bug, CopilotError, UserCanFix
from backend.domain.events import Event, EventType
from backend.domain.identifiers import ApplicationId, CredentialId, DeploymentId, GraphRunId, Scope
from backend.domain.memories import Match
from backend.domain.plans.approval import Actor
from backend.domain.plans.plan import AccountBinding
from backend.domain.secrets import Secret
from backend.domain.views import DeploymentView, EscalationView, RunReplay, RunView
from backend.runs.answers import as_answered
from backend.runs.following import followed
from backend.runs.learning.recalling import forgotten, recalled
from backend.runs.past.forking import fork_run
from backend.runs.past.records import session_records
from backend.runs.past.replaying import replay_of
from backend.runs.past.undoing import undo_run
from backend.runs.places import ENVIRONMENT, TENANT, RunPlace
from backend.runs.service import Audit, RunService
from backend.runs.views import deployment_view, escalation_view, event_of, run_view
from backend.stores.knowledge.library import Library
from backend.stores.repositories.deployments import DeploymentRecord
from backend.stores.repositories.everything import Repositories
from backend.stores.repositories.runs import RunRecord
from backend.tools.aws_deployer.account_digest import account_digest
from backend.tools.aws_deployer.call import Errand, Vault

OWNER = "local_owner"
_ANY_REGION = "us-east-1"
T = TypeVar("T")
_ENDS = (EventType.GRAPH_COMPLETED, EventType.GRAPH_FAILED)


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalCopilot:
    """``Copilot`` over this process's own records; without ``service`` it only reads."""

    repositories: Repositories
    vault: CredentialVault
    access: Vault
    audit: Audit
    library: Library
    service: RunService | None

    async def start_deployment(
        self, actor: Actor, command: StartDeployment, place: RunPlace | None = None
    ) -> GraphRunId:
        """See the protocol; a conversation says to which ``place`` the run belongs."""
        url = await self._sandbox_url(command.credential_id)
        working = self._working
        return await working.start_deployment(actor, command, sandbox_url=url, place=place)

    async def start_operation(
        self, actor: Actor, command: StartOperation, place: RunPlace | None = None
    ) -> GraphRunId:
        """See the protocol; ``place`` as above."""
        url = await self._sandbox_url(command.credential_id)
        working = self._working
        return await working.start_operation(actor, command, sandbox_url=url, place=place)

    async def start_rollback(
        self, actor: Actor, command: StartRollback, place: RunPlace | None = None
    ) -> GraphRunId:
        """See the protocol; ``place`` as above."""
        return await self._working.start_rollback(actor, command, place=place)

    async def decide_approval(self, actor: Actor, command: DecideApproval) -> None:
        """See the protocol."""
        await self._working.decide_approval(actor, command)

    async def answer_intake(self, actor: Actor, command: AnswerIntake) -> None:
        """See the protocol."""
        await self._working.answer_intake(actor, command)

    async def cancel_run(self, actor: Actor, command: CancelRun) -> None:
        """See the protocol."""
        await self._working.cancel_run(actor, command)

    async def run(self, graph_run_id: GraphRunId) -> RunView:
        """See the protocol."""
        run = await self.repositories.runs.get(TENANT, graph_run_id)
        records = await self.repositories.events.after(TENANT, run.session_id, 0)
        view = run_view(run, [event_of(record) for record in records])
        return await as_answered(self.repositories.approvals, view)

    async def runs(self, limit: int) -> tuple[RunView, ...]:
        """See the protocol."""
        latest = await self.repositories.runs.latest(TENANT, limit)
        return tuple([await self.run(run.graph_run_id) for run in latest])

    async def replay_run(self, graph_run_id: GraphRunId) -> RunReplay:
        """See the protocol."""
        run = await self.repositories.runs.get(TENANT, graph_run_id)
        log = await session_records(self.repositories, run)
        approvals = await self.repositories.approvals.of_run(TENANT, graph_run_id)
        return replay_of(run, log, approvals)

    async def fork_run(self, actor: Actor, command: ForkRun) -> GraphRunId:
        """See the protocol."""
        return await fork_run(self._working, actor, command)

    async def undo_run(self, actor: Actor, command: UndoRun) -> GraphRunId:
        """See the protocol."""
        return await undo_run(self._working, actor, command)

    async def deployments(self) -> tuple[DeploymentView, ...]:
        """See the protocol."""
        found = await self.repositories.deployments.of_tenant(TENANT)
        return tuple([await self._view(deployment) for deployment in found])

    async def escalations(self) -> tuple[EscalationView, ...]:
        """See the protocol."""
        return tuple(map(escalation_view, await self.repositories.escalations.open_ones(TENANT)))

    async def deployment(self, deployment_id: DeploymentId) -> DeploymentView:
        """See the protocol; of several with the name, the newest that is live."""
        found = await self.repositories.deployments.of_tenant(TENANT)
        named = [
            deployment
            for deployment in found
            if deployment_id in (deployment.deployment_id, deployment.application_id)
        ]
        if not named:
            raise UserCanFix(
                "E_NOT_FOUND",
                f"There is no deployment {deployment_id}.",
                "See what there is among the deployments.",
            )
        return await self._view(min(named, key=lambda known: known.status != "live"))

    async def events(
        self, graph_run_id: GraphRunId, after_sequence: int
    ) -> AsyncGenerator[Event, None]:
        """See the protocol."""
        run = await self.repositories.runs.get(TENANT, graph_run_id)
        subscription = self.repositories.events.subscribe(TENANT, run.session_id, after_sequence)
        service = None if await self._is_told_to_its_end(run) else self.service
        ended = service.host.result(graph_run_id) if service else None
        async with aclosing(followed(subscription, ended)) as records:
            async for record in records:
                event = event_of(record)
                if event.graph_run_id == graph_run_id:
                    yield event
                    if event.type in _ENDS:
                        return

    async def add_credential(self, actor: Actor, spec: CredentialSpec) -> CredentialSummary:
        """See the protocol; keys that AWS does not accept are not kept; an id stays the same."""
        scope = credential_scope()
        named = [item for item in await self.vault.list(scope) if item.name == spec.name]
        added = await self.vault.add(scope, spec)
        try:
            account_id, arn = await self._identity(added)
        except CopilotError:
            await self.vault.delete(scope, added.credential_id)
            raise
        if named:
            await self.vault.delete(scope, added.credential_id)
            added = await self.vault.replace(scope, named[0].credential_id, spec)
        await self._audited("credential_added", actor, added)
        return await self.vault.record_identity(
            scope, added.credential_id, account_id=account_id, arn=arn
        )

    async def delete_credential(self, actor: Actor, credential_id: CredentialId) -> None:
        """See the protocol."""
        for deployment in await self.repositories.deployments.of_tenant(TENANT):
            if deployment.credential_id == credential_id and deployment.status == "live":
                raise UserCanFix(
                    "E_CREDENTIAL_IN_USE",
                    f"The deployment {deployment.application_id} cannot be undone without it.",
                    "Roll the deployment back first.",
                )
        deleted = await self.vault.get(credential_scope(), credential_id)
        await self.vault.delete(credential_scope(), credential_id)
        await self._audited("credential_deleted", actor, deleted)

    async def credentials(self) -> tuple[CredentialSummary, ...]:
        """See the protocol."""
        found = await self.vault.list(credential_scope())
        return tuple(item for item in found if item.kind != "environment_values")

    async def keep_environment(
        self, actor: Actor, application_name: str, values: Mapping[str, Secret]
    ) -> dict[str, CredentialId]:
        """See the protocol."""
        if not values:
            return {}
        spec = EnvironmentValuesSpec(name=application_name[:64], values=dict(values))
        kept = await self.vault.add(credential_scope(), spec)
        await self._audited("environment_kept", actor, kept)
        return dict.fromkeys(values, kept.credential_id)

    async def account_digest(self, credential_id: CredentialId, region: str) -> JsonObject:
        """See the protocol."""
        binding = await self._binding(credential_id, region)
        async with self.access.open_account(_scope(), binding, Errand(name="digest")) as account:
            return await _asked(account_digest, account)

    async def memories(self, text: str, limit: int) -> tuple[Match, ...]:
        """See the protocol."""
        return await recalled(self.library, text, limit)

    async def forget_memory(self, actor: Actor, memory_id: str) -> None:
        """See the protocol."""
        await forgotten(self.library, self.audit, actor, memory_id)

    @property
    def _working(self) -> RunService:
        if self.service is None:
            raise Bug("E_READ_ONLY", "This program was opened for reading.", "Report this.")
        return self.service

    async def _sandbox_url(self, credential_id: CredentialId) -> str | None:
        async with self.vault.reveal(credential_scope(), credential_id, purpose="target") as spec:
            return spec.endpoint_url if isinstance(spec, SandboxAccountSpec) else None

    async def _is_told_to_its_end(self, run: RunRecord) -> bool:
        """Whether its log says all; the engine has forgotten a run that ended long ago."""
        if run.status != "ended":
            return False
        records = await self.repositories.events.after(TENANT, run.session_id, 0)
        events = [event_of(record) for record in records]
        return any(e.graph_run_id == run.graph_run_id and e.type in _ENDS for e in events)

    async def _audited(self, kind: str, actor: Actor, subject: CredentialSummary) -> None:
        detail: JsonObject = {"credential_id": subject.credential_id, "name": subject.name}
        await self.audit.append(kind, actor=actor.user_id, scope=_scope(), detail=detail)

    async def _view(self, deployment: DeploymentRecord) -> DeploymentView:
        known = self.repositories.deployments
        releases = await known.releases(TENANT, deployment.deployment_id)
        return deployment_view(deployment, releases)

    async def _identity(self, added: CredentialSummary) -> tuple[str, str]:
        binding = await self._binding(added.credential_id, _ANY_REGION)
        async with self.access.open_account(_scope(), binding, Errand(name="identity")) as account:
            return await _asked(AwsAccount.identity, account)

    async def _binding(self, credential_id: CredentialId, region: str) -> AccountBinding:
        summary = await self.vault.get(credential_scope(), credential_id)
        return AccountBinding(
            account_id=summary.account_id or "000000000000",
            caller_arn=summary.arn or "",
            region=region,
            credential_id=credential_id,
            is_sandbox=summary.is_sandbox,
        )


def credential_scope() -> CredentialScope:
    """Whose credentials a local installation keeps."""
    return CredentialScope(tenant_id=TENANT, environment_id=ENVIRONMENT, user_id=OWNER)


async def _asked(question: Callable[[AwsAccount], T], account: AwsAccount) -> T:
    """The answer of a blocking read; AWS's refusal as our error."""
    try:
        return await asyncio.to_thread(question, account)
    except AwsFailure as failure:
        raise failure.error from None


def _scope() -> Scope:
    return Scope(
        tenant_id=TENANT, environment_id=ENVIRONMENT, application_id=ApplicationId("unnamed")
    )
