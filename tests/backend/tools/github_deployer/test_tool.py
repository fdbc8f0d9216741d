"""``github_deployer`` as the graph sees it: from a folder to the draft of its deployment."""

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agentpro.definition import Limits
from agentpro.tools import ToolResult, ToolScope
from backend.domain.canonical import JsonObject
from backend.domain.identifiers import ArtefactDigest
from backend.domain.plans.drafting import PlanDraft
from backend.tools.github_deployer.checkout import CheckoutPolicy
from backend.tools.github_deployer.packaging import Uv
from backend.tools.github_deployer.tool import CAPABILITIES, GithubDeployer
from backend.tools.workspace import Workspace
from tests.backend.tools.aws_deployer.hello import ACCOUNT, SCOPE, facts
from tests.backend.tools.github_deployer.repositories import write_files

HANDLER = "def handler(event, context):\n    return {'statusCode': 200}\n"
FILES = {"app.py": HANDLER}
REQUEST = facts("run_1", b"package").request.to_json()
RUNTIME = "python3.13"


class MemoryArtefacts:
    """Keeps packages by digest."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    async def put(self, content: bytes | Path) -> ArtefactDigest:
        return await asyncio.to_thread(self._put, content)

    def _put(self, content: bytes | Path) -> ArtefactDigest:
        data = content.read_bytes() if isinstance(content, Path) else content
        digest = ArtefactDigest(f"sha256:{hashlib.sha256(data).hexdigest()}")
        self.kept[digest] = data
        return digest


class Bench:
    """The tool over a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.artefacts = folder / "source", MemoryArtefacts()
        self.folder.mkdir()
        policy = CheckoutPolicy(workspace=Workspace(roots=(self.folder,)), work_dir=folder / "work")
        self.uv, self.limits = Uv(environ={}, cache_dir=folder / "cache"), Limits()
        self.tool = GithubDeployer(policy, lambda: self.uv, self.artefacts, RUNTIME)

    async def call(self, capability: str, **args: Any) -> ToolResult:
        scope = ToolScope(
            graph_run_id="run_1",
            node="a",
            role="planner",
            leaf_key="k",
            inputs={"scope": SCOPE.to_json()},
            limits=self.limits,
        )
        return await self.tool.call(capability, args, scope)

    async def fetched(self, files: dict[str, str]) -> dict[str, Any]:
        write_files(self.folder, files)
        value: Any = (await self.call("fetch", source=str(self.folder), branch=None)).value
        return value


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def code_of(result: ToolResult) -> str | None:
    return result.error["error_code"] if result.error else None


def test_a_role_can_be_granted_each_capability_by_its_name(bench: Bench) -> None:
    assert bench.tool.capabilities == CAPABILITIES == {"fetch", "check", "package", "draft"}


@pytest.mark.spec("S2-54")
async def test_a_folder_is_pinned_and_its_handler_found(bench: Bench) -> None:
    found = await bench.fetched(FILES)
    assert found["source"]["content_digest"].startswith("sha256:")
    assert found["detection"]["handler"]["attribute"] == "handler"


@pytest.mark.parametrize(
    ("source", "code"),
    [("https://example.org/a.git", "E_FORBIDDEN"), ("no/such/folder", "SOURCE_NOT_FOUND")],
)
async def test_a_source_that_may_not_be_read_is_a_result(
    bench: Bench, source: str, code: str
) -> None:
    result = await bench.call("fetch", source=source, branch=None)
    assert code_of(result) == code


async def test_a_source_with_a_secret_is_refused(bench: Bench) -> None:
    key = "AWS_ACCESS_KEY_ID = 'AKIAFAKEFAKEFAKE1234'\n"
    secret = "AWS_SECRET_ACCESS_KEY = 'FakeFakeFakeFakeFake/FakeFakeFa+FakeFake'\n"
    write_files(bench.folder, {**FILES, "settings.py": key + secret})
    result = await bench.call("fetch", source=str(bench.folder), branch=None)
    assert result.error is not None
    assert "settings.py" in result.error["message"]
    assert "FakeFake/Fake" not in str(result)
    assert not list(bench.folder.parent.glob("work/sources/*"))


@pytest.mark.spec("S2-87", "S2-121")
async def test_every_check_says_how_it_went(bench: Bench) -> None:
    found = await bench.fetched(FILES)
    value: Any = (await bench.call("check", **found)).value
    checks = {check["name"]: check["status"] for check in value["checks"]}
    assert (checks["python_compiles"], checks["handler_found"]) == ("passed", "passed")
    assert all(check["reason"] for check in value["checks"])


@pytest.mark.spec("S2-90")
@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"app.py": "def handler(event, context)\n"}, "SYNTAX_ERROR"),
        ({"app.py": "x = 1\n"}, "HANDLER_NOT_FOUND"),
        ({"app.py": "import flask\n" + HANDLER}, "DEPENDENCIES_UNDECLARED"),
    ],
)
async def test_a_check_that_fails_stops_the_deployment(
    bench: Bench, files: dict[str, str], code: str
) -> None:
    assert code_of(await bench.call("check", **await bench.fetched(files))) == code


async def packaged(bench: Bench, found: JsonObject, *, is_sandbox: bool) -> dict[str, Any]:
    result = await bench.call("package", **found, request=REQUEST, is_sandbox=is_sandbox)
    assert result.error is None
    value: Any = result.value
    return value


async def test_what_is_packaged_is_kept_under_its_digest(bench: Bench) -> None:
    made = await packaged(bench, await bench.fetched(FILES), is_sandbox=False)
    kept = bench.artefacts.kept[made["artefact"]["digest"]]
    assert (len(kept), made["artefact"]["notes"]) == (made["artefact"]["size_bytes"], [])
    assert made["artefact"]["dependencies"] == []


async def test_the_sandbox_gets_the_python_that_it_runs(bench: Bench) -> None:
    made = await packaged(bench, await bench.fetched(FILES), is_sandbox=True)
    assert made["runtime"] == RUNTIME


@pytest.mark.slow
@pytest.mark.spec("S2-10")
async def test_a_program_runs_no_longer_than_the_graph_allows(bench: Bench, tmp_path: Path) -> None:
    endless = tmp_path / "endless-uv"
    endless.write_text("#!/bin/sh\nexec sleep 600\n")
    endless.chmod(0o700)
    bench.uv, bench.limits = replace(bench.uv, binary=endless), Limits(shell_timeout_s=1)
    found = await bench.fetched({**FILES, "requirements.txt": "flask\n"})
    result = await bench.call("package", **found, request=REQUEST, is_sandbox=False)
    assert code_of(result) == "COMMAND_TIMED_OUT"


@pytest.mark.spec("S2-123", "S2-178")
async def test_a_first_draft_creates_and_gives_new_ids(bench: Bench) -> None:
    found = await bench.fetched(FILES)
    package = await packaged(bench, found, is_sandbox=False)
    args = {**found, "package": package, "request": REQUEST, "account": ACCOUNT.to_json()}
    drafts: list[Any] = [
        (await bench.call("draft", **args, deployment=None)).value for _ in range(2)
    ]
    draft = PlanDraft.from_json(drafts[0]["draft"])
    assert draft.steps[0].call.tool == "create_bucket"
    assert draft.artefacts[0].digest == package["artefact"]["digest"]
    for name in ("deployment_id", "release_id"):
        assert drafts[0][name] != drafts[1][name]


async def test_the_next_draft_replaces_what_is_there(bench: Bench) -> None:
    found = await bench.fetched(FILES)
    package = await packaged(bench, found, is_sandbox=False)
    before = facts("run_0", b"package")
    known: JsonObject = {
        "deployment_id": "dep_1",
        "release": {
            "code": before.code,
            "configuration": before.configuration,
            "version": "1",
            "url": "https://hello.example/",
        },
    }
    args = {**found, "package": package, "request": REQUEST, "account": ACCOUNT.to_json()}
    value: Any = (await bench.call("draft", **args, deployment=known)).value
    assert value["deployment_id"] == "dep_1"
    assert PlanDraft.from_json(value["draft"]).steps[-1].call.tool == "update_lambda_alias"
