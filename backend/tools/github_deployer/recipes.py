"""Recipes: from facts to tool calls in order. Pure; the catalogue judges what they propose."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from backend.domain.canonical import JsonObject
from backend.domain.identifiers import DeploymentId, GraphRunId, ReleaseId, Scope, StepId, Value
from backend.domain.intake import DeploymentRequest
from backend.domain.plans.actions import Provenance
from backend.domain.plans.drafting import DraftStep, PlanDraft, ToolCall
from backend.domain.plans.ownership import ownership_tags
from backend.domain.plans.plan import (
    AccountBinding,
    ArtefactReference,
    HealthExpectation,
    SourceReference,
)
from backend.domain.plans.references import output_of, secret_of

ALIAS = "live"
LOG_RETENTION_DAYS = 30
_ROLE_NAME = 64
_RULE = Provenance.DEFAULT
_USER = Provenance.USER


class Release(Value):
    """What a new release needs to know of the one before it, to replace it and to go back to it."""

    code: JsonObject
    configuration: JsonObject
    version: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LambdaFacts:
    """All that the Lambda recipe composes from."""

    scope: Scope
    graph_run_id: GraphRunId
    deployment_id: DeploymentId
    release_id: ReleaseId
    request: DeploymentRequest
    source: SourceReference
    artefact: ArtefactReference
    handler: str
    runtime: str
    architecture: str
    health_path: str
    account: AccountBinding
    previous: Release | None

    @property
    def name(self) -> str:
        """The name of the function: the application's, and the environment's unless it is the
        default one.
        """
        parts = (self.scope.environment_id, self.scope.application_id)
        return "-".join(part for part in parts if part != "default")

    @property
    def role_name(self) -> str:
        """The name of the execution role; IAM is global, so the region is part of it.

        IAM takes 64 characters (IAM API Reference, ``CreateRole``): what is cut off is told apart
        by a digest.
        """
        whole = f"{self.name}-{self.account.region}"
        return whole if len(whole) <= _ROLE_NAME else f"{whole[: _ROLE_NAME - 13]}-{_short(whole)}"

    @property
    def log_group(self) -> str:
        """Where Lambda writes the lines of a function (Lambda Developer Guide, "Log groups")."""
        return f"/aws/lambda/{self.name}"

    @property
    def bucket_name(self) -> str:
        """Bucket names are global to all of AWS, so a digest of who and where is part of it."""
        who = f"{self.account.account_id}/{self.account.region}/{self.scope.tenant_id}/{self.name}"
        return f"copilot-{self.name[:32]}-{_short(who)}"

    @property
    def tags(self) -> JsonObject:
        """Who owns what is created, and which run made it."""
        owner = self.account.caller_arn
        return {**ownership_tags(self.scope, self.deployment_id, self.graph_run_id, owner)}

    @property
    def code(self) -> JsonObject:
        """Where this release's package lies."""
        return {
            "bucket_name": self.bucket_name,
            "object_name": f"releases/{self.release_id}.zip",
            "artefact": self.artefact.digest,
        }

    @property
    def configuration(self) -> JsonObject:
        """The settings of the function in this release."""
        return {
            "description": f"aws-copilot release {self.release_id}",
            "handler": self.handler,
            "runtime": self.runtime,
            "memory_mb": self.request.memory_mb,
            "timeout_s": self.request.timeout_s,
            "environment": self._environment(),
        }

    def _environment(self) -> JsonObject:
        """The variables of the release before, with what was given now in their place."""
        before = self.previous.configuration.get("environment") if self.previous else None
        given = self.request.environment.items()
        kept = before if isinstance(before, dict) else {}
        return {**kept, **{name: secret_of(stored, name) for name, stored in given}}


def lambda_recipe(facts: LambdaFacts) -> PlanDraft:
    """A function behind a public URL; a first release creates it, a later one moves the alias."""
    where = f"{facts.name} on Lambda in {facts.account.region}"
    if facts.previous is None:
        intent = f"Deploy {where}, with a public URL."
        steps, url = _first_release(facts), output_of(StepId("create_url"), "url")
    else:
        intent = f"Release a new version of {where}."
        steps, url = _next_release(facts, facts.previous), facts.previous.url
    return PlanDraft(
        intent=intent,
        target="lambda",
        source=facts.source,
        artefacts=(facts.artefact,),
        steps=steps,
        outputs={"url": url},
        health=HealthExpectation(url=url, path=facts.health_path),
    )


def _first_release(facts: LambdaFacts) -> tuple[DraftStep, ...]:
    return (*_storage(facts), *_identity(facts), *_function(facts), *_endpoint(facts))


def _storage(facts: LambdaFacts) -> tuple[DraftStep, ...]:
    bucket: JsonObject = {
        "bucket_name": facts.bucket_name,
        "region": facts.account.region,
        "tags": facts.tags,
    }
    return (
        _step("create_bucket", "create_bucket", bucket, region=_USER),
        _step("upload_package", "upload_s3", facts.code),
    )


def _identity(facts: LambdaFacts) -> tuple[DraftStep, ...]:
    role: JsonObject = {
        "role_name": facts.role_name,
        "service_principal": "lambda.amazonaws.com",
        "tags": facts.tags,
    }
    arn = f"arn:aws:logs:{facts.account.region}:{facts.account.account_id}:log-group"
    policy: JsonObject = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": f"{arn}:{facts.log_group}:*",
            }
        ],
    }
    group: JsonObject = {"log_group": facts.log_group}
    return (
        _step("create_log_group", "create_log_group", {**group, "tags": facts.tags}),
        _step("keep_logs", "set_log_retention", {**group, "retention_days": LOG_RETENTION_DAYS}),
        _step("create_role", "create_role", role),
        _step(
            "allow_logs",
            "put_role_policy",
            {"role_name": facts.role_name, "policy_name": "write-own-logs", "policy": policy},
        ),
    )


def _function(facts: LambdaFacts) -> tuple[DraftStep, ...]:
    params: JsonObject = {
        "function_name": facts.name,
        "role": output_of(StepId("create_role"), "role_arn"),
        "architecture": facts.architecture,
        "code": facts.code,
        "configuration": facts.configuration,
        "tags": facts.tags,
    }
    alias: JsonObject = {
        "function_name": facts.name,
        "alias": ALIAS,
        "version": output_of(StepId("publish_version"), "version"),
    }
    return (
        _step("create_function", "deploy_lambda", params, configuration=Provenance.REPO_FACT),
        _publish(facts),
        _step("create_alias", "create_alias", alias),
    )


def _endpoint(facts: LambdaFacts) -> tuple[DraftStep, ...]:
    target: JsonObject = {"function_name": facts.name, "qualifier": ALIAS}

    def allow(step_id: str, permission: str) -> DraftStep:
        params = {**target, "statement_id": step_id.replace("_", "-"), "permission": permission}
        return _step(step_id, "add_lambda_permission", params)

    return (
        _step("create_url", "create_function_url", {**target, "auth_type": "NONE"}),
        allow("allow_public_url", "lambda:InvokeFunctionUrl"),
        allow("allow_public_invoke", "lambda:InvokeFunction"),
    )


def _next_release(facts: LambdaFacts, previous: Release) -> tuple[DraftStep, ...]:
    function: JsonObject = {"function_name": facts.name}
    code: JsonObject = {**function, "code": facts.code, "previous": previous.code}
    configuration: JsonObject = {
        **function,
        "configuration": facts.configuration,
        "previous": previous.configuration,
    }
    alias: JsonObject = {
        **function,
        "alias": ALIAS,
        "version": output_of(StepId("publish_version"), "version"),
        "previous_version": previous.version,
    }
    return (
        _step("upload_package", "upload_s3", facts.code),
        _step("update_code", "update_lambda_code", code),
        _step(
            "update_configuration",
            "update_lambda_configuration",
            configuration,
            configuration=Provenance.REPO_FACT,
        ),
        _publish(facts),
        _step("move_alias", "update_lambda_alias", alias),
    )


def _publish(facts: LambdaFacts) -> DraftStep:
    params: JsonObject = {
        "function_name": facts.name,
        "artefact": facts.artefact.digest,
        "description": f"aws-copilot release {facts.release_id}",
    }
    return _step("publish_version", "publish_version", params)


def _short(text: str) -> str:
    """Twelve digits of a digest."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _step(
    step_id: str, tool: str, args: Mapping[str, JsonValue], **provenance: Provenance
) -> DraftStep:
    return DraftStep(
        step_id=StepId(step_id),
        call=ToolCall(tool=tool, args=dict(args)),
        provenance={**dict.fromkeys(args, _RULE), **provenance},
    )
