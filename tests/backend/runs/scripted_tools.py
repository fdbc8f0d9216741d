"""Tools that need no disk, no packages and no network: what they give is what the script says."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from agentpro.tools import ToolResult, ToolScope
from backend.domain.canonical import JsonObject
from backend.domain.errors import UserCanFix, error_to_value
from backend.tools.github_deployer.checkout import CheckoutPolicy
from backend.tools.github_deployer.packaging import Uv
from backend.tools.github_deployer.tool import GithubDeployer
from backend.tools.workspace import Workspace
from tests.backend.tools.aws_deployer.hello import digest

_SOURCE: JsonObject = {
    "kind": "folder",
    "location": "./hello",
    "deploys": "working_tree",
    "content_digest": digest(b"source"),
    "root": "hello",
    "file_count": 1,
    "size_bytes": 1,
}
_DETECTION: JsonObject = {
    "framework": "lambda_handler",
    "handler": None,
    "dependencies": {"kind": "none", "path": None},
    "requires_python": None,
    "health_path": "/health",
    "routes": [],
    "undeclared_imports": [],
    "front_end": None,
    "syntax_issues": [],
    "python_file_count": 1,
    "has_index_page": False,
    "looked_for": [],
}


@dataclass
class ScriptedDeployer:
    """``github_deployer`` without a disk; drafts are the real ones. ``package`` is what is made."""

    package: bytes = b"package"
    refusals: dict[str, UserCanFix] = field(default_factory=dict)
    on_draft: Callable[[], object] = bool
    """Called before a draft: what a test wants to have happened when it is planned again."""
    name: str = "github_deployer"
    capabilities: frozenset[str] = frozenset({"fetch", "check", "package", "draft"})

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        if capability in self.refusals:
            return ToolResult(error=error_to_value(self.refusals[capability]))
        if capability == "draft":
            self.on_draft()
            return await _drafter().call(capability, args, scope)
        answers: dict[str, JsonValue] = {
            "fetch": {"source": _SOURCE, "detection": _DETECTION},
            "check": {"checks": []},
            "package": self._package(),
        }
        return ToolResult(value=answers[capability])

    def _package(self) -> JsonObject:
        size = len(self.package)
        artefact: JsonObject = {
            "name": "hello.zip",
            "digest": digest(self.package),
            "size_bytes": size,
            "unzipped_bytes": size,
            "dependencies": [],
        }
        return {
            "artefact": artefact,
            "handler": "app.handler",
            "runtime": "python3.13",
            "architecture": "arm64",
        }


def _drafter() -> GithubDeployer:
    nowhere = Path("nowhere")
    policy = CheckoutPolicy(workspace=Workspace(roots=()), work_dir=nowhere)

    async def put(_: object) -> Any:
        raise AssertionError("a draft keeps no bytes")

    sink: Any = type("Sink", (), {"put": staticmethod(put)})()
    return GithubDeployer(policy, lambda: Uv(environ={}, cache_dir=nowhere), sink, "python3.13")


@dataclass
class ScriptedProbe:
    """``health_probe`` that answers with one status, after what a test wants to happen first."""

    status: int = 200
    meanwhile: Callable[[], Awaitable[None]] | None = None
    name: str = "health_probe"
    capabilities: frozenset[str] = frozenset({"check"})

    async def call(
        self, capability: str, args: Mapping[str, JsonValue], scope: ToolScope
    ) -> ToolResult:
        if self.meanwhile is not None:
            await self.meanwhile()
        return ToolResult(
            value={
                "url": f"{args['url']}{args['path']}",
                "status": self.status,
                "is_healthy": self.status == args["expect_status"],
                "body_excerpt": "",
                "attempts": 1,
                "reason": "",
            }
        )
