"""Builds are isolated and limited, or refused."""

import shutil
from pathlib import Path

import pytest

from backend.domain.errors import OperatorMustAct
from backend.tools.build_sandbox import (
    BuildLimits,
    BuildPrograms,
    BuildResult,
    BuildView,
    find_build_programs,
    run_build,
)

needs_bubblewrap = pytest.mark.skipif(
    shutil.which("bwrap") is None or shutil.which("prlimit") is None, reason="needs bubblewrap"
)


def build(script: str, folder: Path, limits: BuildLimits | None = None) -> BuildResult:
    programs = find_build_programs()
    return run_build(
        ["sh", "-c", script], BuildView(folder=folder), programs=programs, limits=limits
    )


def test_without_bubblewrap_builds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OperatorMustAct) as refused:
        find_build_programs(str(tmp_path))
    assert refused.value.error_code == "BUILD_SANDBOX_MISSING"


@pytest.mark.slow
def test_a_bubblewrap_that_cannot_isolate_is_refused(tmp_path: Path) -> None:
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create a new namespace'\nexit 1\n")
    fake.chmod(0o700)
    with pytest.raises(OperatorMustAct) as refused:
        run_build(
            ["true"], BuildView(folder=tmp_path), programs=BuildPrograms(bwrap=fake, prlimit=fake)
        )
    assert "No permissions" in refused.value.message


@pytest.mark.slow
@needs_bubblewrap
def test_a_build_writes_to_its_folder_alone(tmp_path: Path) -> None:
    result = build("echo made > made.txt; touch /usr/x; echo $?; ls /root /home; env", tmp_path)
    assert (tmp_path / "made.txt").read_text() == "made\n"
    assert "Read-only file system" in result.output
    assert "COPILOT" not in result.output


@pytest.mark.slow
@needs_bubblewrap
def test_a_build_has_no_network(tmp_path: Path) -> None:
    result = build("cat /proc/net/dev", tmp_path)
    interfaces = [line.split(":")[0].strip() for line in result.output.splitlines() if ":" in line]
    assert interfaces == ["lo"]


@pytest.mark.slow
@needs_bubblewrap
def test_a_build_ends_at_its_limits(tmp_path: Path) -> None:
    too_long = build("sleep 30", tmp_path, BuildLimits(time_s=0.3))
    too_big = build(
        "head -c 100000 /dev/zero > big; echo $?", tmp_path, BuildLimits(file_bytes=4096)
    )
    assert too_long.exit_code is None
    assert (tmp_path / "big").stat().st_size == 4096
    assert too_big.output.strip() != "0"


@pytest.mark.slow
@needs_bubblewrap
def test_a_failed_build_says_how(tmp_path: Path) -> None:
    result = build("echo broken >&2; exit 3", tmp_path)
    assert (result.exit_code, result.output) == (3, "broken\n")
