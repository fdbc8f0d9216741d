"""Preflight: what must hold before a plan is worth drafting."""

import sys
from typing import Literal

from backend.domain.identifiers import Value
from backend.tools.github_deployer.detection.facts import Detection

_SHOWN = 3


class CheckResult(Value):
    """One check: ``reason`` says what was found, or why the check does not apply."""

    name: str
    status: Literal["passed", "failed", "skipped"]
    reason: str


def run_checks(
    detection: Detection, *, python_version: str | None = None
) -> tuple[CheckResult, ...]:
    """All preflight checks, in a fixed order. ``python_version`` (``3.13``) is the one to be
    deployed for.
    """
    return (
        _python_compiles(detection, python_version),
        _handler_found(detection),
        _dependencies_declared(detection),
        _front_end_builds(detection),
    )


def _python_compiles(detection: Detection, python_version: str | None) -> CheckResult:
    name = "python_compiles"
    if not detection.python_file_count:
        return CheckResult(name=name, status="skipped", reason="There is no Python file.")
    issues = detection.syntax_issues
    if not issues:
        reason = f"{detection.python_file_count} Python files compile."
        return CheckResult(name=name, status="passed", reason=reason)
    places = "; ".join(f"{issue.path}:{issue.line} {issue.message}" for issue in issues[:_SHOWN])
    if python_version is not None and _is_newer(python_version):
        reason = f"Written for Python {python_version}, which this server cannot judge: {places}"
        return CheckResult(name=name, status="skipped", reason=reason)
    return CheckResult(name=name, status="failed", reason=f"SYNTAX_ERROR: {places}")


def _is_newer(python_version: str) -> bool:
    return tuple(int(part) for part in python_version.split(".")) > sys.version_info[:2]


def _handler_found(detection: Detection) -> CheckResult:
    name, handler = "handler_found", detection.handler
    if handler is not None:
        reason = f"{handler.path}:{handler.line} {handler.attribute} ({handler.framework})"
        return CheckResult(name=name, status="passed", reason=reason)
    if not detection.python_file_count:
        reason = "NOTHING_DEPLOYABLE: there is no Python file"
        return CheckResult(name=name, status="failed", reason=reason)
    looked_for = "; ".join(detection.looked_for)
    return CheckResult(
        name=name, status="failed", reason=f"HANDLER_NOT_FOUND: looked for {looked_for}"
    )


def _dependencies_declared(detection: Detection) -> CheckResult:
    name, declared = "dependencies_declared", detection.dependencies
    if detection.undeclared_imports:
        names = ", ".join(detection.undeclared_imports)
        return CheckResult(name=name, status="failed", reason=f"DEPENDENCIES_UNDECLARED: {names}")
    if declared.path is None:
        return CheckResult(name=name, status="skipped", reason="The standard library is enough.")
    return CheckResult(name=name, status="passed", reason=declared.path)


def _front_end_builds(detection: Detection) -> CheckResult:
    name, front_end = "front_end_builds", detection.front_end
    if front_end is None:
        return CheckResult(
            name=name, status="skipped", reason="There is no front end (package.json)."
        )
    reason = f"{front_end.path} is not part of a Lambda package."
    return CheckResult(name=name, status="skipped", reason=reason)
