"""AWS Lambda's Python runtimes and architectures, and what this machine can run itself.

Source: the AWS Lambda developer guide, page "Lambda runtimes" (identifiers, operating systems,
dates).
"""

import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import Value


@dataclass(frozen=True, kw_only=True, slots=True)
class Runtime:
    """One runtime; ``glibc`` is what its operating system has, so which wheels it can load."""

    name: str
    glibc: str
    deprecated_on: date

    @property
    def python_version(self) -> str:
        """For example ``3.13``."""
        return self.name.removeprefix("python")


# Amazon Linux 2 (up to 3.11) has glibc 2.26, Amazon Linux 2023 has 2.34.
RUNTIMES: tuple[Runtime, ...] = (
    Runtime(name="python3.13", glibc="2.34", deprecated_on=date(2029, 6, 30)),
    Runtime(name="python3.12", glibc="2.34", deprecated_on=date(2028, 10, 31)),
    Runtime(name="python3.14", glibc="2.34", deprecated_on=date(2029, 6, 30)),
    Runtime(name="python3.11", glibc="2.26", deprecated_on=date(2027, 6, 30)),
    Runtime(name="python3.10", glibc="2.26", deprecated_on=date(2026, 10, 31)),
    Runtime(name="python3.9", glibc="2.26", deprecated_on=date(2025, 12, 15)),
)
"""In the order in which they are preferred."""

_WHEEL_LEVELS = {"2.34": "manylinux_2_34", "2.26": "manylinux2014"}
_MACHINES = {"x86_64": "x86_64", "arm64": "aarch64"}
"""AWS's names of the architectures, and the machine names that wheels use."""


class RuntimeMatch(Value):
    """Whether this machine can run what is built for a runtime; ``note`` says what follows."""

    is_match: bool
    note: str


def architectures() -> tuple[str, ...]:
    """The architectures of AWS Lambda; the first is the default."""
    return tuple(_MACHINES)


def runtime_named(name: str) -> Runtime:
    """The runtime that AWS calls ``name``.

    Raises:
        UserCanFix: ``RUNTIME_UNKNOWN``.
    """
    for runtime in RUNTIMES:
        if runtime.name == name:
            return runtime
    raise UserCanFix(
        "RUNTIME_UNKNOWN",
        f"AWS Lambda has no Python runtime {name!r}.",
        f"Choose one of {', '.join(sorted(runtime.name for runtime in RUNTIMES))}.",
    )


def choose_runtime(
    requires_python: str | None, requested: str | None, *, preferred: Sequence[str] = ()
) -> Runtime:
    """The runtime that was asked for, or the most preferred one that the project accepts.

    Raises:
        UserCanFix: ``RUNTIME_UNKNOWN``, also when the project accepts none, or not the one asked
            for.
    """
    accepted = _specifiers(requires_python)
    if requested is not None:
        return _accepted(runtime_named(requested), accepted)
    ordered = sorted(RUNTIMES, key=lambda runtime: runtime.name not in preferred)
    for runtime in ordered:
        if _accepts(accepted, runtime):
            return runtime
    raise UserCanFix(
        "RUNTIME_UNKNOWN",
        f"The project requires Python {requires_python}, for which AWS Lambda has no runtime.",
        "Widen requires-python in pyproject.toml.",
    )


def _accepted(runtime: Runtime, accepted: SpecifierSet) -> Runtime:
    if _accepts(accepted, runtime):
        return runtime
    raise UserCanFix(
        "RUNTIME_UNKNOWN",
        f"The project requires Python {accepted}, which {runtime.name} is not.",
        "Choose another runtime, or widen requires-python.",
    )


def _accepts(accepted: SpecifierSet, runtime: Runtime) -> bool:
    """A project may ask for a patch version; AWS's runtimes always have a late one."""
    return any(accepted.contains(f"{runtime.python_version}.{patch}") for patch in range(100))


def _specifiers(requires_python: str | None) -> SpecifierSet:
    try:
        return SpecifierSet(requires_python or "")
    except InvalidSpecifier as error:
        raise UserCanFix(
            "RUNTIME_UNKNOWN",
            f"requires-python is not a version specifier: {requires_python!r}.",
            'Write it like ">=3.11".',
        ) from error


def wheel_platform(runtime: Runtime, architecture: str) -> str:
    """The platform for which wheels are chosen, in uv's words.

    Raises:
        UserCanFix: ``RUNTIME_UNKNOWN`` for an architecture that AWS Lambda does not have.
    """
    if architecture not in _MACHINES:
        raise UserCanFix(
            "RUNTIME_UNKNOWN",
            f"AWS Lambda has no architecture {architecture!r}.",
            f"Choose one of {', '.join(_MACHINES)}.",
        )
    return f"{_MACHINES[architecture]}-{_WHEEL_LEVELS[runtime.glibc]}"


def check_sandbox_runtime(runtime: str, architecture: str) -> RuntimeMatch:
    """Whether this interpreter, on this machine, is the runtime that a plan names."""
    here = (f"python{sys.version_info[0]}.{sys.version_info[1]}", platform.machine(), sys.platform)
    if here == (runtime, _MACHINES.get(architecture, architecture), "linux"):
        return RuntimeMatch(
            is_match=True, note=f"The sandbox runs {runtime} on {architecture} itself."
        )
    return RuntimeMatch(
        is_match=False,
        note=f"RUNTIME_MISMATCH: the plan names {runtime} on {architecture}, "
        f"the sandbox has {here[0]} on {here[1]} ({here[2]}). "
        "A local variant of the package is built for the sandbox and marked as such.",
    )
