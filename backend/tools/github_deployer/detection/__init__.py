"""Detection: typed facts about a source, worked out without running any of it."""

from pathlib import Path

from backend.domain.errors import UserCanFix
from backend.tools.github_deployer.checkout.walk import TreeLimits, walk
from backend.tools.github_deployer.detection.checks import CheckResult, run_checks
from backend.tools.github_deployer.detection.facts import (
    DependencyFact,
    Detection,
    Framework,
    FrontEndFact,
    HandlerFact,
    SyntaxIssue,
)
from backend.tools.github_deployer.detection.handlers import LOOKED_FOR, find_handler
from backend.tools.github_deployer.detection.project import (
    ProjectFiles,
    find_dependencies,
    find_front_end,
    find_requires_python,
    project_folders,
    undeclared_imports,
)
from backend.tools.github_deployer.detection.python_source import read_python_files
from backend.tools.github_deployer.detection.routes import find_routes, health_path

__all__ = [
    "CheckResult",
    "DependencyFact",
    "Detection",
    "FrontEndFact",
    "HandlerFact",
    "SyntaxIssue",
    "detect",
    "require_handler",
    "run_checks",
]


def detect(root: Path, *, limits: TreeLimits | None = None) -> Detection:
    """The facts about the source below ``root``; what is missing is a fact too, not an error."""
    tree = walk(root, limits=limits or TreeLimits())
    python_files, project = read_python_files(tree), ProjectFiles(tree)
    handler, routes = find_handler(python_files), find_routes(python_files)
    folders = project_folders(handler)
    dependencies = find_dependencies(project, folders)
    has_index_page = any(project.has(path) for path in ("index.html", "public/index.html"))
    return Detection(
        framework=_framework(handler, has_index_page and not python_files),
        handler=handler,
        dependencies=dependencies,
        requires_python=find_requires_python(project, folders),
        health_path=health_path(routes),
        routes=routes,
        undeclared_imports=undeclared_imports(python_files, tree)
        if dependencies.kind == "none"
        else (),
        front_end=find_front_end(project),
        syntax_issues=tuple(file.issue for file in python_files if file.issue is not None),
        python_file_count=len(python_files),
        has_index_page=has_index_page,
        looked_for=LOOKED_FOR,
    )


def _framework(handler: HandlerFact | None, is_static: bool) -> Framework:
    if handler is not None:
        return handler.framework
    return "static" if is_static else "unknown"


def require_handler(detection: Detection) -> HandlerFact:
    """The handler of a source that can go to Lambda.

    Raises:
        UserCanFix: ``NOTHING_DEPLOYABLE``, ``SYNTAX_ERROR``, ``HANDLER_NOT_FOUND`` or
            ``DEPENDENCIES_UNDECLARED``.
    """
    if not detection.python_file_count:
        raise UserCanFix(
            "NOTHING_DEPLOYABLE",
            "There is no Python file, so there is nothing that AWS Lambda could run.",
            "Choose the folder that holds the application.",
        )
    if detection.handler is None:
        raise _no_handler(detection)
    if detection.undeclared_imports:
        imported = ", ".join(detection.undeclared_imports)
        raise UserCanFix(
            "DEPENDENCIES_UNDECLARED",
            f"The code imports {imported}, but declares no dependencies.",
            "Declare them in requirements.txt or in [project] dependencies of pyproject.toml.",
        )
    return detection.handler


def _no_handler(detection: Detection) -> UserCanFix:
    if detection.syntax_issues:
        issue = detection.syntax_issues[0]
        return UserCanFix(
            "SYNTAX_ERROR",
            f"{issue.path}:{issue.line} cannot be compiled: {issue.message}.",
            "Correct the file and try again.",
        )
    return UserCanFix(
        "HANDLER_NOT_FOUND",
        f"No handler was found in {detection.python_file_count} Python files.",
        f"Add one of: {'; '.join(detection.looked_for)}.",
    )
