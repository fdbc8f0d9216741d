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
from backend.domain.plans.approval import Answer


class StartDeployment(Value):
    """Plan the deployment of an application with the named credentials."""

    type: Literal["start_deployment"] = "start_deployment"
    request: DeploymentRequest
    credential_id: CredentialId


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
    StartDeployment | StartRollback | DecideApproval | CancelRun | AnswerIntake | SendMessage,
    Field(discriminator="type"),
]
COMMANDS: TypeAdapter[Command] = TypeAdapter(Command)
