"""Small plans and their previews."""

from datetime import UTC, datetime

from backend.domain.canonical import JsonObject
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
    StepId,
    TenantId,
)
from backend.domain.plans.actions import ChangeKind, Effect, Provenance, UndoLabel
from backend.domain.plans.approval import confirmations_of, exposures_of
from backend.domain.plans.change_set import Change, ChangeSet
from backend.domain.plans.plan import AccountBinding, ArtefactReference, Plan, SourceReference, Step
from backend.domain.plans.verdict import Decision, Verdict
from backend.domain.views import ApprovalQuestion, DeploymentView, EscalationView

EXPIRES = datetime(2099, 1, 2, 3, 4, 5, tzinfo=UTC)
ACCOUNT = AccountBinding(
    account_id="123456789012",
    caller_arn="arn:aws:iam::123456789012:user/somebody",
    region="us-east-1",
    credential_id=CredentialId("cred_1"),
    is_sandbox=True,
)
BUCKET = Step(
    step_id=StepId("bucket"),
    action="create_bucket",
    title="Create the bucket hello-artefacts",
    resource="s3:bucket/hello-artefacts",
    params={"bucket_name": "hello-artefacts"},
    provenance={"bucket_name": Provenance.DEFAULT},
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    compensation="delete_bucket",
    iam_actions=("s3:CreateBucket",),
)
URL = BUCKET.model_copy(
    update={
        "step_id": StepId("url"),
        "action": "create_function_url",
        "title": "Create a URL for hello",
        "resource": "lambda:url/hello",
        "compensation": "delete_function_url",
        "exposes": "the function hello, to everybody",
    }
)
DELETION = BUCKET.model_copy(
    update={
        "step_id": StepId("removal"),
        "action": "delete_bucket",
        "title": "Delete the bucket hello-artefacts",
        "effect": Effect.DESTRUCTIVE,
        "label": UndoLabel.IRREVERSIBLE,
        "compensation": None,
    }
)
CHANGES: dict[str, tuple[ChangeKind, JsonObject | None, JsonObject | None]] = {
    "bucket": (ChangeKind.CREATE, None, {"bucket_name": "hello-artefacts", "tags": {"a": "b"}}),
    "url": (ChangeKind.UPDATE, {"auth_type": "AWS_IAM"}, {"auth_type": "NONE"}),
    "removal": (ChangeKind.DELETE, {"bucket_name": "hello-artefacts"}, None),
}
"""Kind, live state and wanted state by step."""

SOURCE = SourceReference(
    location="examples/hello",
    repository=None,
    branch="main",
    commit="0123456789abcdef0123456789abcdef01234567",
    content_digest="sha256:" + "0" * 64,
    uncommitted=("app.py",),
)


def plan_of(graph_run_id: str, *steps: Step, application: str = "hello", nonce: int = 1) -> Plan:
    return Plan(
        scope=Scope(
            tenant_id=TenantId("local"),
            environment_id=EnvironmentId("default"),
            application_id=ApplicationId(application),
        ),
        intent=f"Deploy {application} to Lambda.",
        target="lambda",
        deployment_id=DeploymentId("dep_1"),
        release_id=ReleaseId("rel_1"),
        graph_run_id=GraphRunId(graph_run_id),
        graph_id="deploy@1.0.0",
        policy_version="1.0.0",
        account=ACCOUNT,
        source=SOURCE,
        artefacts=(
            ArtefactReference(
                name="hello.zip",
                digest=ArtefactDigest("sha256:" + "1" * 64),
                size_bytes=12345,
                unzipped_bytes=54321,
                dependencies=("fastapi==1",),
            ),
        ),
        steps=steps,
        outputs={},
        health=None,
        iam_policy={"Statement": [{"Action": "s3:CreateBucket"}]},
        cost="not estimated",
        confirmation=application if DELETION in steps else None,
        nonce=f"{nonce:032x}",
        expires_at=EXPIRES,
    )


def preview_of(plan: Plan) -> ChangeSet:
    return ChangeSet(
        plan_digest=plan.digest,
        account_id=plan.account.account_id,
        caller_arn=plan.account.caller_arn,
        changes=tuple(_change(step) for step in plan.steps),
    )


def verdict_of(plan: Plan) -> Verdict:
    return Verdict(
        plan_digest=plan.digest,
        policy_version="1.0.0",
        decision=Decision.APPROVED,
        findings=(),
        rules_checked=7,
    )


def question_of(plan: Plan, approval_id: str) -> ApprovalQuestion:
    preview = preview_of(plan)
    return ApprovalQuestion(
        approval_id=ApprovalId(approval_id),
        graph_run_id=plan.graph_run_id,
        plan=plan,
        plan_digest=plan.digest,
        verdict=verdict_of(plan),
        change_set=preview,
        change_set_digest=preview.digest,
        exposures=exposures_of(plan),
        confirmations=confirmations_of(plan),
        expires_at=plan.expires_at,
    )


def _change(step: Step) -> Change:
    kind, before, after = CHANGES[step.step_id]
    return Change(
        step_id=step.step_id, kind=kind, resource=step.resource, before=before, after=after
    )


DEPLOYMENT = DeploymentView(
    deployment_id=DeploymentId("dep_1"),
    scope=plan_of("run_0", BUCKET).scope,
    account_id=ACCOUNT.account_id,
    region=ACCOUNT.region,
    is_sandbox=True,
    status="live",
    url="http://x.test",
    release_id=None,
    release_count=1,
    updated_at=datetime(2030, 1, 2, tzinfo=UTC),
)
ESCALATION = EscalationView(
    escalation_id="run_0.1",
    graph_run_id=GraphRunId("run_0"),
    scope=DEPLOYMENT.scope,
    opened_at=datetime(2030, 1, 2, tzinfo=UTC),
    reason_code="E_UNHEALTHY",
    failure={
        "error_code": "E_UNHEALTHY",
        "message": "The application answered 500.",
        "next_step": "Read its log.",
        "node": "validation",
    },
    left=(
        {
            "step_id": "bucket",
            "resource": "s3:bucket/hello",
            "error": {"error_code": "E_ACCESS_DENIED", "message": "It may not be deleted."},
        },
    ),
)
