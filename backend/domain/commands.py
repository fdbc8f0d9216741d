"""What a client may ask for; an unknown type or an extra field is refused."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from backend.domain.identifiers import (
    ApprovalId,
    CredentialId,
    DeploymentId,
    GraphRunId,
    StepId,
    Value,
)
from backend.domain.intake import DeploymentRequest
from backend.domain.operations import Operation
from backend.domain.plans.approval import Answer


class StartDeployment(Value):
    """Plan the deployment of an application with the named credentials."""

    type: Literal["start_deployment"] = "start_deployment"
    request: DeploymentRequest
    credential_id: CredentialId


class StartOperation(Operation):
    """Read from, or plan a change of, the account with the named credentials."""

    type: Literal["start_operation"] = "start_operation"
    credential_id: CredentialId

    @property
    def operation(self) -> Operation:
        """What is to be done, without who does it."""
        return Operation(calls=self.calls, region=self.region)


class StartRollback(Value):
    """Plan the undoing of a deployment's newest release."""

    type: Literal["start_rollback"] = "start_rollback"
    deployment_id: DeploymentId


class DecideApproval(Value):
    """A person's answer, over both digests as they were displayed."""

    type: Literal["decide_approval"] = "decide_approval"
    approval_id: ApprovalId
    plan_digest: str
    change_set_digest: str
    answer: Answer
    confirmed_steps: dict[StepId, str] = Field(default_factory=dict[StepId, str])
    allowed_exposures: tuple[StepId, ...] = ()
    reason: str | None = Field(default=None, max_length=2000)


class CancelRun(Value):
    """Stop a run; what it applied is undone first."""

    type: Literal["cancel_run"] = "cancel_run"
    graph_run_id: GraphRunId


class ForkRun(Value):
    """Start a run where another one had come to a node: by default, the last time."""

    type: Literal["fork_run"] = "fork_run"
    graph_run_id: GraphRunId
    node: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    visit: int | None = Field(default=None, ge=1)


class UndoRun(Value):
    """Plan the undoing of what a run that has ended could not take back."""

    type: Literal["undo_run"] = "undo_run"
    graph_run_id: GraphRunId


class AnswerIntake(Value):
    """The values of an intake form."""

    type: Literal["answer_intake"] = "answer_intake"
    graph_run_id: GraphRunId
    request: DeploymentRequest


class SendMessage(Value):
    """What a person says; sending it again under the same ``message_id`` adds nothing."""

    type: Literal["send_message"] = "send_message"
    message_id: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    text: str = Field(min_length=1, max_length=8000)


Command = Annotated[
    StartDeployment
    | StartOperation
    | StartRollback
    | DecideApproval
    | CancelRun
    | ForkRun
    | UndoRun
    | AnswerIntake
    | SendMessage,
    Field(discriminator="type"),
]
COMMANDS: TypeAdapter[Command] = TypeAdapter(Command)
