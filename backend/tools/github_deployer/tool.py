"""``github_deployer`` as the graph sees it: it fetches, checks, packages and drafts, and
changes nothing in AWS.
"""

import asyncio
import secrets
import shutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from pydantic import JsonValue

from agentpro.tools import ToolResult, ToolScope
from backend.domain.canonical import JsonObject
from backend.domain.errors import CopilotError, UserCanFix, error_to_value
from backend.domain.identifiers import (
    ArtefactDigest,
    DeploymentId,
    GraphRunId,
    ReleaseId,
    Scope,
    Value,
)
from backend.domain.intake import DeploymentRequest
from backend.domain.plans.plan import AccountBinding, ArtefactReference, SourceReference
from backend.tools.github_deployer.checkout import CheckoutPolicy, SourceSnapshot, resolve_source
from backend.tools.github_deployer.detection import Detection, detect
from backend.tools.github_deployer.detection.checks import CheckResult, run_checks
from backend.tools.github_deployer.packaging import (
    Package,
    Uv,
    architectures,
    check_sandbox_runtime,
    choose_runtime,
    package_lambda,
)
from backend.tools.github_deployer.recipes import LambdaFacts, Release, lambda_recipe

Capability = Callable[[Mapping[str, JsonValue], ToolScope], Awaitable[JsonValue]]
NAME = "github_deployer"
CAPABILITIES = frozenset({"fetch", "check", "package", "draft"})


class ArtefactSink(Protocol):
    """Keeps packaged bytes for as long as a plan may need them."""

    async def put(self, content: bytes | Path) -> ArtefactDigest: ...


class PackageFacts(Value):
    """What a draft needs to know of a package."""

    artefact: ArtefactReference
    handler: str
    runtime: str
    architecture: str


@dataclass(frozen=True, slots=True)
class GithubDeployer:
    """The tool ``github_deployer``. Its drafts are proposals: the catalogue and a person judge
    them. A program that it starts may take as long as the run's graph allows.
    """

    policy: CheckoutPolicy
    uv: Callable[[], Uv]
    artefacts: ArtefactSink
    sandbox_runtime: str
    name: str = NAME

    @property
    def capabilities(self) -> frozenset[str]:
        """What a role may be granted."""
        return CAPABILITIES

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        """Perform one capability; every expected failure is a result with its error."""
        try:
            return ToolResult(value=await self._table()[capability](args, scope))
        except CopilotError as error:
            return ToolResult(error=error_to_value(error))

    def _table(self) -> dict[str, Capability]:
        return {
            "fetch": self._fetch,
            "check": self._check,
            "package": self._package,
            "draft": self._draft,
        }

    async def _fetch(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{source, branch}`` → ``{source, detection}``; refuses a source that holds secrets."""
        branch = str(args["branch"]) if args.get("branch") else None
        policy = replace(self.policy, timeout_s=scope.limits.shell_timeout_s)
        return await asyncio.to_thread(_fetch_now, str(args["source"]), policy, branch)

    async def _check(self, args: Mapping[str, JsonValue], _: ToolScope) -> JsonValue:
        """``{detection}`` → ``{checks}``; a check that fails aborts, one that does not apply
        says why.
        """
        checks = run_checks(Detection.from_json(args["detection"]))
        for check in checks:
            if check.status == "failed":
                raise _check_failed(check)
        return {"checks": [check.to_json() for check in checks]}

    async def _package(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{source, detection, request, is_sandbox}`` → :class:`PackageFacts`; the bytes are
        kept.
        """
        # A folder for this run alone: another may be packaging the same bytes.
        folder = self.policy.work_dir / "packages" / scope.graph_run_id
        uv = replace(self.uv(), timeout_s=scope.limits.shell_timeout_s)
        package, notes = await asyncio.to_thread(self._package_now, args, uv, folder)
        digest = await self.artefacts.put(package.path)
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        artefact = ArtefactReference(
            name=package.path.name,
            digest=digest,
            size_bytes=package.size_bytes,
            unzipped_bytes=package.unzipped_bytes,
            dependencies=package.dependencies,
            notes=notes,
        )
        return PackageFacts(
            artefact=artefact,
            handler=package.handler,
            runtime=package.runtime,
            architecture=package.architecture,
        ).to_json()

    def _package_now(
        self, args: Mapping[str, JsonValue], uv: Uv, folder: Path
    ) -> tuple[Package, tuple[str, ...]]:
        detection = Detection.from_json(args["detection"])
        request = DeploymentRequest.from_json(args["request"])
        architecture = architectures()[0]
        preferred = (self.sandbox_runtime,) if args["is_sandbox"] else ()
        runtime = choose_runtime(detection.requires_python, request.runtime, preferred=preferred)
        match = check_sandbox_runtime(runtime.name, architecture)
        is_variant = bool(args["is_sandbox"]) and not match.is_match
        package = package_lambda(
            SourceSnapshot.from_json(args["source"]),
            detection,
            runtime,
            architecture,
            uv=uv,
            output_dir=folder,
            is_local_variant=is_variant,
        )
        return package, (match.note,) if is_variant else ()

    async def _draft(self, args: Mapping[str, JsonValue], scope: ToolScope) -> JsonValue:
        """``{request, source, detection, package, account, deployment}`` → the draft and its
        ids.
        """
        facts = _facts(args, scope)
        return {
            "draft": lambda_recipe(facts).to_json(),
            "deployment_id": facts.deployment_id,
            "release_id": facts.release_id,
        }


def _fetch_now(source: str, policy: CheckoutPolicy, branch: str | None) -> JsonValue:
    snapshot = resolve_source(source, policy=policy, branch=branch)
    return {"source": snapshot.to_json(), "detection": detect(snapshot.root).to_json()}


def _facts(args: Mapping[str, JsonValue], scope: ToolScope) -> LambdaFacts:
    package = PackageFacts.from_json(args["package"])
    snapshot = SourceSnapshot.from_json(args["source"])
    known = args.get("deployment")
    deployment: JsonObject = dict(known) if isinstance(known, dict) else {}
    previous = deployment.get("release")
    own = set(SourceReference.model_fields)
    request = DeploymentRequest.from_json(args["request"])
    return LambdaFacts(
        scope=Scope.from_json(scope.inputs["scope"]).named(request.application_name),
        graph_run_id=GraphRunId(scope.graph_run_id),
        deployment_id=DeploymentId(str(deployment.get("deployment_id") or _new_id("dep"))),
        release_id=ReleaseId(_new_id("rel")),
        request=request,
        source=SourceReference.from_json(snapshot.model_dump(mode="json", include=own)),
        artefact=package.artefact,
        handler=package.handler,
        runtime=package.runtime,
        architecture=package.architecture,
        health_path=Detection.from_json(args["detection"]).health_path,
        account=AccountBinding.from_json(args["account"]),
        previous=Release.from_json(previous) if previous else None,
    )


def _new_id(noun: str) -> str:
    return f"{noun}_{secrets.token_hex(8)}"


def _check_failed(check: CheckResult) -> UserCanFix:
    code, _, reason = check.reason.partition(": ")
    return UserCanFix(
        code if reason else "CHECK_FAILED",
        f"The check {check.name} failed: {reason or check.reason}.",
        "Correct the source and deploy again; nothing was changed.",
    )
