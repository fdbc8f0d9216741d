"""The plan: an immutable, ordered list of steps, and everything that an approval must bind.

Its digest is the SHA-256 of its canonical JSON and is always recomputed from content. Any edit
makes a new plan.
"""

from typing import Self

from pydantic import AwareDatetime, Field, JsonValue, model_validator

from backend.domain.canonical import JsonObject, digest_of
from backend.domain.identifiers import (
    ArtefactDigest,
    CredentialId,
    DeploymentId,
    GraphRunId,
    ReleaseId,
    Scope,
    StepId,
    Value,
)
from backend.domain.plans.actions import Effect, Provenance, UndoLabel
from backend.domain.plans.references import ReferenceKind, references_in

PLAN_SCHEMA_VERSION = 1

OPERATION_TARGET = "operation"
"""The ``target`` of a plan that belongs to no deployment."""


class AccountBinding(Value):
    """The account, region and caller that a plan was made for; asked again before every step."""

    account_id: str = Field(pattern=r"^\d{12}$")
    caller_arn: str
    region: str
    credential_id: CredentialId
    is_sandbox: bool


class SourceReference(Value):
    """What is deployed: a commit, or the digest of a folder's content."""

    location: str
    repository: str | None
    branch: str | None
    commit: str | None
    content_digest: str
    uncommitted: tuple[str, ...] = ()


class ArtefactReference(Value):
    """Packaged bytes by digest, with what a person wants to know of them."""

    name: str
    digest: ArtefactDigest
    size_bytes: int
    unzipped_bytes: int
    dependencies: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Step(Value):
    """One action with exact parameters; what it does is copied from the catalogue and checked
    against it.
    """

    step_id: StepId = Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")
    action: str
    title: str
    resource: str
    params: JsonObject
    provenance: dict[str, Provenance]
    effect: Effect
    label: UndoLabel
    compensation: str | None
    iam_actions: tuple[str, ...]
    exposes: str | None = None


class HealthExpectation(Value):
    """How the validator decides that the deployment works: GET ``url`` + ``path`` answers
    ``status``.
    """

    url: JsonValue
    path: str
    status: int = 200


class Plan(Value):
    """All that will be done, for whom, where, with what, until when."""

    schema_version: int = PLAN_SCHEMA_VERSION
    scope: Scope
    intent: str
    target: str
    deployment_id: DeploymentId
    release_id: ReleaseId
    graph_run_id: GraphRunId
    graph_id: str
    policy_version: str
    account: AccountBinding
    source: SourceReference | None
    artefacts: tuple[ArtefactReference, ...]
    steps: tuple[Step, ...] = Field(min_length=1)
    outputs: JsonObject
    health: HealthExpectation | None
    iam_policy: JsonObject
    cost: str
    undoes: GraphRunId | None = None
    """For a rollback: the run whose tag everything that it deletes must carry."""
    confirmation: str | None = None
    """For a plan that deletes a deployment: the name that covers all its destructive steps."""
    nonce: str = Field(min_length=16)
    expires_at: AwareDatetime

    @property
    def digest(self) -> str:
        """``sha256:…`` over the canonical JSON of everything above."""
        return digest_of(self.to_json())

    def step(self, step_id: str) -> Step:
        """The step of that id; ``KeyError`` if the plan has none."""
        return {step.step_id: step for step in self.steps}[StepId(step_id)]

    @model_validator(mode="after")
    def _outputs_come_from_earlier_steps(self) -> Self:
        known: set[str] = set()
        for step in self.steps:
            if step.step_id in known:
                raise ValueError(f"two steps are called {step.step_id}")
            _require_known(step.params, known)
            known.add(step.step_id)
        for value in (*self.outputs.values(), self.health and self.health.url):
            _require_known(value, known)
        return self


def _require_known(params: JsonValue, known: set[str]) -> None:
    for reference in references_in(params):
        step_id = reference.name.partition(".")[0]
        if reference.kind is ReferenceKind.OUTPUT and step_id not in known:
            raise ValueError(f"{reference.name} refers to a step that is not before it")
