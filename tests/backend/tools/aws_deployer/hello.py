"""A small deployment in all its stages: draft, plan, preview, seal, and the workshop that applies
it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.aws.account import AwsAccount
from backend.domain.errors import CopilotError
from backend.domain.identifiers import (
    ApplicationId,
    ApprovalId,
    ArtefactDigest,
    CredentialId,
    DeploymentId,
    EnvironmentId,
    GraphRunId,
    ReleaseId,
    Scope,
    TenantId,
)
from backend.domain.intake import DeploymentRequest
from backend.domain.plans.approval import Actor, Answer, Approval, confirmations_of, exposures_of
from backend.domain.plans.drafting import PlanDraft
from backend.domain.plans.plan import AccountBinding, ArtefactReference, Plan, SourceReference
from backend.domain.plans.policy import POLICY_VERSION, review
from backend.domain.plans.sealing import SealedPlan, VerifiedPlan, seal_plan
from backend.tools.aws_deployer.apply import Workshop, apply_step, verify
from backend.tools.aws_deployer.carry_out import Patience
from backend.tools.aws_deployer.compose import PlanContext, compose
from backend.tools.aws_deployer.journal import ApplyJournal
from backend.tools.aws_deployer.preview import preview
from backend.tools.aws_deployer.rollback import draft_rollback
from backend.tools.aws_deployer.undo import undo_step
from backend.tools.github_deployer.recipes import LambdaFacts, Release, lambda_recipe
from tests.doubles.apply_parts import MemoryApplyJournal, MemoryArtefacts, MemoryVault, no_sleep
from tests.doubles.fake_account import FakeAws
from tests.doubles.fake_services import ACCOUNT_ID, CALLER_ARN, REGION

NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"FAKE" * 8)
IMPATIENT = Patience(attempts=4, ready_reads=6, sleep=no_sleep)
SECRET_VALUE = "FAKE-database-password-EXAMPLE"
SECRET_REFERENCE = "cred_0.DATABASE_PASSWORD"
SCOPE = Scope(
    tenant_id=TenantId("local"),
    environment_id=EnvironmentId("default"),
    application_id=ApplicationId("hello"),
)
ACCOUNT = AccountBinding(
    account_id=ACCOUNT_ID,
    caller_arn=CALLER_ARN,
    region=REGION,
    credential_id=CredentialId("cred_aws"),
    is_sandbox=False,
)


def digest(package: bytes) -> ArtefactDigest:
    return ArtefactDigest(f"sha256:{sha256(package).hexdigest()}")


def facts(run_id: str, package: bytes, previous: Release | None = None) -> LambdaFacts:
    return LambdaFacts(
        scope=SCOPE,
        graph_run_id=GraphRunId(run_id),
        deployment_id=DeploymentId("dep_1"),
        release_id=ReleaseId(f"rel_{run_id}"),
        request=DeploymentRequest(
            source="./hello",
            target="lambda",
            region=REGION,
            application_name="hello",
            environment={"DATABASE_PASSWORD": CredentialId("cred_0")},
        ),
        source=SourceReference(
            location="./hello",
            repository=None,
            branch=None,
            commit=None,
            content_digest=digest(b"source"),
        ),
        artefact=ArtefactReference(
            name="hello.zip",
            digest=digest(package),
            size_bytes=len(package),
            unzipped_bytes=len(package),
            dependencies=(),
        ),
        handler="app.handler",
        runtime="python3.13",
        architecture="arm64",
        health_path="/health",
        account=ACCOUNT,
        previous=previous,
    )


def plan_of(
    draft: PlanDraft,
    run_id: str,
    nonce: str = "0123456789abcdef",
    account: AccountBinding = ACCOUNT,
) -> Plan:
    context = PlanContext(
        scope=SCOPE,
        deployment_id=DeploymentId("dep_1"),
        release_id=ReleaseId(f"rel_{run_id}"),
        graph_run_id=GraphRunId(run_id),
        graph_id="deploy@1.0.0",
        policy_version=POLICY_VERSION,
        account=account,
    )
    return compose(draft, context, nonce=nonce, expires_at=NOW + timedelta(hours=24))


def hello_plan(run_id: str = "run_1", nonce: str = "0123456789abcdef") -> Plan:
    return plan_of(lambda_recipe(facts(run_id, b"package")), run_id, nonce)


@dataclass
class Deployer:
    """One installation with its account; ``journal`` survives what ``Died`` ends."""

    aws: FakeAws = field(default_factory=FakeAws)
    journal: MemoryApplyJournal = field(default_factory=MemoryApplyJournal)
    account: AwsAccount | None = None
    """Used in place of the twin, where a test has another."""
    patience: Patience = IMPATIENT

    def __post_init__(self) -> None:
        self.vault = MemoryVault(self.aws, {SECRET_REFERENCE: SECRET_VALUE}, self.account)
        packages = (b"package", b"package 2")
        self.artefacts = MemoryArtefacts({digest(package): package for package in packages})

    def workshop(self, journal: ApplyJournal | None = None) -> Workshop:
        return Workshop(
            journal=journal or self.journal,
            artefacts=self.artefacts,
            vault=self.vault,
            public_key=KEY.public_key(),
            clock=lambda: NOW,
            patience=self.patience,
        )

    def seal(self, plan: Plan) -> SealedPlan:
        """Previewed under the plan's own policy, and approved as a person would."""
        twin = cast(AwsAccount, self.aws.account(plan.iam_policy))
        change_set = preview(plan, self.account or twin)
        approval = Approval(
            approval_id=ApprovalId("approval_1"),
            scope=plan.scope,
            plan_digest=plan.digest,
            change_set_digest=change_set.digest,
            answer=Answer.APPROVED,
            actor=Actor(user_id="local_owner", kind="local_owner"),
            confirmed_steps=confirmations_of(plan),
            allowed_exposures=exposures_of(plan),
            decided_at=NOW,
        )
        return seal_plan(
            graph_run_id=plan.graph_run_id,
            plan=plan,
            verdict=review(plan),
            change_set=change_set,
            approval=approval,
            signing_key=KEY,
            now=NOW,
        )

    def verified(self, plan: Plan) -> VerifiedPlan:
        return verify(self.workshop(), self.seal(plan), plan.graph_run_id, is_begun=False)

    async def apply(self, verified: VerifiedPlan, journal: ApplyJournal | None = None) -> None:
        for step in verified.plan.steps:
            await apply_step(self.workshop(journal), verified, step.step_id)

    async def undo(
        self, verified: VerifiedPlan, journal: ApplyJournal | None = None
    ) -> list[CopilotError]:
        """Take back what was begun, newest first; the errors of what resisted."""
        errors: list[CopilotError] = []
        for step in reversed(verified.plan.steps):
            try:
                await undo_step(self.workshop(journal), verified.plan, step.step_id)
            except CopilotError as error:
                errors.append(error)
        return errors

    async def deploy(self, run_id: str = "run_1") -> VerifiedPlan:
        verified = self.verified(hello_plan(run_id))
        await self.apply(verified)
        return verified

    def second_release(self, first: VerifiedPlan, run_id: str = "run_2") -> Plan:
        function = first.plan.step("create_function").params
        previous = Release(
            code=cast(Any, function["code"]),
            configuration=cast(Any, function["configuration"]),
            version="1",
            url="https://hello.example/",
        )
        return plan_of(lambda_recipe(facts(run_id, b"package 2", previous)), run_id)

    async def rollback_plan(
        self, of_run: str, run_id: str, account: AccountBinding = ACCOUNT
    ) -> Plan:
        records = await self.journal.records(SCOPE, GraphRunId(of_run))
        draft = draft_rollback(records, SCOPE.application_id)
        return plan_of(draft, run_id, account=account)


def with_step(plan: Plan, step_id: str, **changes: Any) -> Plan:
    """The plan with one step edited."""
    steps = [
        step.model_copy(update=changes) if step.step_id == step_id else step for step in plan.steps
    ]
    return plan.model_copy(update={"steps": tuple(steps)})


def texts_in(value: Any) -> Iterator[str]:
    """Every text inside a JSON value, keys too."""
    match value:
        case str():
            yield value
        case dict():
            for key, item in value.items():
                yield from (key, *texts_in(item))
        case list():
            for item in value:
                yield from texts_in(item)
        case _:
            pass
