"""The service as every client sees it: in this process, or behind a server that holds the data
directory.
"""

from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from backend.domain.aws_credentials import CredentialSpec, CredentialSummary
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
from backend.domain.events import Event
from backend.domain.identifiers import CredentialId, DeploymentId, GraphRunId
from backend.domain.memories import Match
from backend.domain.plans.approval import Actor
from backend.domain.secrets import Secret
from backend.domain.views import DeploymentView, EscalationView, RunReplay, RunView


class Copilot(Protocol):
    """All commands and questions. Every method may raise ``CopilotError``."""

    async def start_deployment(self, actor: Actor, command: StartDeployment) -> GraphRunId:
        """Start a run; it goes on by itself until it needs an answer or ends."""
        ...

    async def start_operation(self, actor: Actor, command: StartOperation) -> GraphRunId:
        """Start a run of single actions: reads are answered, changes wait for an approval."""
        ...

    async def start_rollback(self, actor: Actor, command: StartRollback) -> GraphRunId:
        """Start a run that undoes the newest release of a deployment."""
        ...

    async def decide_approval(self, actor: Actor, command: DecideApproval) -> None:
        """Answer an open question; only the first answer counts (``REPLAY`` says who gave it)."""
        ...

    async def answer_intake(self, actor: Actor, command: AnswerIntake) -> None:
        """Answer a run's form."""
        ...

    async def cancel_run(self, actor: Actor, command: CancelRun) -> None:
        """Ask a run to stop; it undoes what it applied first."""
        ...

    async def run(self, graph_run_id: GraphRunId) -> RunView:
        """One run; ``E_NOT_FOUND`` if there is none."""
        ...

    async def runs(self, limit: int) -> tuple[RunView, ...]:
        """The newest runs first."""
        ...

    async def replay_run(self, graph_run_id: GraphRunId) -> RunReplay:
        """A run rebuilt from its events alone, held against its records."""
        ...

    async def fork_run(self, actor: Actor, command: ForkRun) -> GraphRunId:
        """Start a run where another one had come to a node; no approval is reused."""
        ...

    async def undo_run(self, actor: Actor, command: UndoRun) -> GraphRunId:
        """Start a run that takes back what one that has ended has left."""
        ...

    async def deployments(self) -> tuple[DeploymentView, ...]:
        """All deployments, the newest first."""
        ...

    async def deployment(self, deployment_id: DeploymentId) -> DeploymentView:
        """One deployment, by its id or its application's name; ``E_NOT_FOUND`` if there is none."""
        ...

    async def escalations(self) -> tuple[EscalationView, ...]:
        """The cases that wait for a person, the oldest first."""
        ...

    def events(self, graph_run_id: GraphRunId, after_sequence: int) -> AsyncIterator[Event]:
        """The run's events after ``after_sequence``, then new ones as they come, to its end."""
        ...

    async def add_credential(self, actor: Actor, spec: CredentialSpec) -> CredentialSummary:
        """Store keys after asking STS whose they are; one of the same name is replaced."""
        ...

    async def delete_credential(self, actor: Actor, credential_id: CredentialId) -> None:
        """Forget keys for good; ``E_CREDENTIAL_IN_USE`` while a deployment needs them."""
        ...

    async def credentials(self) -> tuple[CredentialSummary, ...]:
        """What is stored, without the keys."""
        ...

    async def keep_environment(
        self, actor: Actor, application_name: str, values: Mapping[str, Secret]
    ) -> dict[str, CredentialId]:
        """Put the values of environment variables into the vault; a plan holds only these
        references.
        """
        ...

    async def account_digest(self, credential_id: CredentialId, region: str) -> JsonObject:
        """Everything in the account that the catalogue can touch, with its digest."""
        ...

    async def memories(self, text: str, limit: int) -> tuple[Match, ...]:
        """What earlier runs have taught: what fits ``text`` best, or without one the newest."""
        ...

    async def forget_memory(self, actor: Actor, memory_id: str) -> None:
        """Delete a memory for good; ``E_NOT_FOUND`` if there is none."""
        ...
