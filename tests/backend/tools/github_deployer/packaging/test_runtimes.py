"""AWS Lambda's runtimes, and what this machine can run."""

import platform
import sys

import pytest

from backend.domain.errors import UserCanFix
from backend.tools.github_deployer.packaging.runtimes import (
    check_sandbox_runtime,
    choose_runtime,
    runtime_named,
    wheel_platform,
)


@pytest.mark.parametrize(
    ("requires_python", "requested", "expected"),
    [
        (None, None, "python3.13"),
        (">=3.11", None, "python3.13"),
        ("<3.12", None, "python3.11"),
        ("==3.12.*", None, "python3.12"),
        (">=3.11.4", "python3.11", "python3.11"),
        (None, "python3.14", "python3.14"),
    ],
)
def test_chooses_a_runtime(
    requires_python: str | None, requested: str | None, expected: str
) -> None:
    assert choose_runtime(requires_python, requested).name == expected


def test_a_preference_counts_where_the_project_allows_it() -> None:
    assert choose_runtime(">=3.11", None, preferred=("python3.11",)).name == "python3.11"
    assert choose_runtime(">=3.12", None, preferred=("python3.11",)).name == "python3.13"


@pytest.mark.parametrize(
    ("requires_python", "requested"),
    [
        (None, "python2.7"),
        (None, "python3.99"),
        (None, "nodejs24.x"),
        ("<3.8", None),
        (">=3.12", "python3.11"),
        ("??", None),
    ],
)
def test_runtimes_that_aws_or_the_project_does_not_have(
    requires_python: str | None, requested: str | None
) -> None:
    with pytest.raises(UserCanFix) as refused:
        choose_runtime(requires_python, requested)
    assert refused.value.error_code == "RUNTIME_UNKNOWN"


def test_wheels_fit_the_operating_system() -> None:
    assert wheel_platform(runtime_named("python3.11"), "x86_64") == "x86_64-manylinux2014"
    assert wheel_platform(runtime_named("python3.13"), "arm64") == "aarch64-manylinux_2_34"
    with pytest.raises(UserCanFix):
        wheel_platform(runtime_named("python3.13"), "riscv")


def test_the_sandbox_runs_its_own_version_only() -> None:
    here = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    mine, other = ("x86_64", "arm64") if platform.machine() == "x86_64" else ("arm64", "x86_64")
    assert check_sandbox_runtime(here, mine).is_match == (sys.platform == "linux")
    for mismatch in (check_sandbox_runtime(here, other), check_sandbox_runtime("python3.9", mine)):
        assert not mismatch.is_match
        assert mismatch.note.startswith("RUNTIME_MISMATCH")
