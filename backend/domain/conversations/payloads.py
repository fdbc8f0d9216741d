"""What events carry, by type: the shapes that a page may rely on.

They describe; nothing is refused at run time because of them. Journeys hold real events against
them, and the exported contract is made from them. Types that are not listed carry nothing to rely
on.
"""

from typing import Literal

from pydantic import AwareDatetime, JsonValue

from backend.domain.account_digests import AccountDigest
from backend.domain.canonical import JsonObject
from backend.domain.conversations.graph_payloads import (
    GraphCompleted,
    GraphFailed,
    GraphStarted,
    NodeCompleted,
    NodeQueued,
    NodeStarted,
    Payload,
    RunPaused,
    RunResumed,
)
from backend.domain.conversations.turns import Turn
from backend.domain.events import EventType
from backend.domain.identifiers import ApprovalId, GraphRunId, StepId, Value
from backend.domain.intake import DeploymentRequest
from backend.domain.operations import OperationAnswer
from backend.domain.plans.approval import Actor
from backend.domain.plans.change_set import ChangeSet
from backend.domain.plans.plan import Plan
from backend.domain.plans.verdict import Verdict


class Failure(Payload):
    """Why something failed, for people; ``step_id`` where a step did."""

    error_code: str
    message: str
    next_step: str
    node: str
    step_id: StepId | None = None


class IntakeRequested(Payload):
    """Values are missing; ``form`` is a JSON Schema, ``request`` what is known so far."""

    form: JsonObject
    missing: tuple[str, ...]
    request: DeploymentRequest
    graph_run_id: GraphRunId


class IntakeCompleted(Payload):
    """Everything mandatory is known."""

    request: DeploymentRequest


class Brief(Payload):
    """What was found in the source, in short."""

    summary: str
    critical_files: tuple[str, ...]


class BriefCreated(Payload):
    """The source was read."""

    brief: Brief


class PreflightCompleted(Payload):
    """What must hold beforehand does; ``package`` is what would be deployed."""

    account: JsonObject
    checks: JsonValue
    package: JsonObject


class PlanDrafted(Payload):
    """There is a plan; an older one of the run is void."""

    plan: Plan


class VerdictGiven(Payload):
    """Compliance has judged the plan."""

    verdict: Verdict


class ChangeSetCreated(Payload):
    """The plan was previewed."""

    change_set: ChangeSet


class ApprovalRequested(Payload):
    """A person is asked; the answer binds both digests, every exposure and every typed name."""

    approval_id: ApprovalId
    graph_run_id: GraphRunId
    plan: Plan
    plan_digest: str
    verdict: Verdict
    change_set: ChangeSet
    change_set_digest: str
    exposures: tuple[StepId, ...]
    confirmations: dict[StepId, str]
    expires_at: AwareDatetime


class ApprovalDecided(Payload):
    """The question is answered."""

    approval_id: ApprovalId
    answer: Literal["approved", "rejected", "expired", "cancelled"]
    actor: Actor | None
    """Who answered; nobody, where the question expired."""
    reason: str | None


class StepStarted(Payload):
    """A step's call is about to be made."""

    step_id: StepId
    title: str


class StepApplied(Payload):
    """A step is done; ``is_changed`` is false where everything was so already."""

    step_id: StepId
    outputs: JsonObject
    is_changed: bool


class StepFailed(Payload):
    """A step could not be done."""

    step_id: StepId
    failure: Failure


class StepUndone(Payload):
    """A step was taken back."""

    step_id: StepId
    resource: str


class StepLeft(StepUndone):
    """A step that could not be taken back."""

    error: JsonObject


class Undo(Payload):
    """What was taken back, and what resisted."""

    undone: tuple[StepUndone, ...]
    left: tuple[StepLeft, ...]


class UndoCompleted(Payload):
    """The undoing is over."""

    undo: Undo


class AccountDigested(AccountDigest, Payload):
    """What the account looked like at a moment of the run; ``reason`` where nobody could tell."""


class HealthChecked(Payload):
    """What the application answered; ``status`` is ``None`` when there was no answer."""

    url: str
    status: int | None
    is_healthy: bool
    body_excerpt: str
    attempts: int
    reason: str


class DeploymentEnded(Payload):
    """How a run ended, with all that is known; ``outputs`` holds the ``url`` of a deployment."""

    completion_state: str
    plan: Plan | None
    steps: JsonObject | None
    outputs: JsonObject | None
    health: JsonObject | None
    failure: Failure | None
    undo: Undo | None


class OperationAnswered(Payload):
    """What the reads of an operation found, in their order."""

    answers: tuple[OperationAnswer, ...]


class OperationEnded(Payload):
    """How an operation ended; a read changes nothing, and has no ``steps``."""

    completion_state: str
    plan: Plan | None
    steps: JsonObject | None
    failure: Failure | None
    undo: Undo | None


class EscalationOpened(Payload):
    """An operator has to look at it; a snapshot of what was known comes with it."""

    escalation_id: str


class GuardrailTripped(Payload):
    """Something was kept from being called, said or noted; nothing of it is quoted."""

    guardrail: str
    role: str
    node: str
    reason_code: str
    reasoning: str


PAYLOADS: dict[EventType, type[Value]] = {
    EventType.TURN_ADDED: Turn,
    EventType.GRAPH_STARTED: GraphStarted,
    EventType.NODE_QUEUED: NodeQueued,
    EventType.NODE_STARTED: NodeStarted,
    EventType.NODE_COMPLETED: NodeCompleted,
    EventType.GRAPH_COMPLETED: GraphCompleted,
    EventType.GRAPH_FAILED: GraphFailed,
    EventType.INTAKE_REQUESTED: IntakeRequested,
    EventType.INTAKE_COMPLETED: IntakeCompleted,
    EventType.BRIEF_CREATED: BriefCreated,
    EventType.PREFLIGHT_COMPLETED: PreflightCompleted,
    EventType.PLAN_DRAFTED: PlanDrafted,
    EventType.VERDICT_GIVEN: VerdictGiven,
    EventType.CHANGE_SET_CREATED: ChangeSetCreated,
    EventType.APPROVAL_REQUESTED: ApprovalRequested,
    EventType.APPROVAL_DECIDED: ApprovalDecided,
    EventType.STEP_STARTED: StepStarted,
    EventType.STEP_APPLIED: StepApplied,
    EventType.STEP_FAILED: StepFailed,
    EventType.STEP_UNDONE: StepUndone,
    EventType.UNDO_COMPLETED: UndoCompleted,
    EventType.ACCOUNT_DIGESTED: AccountDigested,
    EventType.HEALTH_CHECKED: HealthChecked,
    EventType.DEPLOYMENT_SUCCEEDED: DeploymentEnded,
    EventType.DEPLOYMENT_FAILED: DeploymentEnded,
    EventType.OPERATION_ANSWERED: OperationAnswered,
    EventType.OPERATION_SUCCEEDED: OperationEnded,
    EventType.OPERATION_FAILED: OperationEnded,
    EventType.ESCALATION_OPENED: EscalationOpened,
    EventType.GUARDRAIL_TRIPPED: GuardrailTripped,
    EventType.RUN_PAUSED: RunPaused,
    EventType.RUN_RESUMED: RunResumed,
}
