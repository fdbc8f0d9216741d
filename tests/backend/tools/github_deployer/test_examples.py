"""The bundled examples: what is known about them, and that they can be packaged here."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from backend.tools.github_deployer.checkout import CheckoutPolicy, resolve_source
from backend.tools.github_deployer.checkout.secret_scan import scan_secrets
from backend.tools.github_deployer.detection import detect, run_checks
from backend.tools.github_deployer.packaging import Package, Uv, package_lambda, runtime_named
from backend.tools.workspace import Workspace
from maintenance.files import PROJECT

EXAMPLES = PROJECT / "examples"
BUNDLED = ("hello-fastapi", "broken-fastapi")
SPEAK = """
import json, sys
sys.path.insert(0, sys.argv[1])
from _copilot_handler import handler
event = {
    "version": "2.0", "routeKey": "$default", "rawPath": "/api/health", "rawQueryString": "",
    "headers": {"host": "x"}, "isBase64Encoded": False,
    "requestContext": {"http": {"method": "GET", "path": "/api/health", "sourceIp": "127.0.0.1"}},
}
answer = handler(event, None)
print(answer["statusCode"], json.loads(answer["body"])["status"])
"""


@pytest.mark.parametrize("name", BUNDLED)
def test_the_facts(name: str) -> None:
    found = detect(EXAMPLES / name)
    assert found.handler is not None
    assert (found.handler.module, found.handler.attribute) == ("main", "app")
    assert (found.framework, found.health_path) == ("fastapi", "/api/health")
    assert (found.dependencies.kind, found.requires_python) == ("requirements_hashed", ">=3.11")
    assert {check.status for check in run_checks(found)} == {"passed", "skipped"}
    assert scan_secrets(EXAMPLES / name) == ()


def package(name: str, scratch: Path) -> Package:
    """A local variant, with the machine's own index settings and a cache that other runs share."""
    source = EXAMPLES / name
    policy = CheckoutPolicy(workspace=Workspace(roots=(source,)), work_dir=scratch)
    snapshot = resolve_source(str(source), policy=policy)
    return package_lambda(
        snapshot,
        detect(snapshot.root),
        runtime_named("python3.11"),
        "x86_64",
        uv=Uv(environ=os.environ, cache_dir=Path(sys.prefix) / "package-cache"),
        output_dir=scratch / "packages",
        is_local_variant=True,
    )


@pytest.mark.slow
@pytest.mark.spec("S2-129")
@pytest.mark.parametrize(
    ("name", "answer"), [("hello-fastapi", "200 ok"), ("broken-fastapi", "503 unhealthy")]
)
def test_the_package_answers(tmp_path: Path, name: str, answer: str) -> None:
    packed = package(name, tmp_path)
    with zipfile.ZipFile(packed.path) as archive:
        archive.extractall(tmp_path / "task")
    done = subprocess.run(
        [sys.executable, "-I", "-c", SPEAK, str(tmp_path / "task")],
        env={},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == answer, done.stderr
    assert any(line.startswith("pydantic_core==") for line in packed.dependencies)
