"""Filling the package cache at set-up."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from backend.tools.github_deployer.prewarm import main, prewarm
from tests.backend.tools.github_deployer.packaging.wheels import make_wheel
from tests.backend.tools.github_deployer.repositories import write_files

FILES = {"main.py": "import alpha\ndef lambda_handler(event, context): ...\n"}
OWN_RUNTIME = [] if sys.version_info[:2] == (3, 13) else [("x86_64", False)]
pytestmark = pytest.mark.slow


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    make_wheel(wheels, "alpha", "1.0", {"alpha.py": ""})
    return {"PATH": os.environ["PATH"], "UV_FIND_LINKS": str(wheels), "UV_NO_INDEX": "1"}


def test_every_variant_is_made_and_only_the_cache_is_kept(
    tmp_path: Path, machine: dict[str, str]
) -> None:
    app = write_files(tmp_path / "app", {**FILES, "requirements.txt": "alpha\n"})
    packages = prewarm([app], tmp_path / "cache", machine)
    assert [(each.architecture, each.is_local_variant) for each in packages] == [
        ("x86_64", False),
        ("arm64", False),
        ("x86_64", True),
        *OWN_RUNTIME,
    ]
    assert not any(package.path.exists() for package in packages)
    assert (tmp_path / "cache/uv").is_dir()


def test_the_program_reports(
    tmp_path: Path, machine: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    app = write_files(tmp_path / "app", {**FILES, "requirements.txt": "alpha\n"})
    cache = str(tmp_path / "cache")
    assert main(["--cache-dir", cache, str(app)], machine) == 0
    assert "local variant" in capsys.readouterr().out
    shutil.rmtree(tmp_path / "wheels")
    (tmp_path / "wheels").mkdir()
    write_files(app, {"requirements.txt": "beta\n"})
    assert main(["--cache-dir", cache, str(app)], machine) == 1
    assert capsys.readouterr().err.startswith("DEPENDENCIES_UNRESOLVED: ")
