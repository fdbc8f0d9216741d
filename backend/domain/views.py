"""What a client sees of runs, approvals and deployments; the same on the page, the command line and
the API.
"""

from pydantic import AwareDatetime, JsonValue

from backend.domain.account_digests import AccountChange
from backend.domain.canonical import JsonObject
from backend.domain.events import Event
from backend.domain.identifiers import (
    ApprovalId,
    DeploymentId,
    GraphRunId,
    ReleaseId,
    Scope,
    SessionId,
    StepId,
    Value,
)
from backend.domain.operations import OperationAnswer
from backend.domain.plans.approval import Actor
from backend.domain.plans.change_set import ChangeSet
from backend.domain.plans.plan import Plan
from backend.domain.plans.verdict import Verdict


class ApprovalQuestion(Value):
    """An open question: exactly what an answer must bind."""

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


class RunView(Value):
    """One run as it stands.

    ``completion_state`` is ``None`` while it lives; ``question`` while it waits.
    """

    graph_run_id: GraphRunId
    graph_id: str
    session_id: SessionId
    scope: Scope
    actor: Actor
    created_at: AwareDatetime
    ended_at: AwareDatetime | None
    node: str | None
    completion_state: str | None
    deployment_id: DeploymentId | None
    plan_digest: str | None
    change_set_digest: str | None
    url: str | None
    health: JsonValue
    steps: tuple[JsonObject, ...]
    """Per step of the plan: ``step_id, title, resource, effect, label, state`` (``planned``,
    ``applied``, ``unchanged``, ``failed``, ``undone``)."""
    undo: JsonObject
    """``label`` (how well the plan can be undone), and what was ``undone`` and is ``left``."""
    failure: JsonObject | None
    answers: tuple[OperationAnswer, ...] = ()
    """What the reads of an operation found."""
    account: AccountChange | None = None
    """The account before and after the run's last plan, once somebody looked."""
    question: ApprovalQuestion | None


class ReplayDifference(Value):
    """Something that the events of a run and its records say differently."""

    field: str
    from_events: JsonValue
    recorded: JsonValue


class RunReplay(Value):
    """A run rebuilt from its events alone, and what does not fit."""

    graph_run_id: GraphRunId
    event_count: int
    first_sequence: int | None
    last_sequence: int | None
    event_digest: str
    """Over the run's events as they are stored; see ``backend.runs.past.replaying``."""
    missing_sequences: tuple[int, ...]
    """Gaps in the log of the run's session."""
    state: JsonObject
    differences: tuple[ReplayDifference, ...]

    @property
    def is_consistent(self) -> bool:
        """Whether nothing is missing and the records say the same."""
        return not self.missing_sequences and not self.differences


class DeploymentView(Value):
    """An application running in an environment, with its newest release."""

    deployment_id: DeploymentId
    scope: Scope
    account_id: str
    region: str
    is_sandbox: bool
    status: str
    url: str | None
    release_id: ReleaseId | None
    release_count: int
    updated_at: AwareDatetime
    account: AccountChange | None = None
    """The account before and after the newest release that is not undone."""


class EscalationView(Value):
    """A case that waits for a person: what went wrong in a run, and what it has left behind."""

    escalation_id: str
    graph_run_id: GraphRunId
    scope: Scope
    opened_at: AwareDatetime
    reason_code: str
    failure: JsonObject | None
    left: tuple[JsonObject, ...]
    """The steps that could not be taken back, each with its ``resource`` and ``error``."""


class SessionTokens(Value):
    """What a conversation has spent on the language model, and what it may spend."""

    input_tokens: int
    output_tokens: int
    input_allowed: int
    output_allowed: int
    is_spent: bool
    """The last answer that was asked for was refused (``E_BUDGET``): it did not fit any more."""


class SessionView(Value):
    """One conversation of one person."""

    session_id: SessionId
    title: str
    """The beginning of its first message; empty before there is one."""
    created_at: AwareDatetime
    last_active_at: AwareDatetime
    tokens: SessionTokens | None
    """``None`` where there is no language model."""


class EventPage(Value):
    """Events of a session, in order; ``epoch`` and ``last_sequence`` as on the socket."""

    epoch: str
    last_sequence: int
    events: tuple[Event, ...]
