"""What project files say: dependencies, the Python version, a front end."""

import json
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import cast

from backend.tools.github_deployer.checkout.walk import Tree
from backend.tools.github_deployer.detection.facts import (
    DependencyFact,
    DependencyKind,
    FrontEndFact,
    HandlerFact,
)
from backend.tools.github_deployer.detection.python_source import PythonFile, imported_names

_IN_LAMBDA = frozenset({"boto3", "botocore", "awslambdaric"})
"""What AWS's Python runtimes bring along."""
_LONGEST_FILE = 4 * 1024 * 1024
_FRONT_END_FOLDERS = ("", "frontend/", "web/", "client/", "ui/")


class ProjectFiles:
    """Read access to the small text files of a tree; what is missing or unreadable is empty."""

    def __init__(self, tree: Tree) -> None:
        self._sources = {entry.path: entry.source for entry in tree.entries}

    def has(self, path: str) -> bool:
        """Whether the tree holds ``path``."""
        return path in self._sources

    def text(self, path: str) -> str:
        """The text of ``path``."""
        source = self._sources.get(path)
        if source is None or source.stat().st_size > _LONGEST_FILE:
            return ""
        return source.read_text(encoding="utf-8", errors="replace")

    def project_table(self, path: str) -> Mapping[str, object]:
        """The ``[project]`` table of a ``pyproject.toml``."""
        try:
            table = tomllib.loads(self.text(path)).get("project", {})
        except tomllib.TOMLDecodeError:
            return {}
        return cast("Mapping[str, object]", table) if isinstance(table, dict) else {}


def project_folders(handler: HandlerFact | None) -> tuple[str, ...]:
    """Prefixes of the folders where project files are looked for: nearest to the handler first."""
    start = PurePosixPath(handler.path).parent if handler else PurePosixPath()
    return tuple("" if str(each) == "." else f"{each}/" for each in (start, *start.parents))


def find_dependencies(files: ProjectFiles, folders: tuple[str, ...]) -> DependencyFact:
    """The first declaration, nearest folder first; within a folder the most exact one."""
    for folder in folders:
        for kind, name in _declarations(files, folder):
            return DependencyFact(kind=kind, path=folder + name)
    return DependencyFact(kind="none")


def _declarations(files: ProjectFiles, folder: str) -> list[tuple[DependencyKind, str]]:
    found: list[tuple[DependencyKind, str]] = []
    requirements = f"{folder}requirements.txt"
    if files.has(requirements) and "--hash=" in files.text(requirements):
        found.append(("requirements_hashed", "requirements.txt"))
    if files.has(f"{folder}uv.lock") and files.has(f"{folder}pyproject.toml"):
        found.append(("uv_lock", "uv.lock"))
    if files.has(requirements):
        found.append(("requirements", "requirements.txt"))
    if "dependencies" in files.project_table(f"{folder}pyproject.toml"):
        found.append(("pyproject", "pyproject.toml"))
    return found


def find_requires_python(files: ProjectFiles, folders: tuple[str, ...]) -> str | None:
    """The version specifier of ``pyproject.toml``, else of ``runtime.txt`` or
    ``.python-version``.
    """
    for folder in folders:
        declared = files.project_table(f"{folder}pyproject.toml").get("requires-python")
        if isinstance(declared, str):
            return declared
        for name in ("runtime.txt", ".python-version"):
            match = re.match(r"(?:python-)?(3\.\d{1,2})\b", files.text(folder + name).strip())
            if match:
                return f"=={match[1]}.*"
    return None


def undeclared_imports(files: tuple[PythonFile, ...], tree: Tree) -> tuple[str, ...]:
    """Imported names that are neither standard library, nor AWS's runtime, nor part of the tree."""
    paths = [PurePosixPath(entry.path) for entry in tree.entries]
    local = {path.name.split(".", 1)[0] for path in paths} | {
        part for path in paths for part in path.parts
    }
    known = local | sys.stdlib_module_names | _IN_LAMBDA
    imported = frozenset[str]().union(
        *(imported_names(file) for file in files if not file.is_aside)
    )
    return tuple(sorted(imported - known))


def find_front_end(files: ProjectFiles) -> FrontEndFact | None:
    """The first ``package.json`` in a usual place."""
    for folder in _FRONT_END_FOLDERS:
        if files.has(f"{folder}package.json"):
            return _front_end(files, folder)
    return None


def _front_end(files: ProjectFiles, folder: str) -> FrontEndFact:
    path = f"{folder}package.json"
    try:
        package: object = json.loads(files.text(path))
    except (ValueError, RecursionError):
        package = None
    scripts = (
        cast("dict[str, object]", package).get("scripts") if isinstance(package, dict) else None
    )
    has_pnpm, has_yarn = files.has(f"{folder}pnpm-lock.yaml"), files.has(f"{folder}yarn.lock")
    return FrontEndFact(
        path=path,
        package_manager="pnpm" if has_pnpm else "yarn" if has_yarn else "npm",
        has_build_script=isinstance(scripts, dict) and "build" in scripts,
    )
