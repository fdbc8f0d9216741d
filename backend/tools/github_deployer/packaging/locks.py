"""From declared dependencies to a hashed lock that is kept, so that the same source gives the same
bytes.
"""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

from backend.domain.canonical import digest_of
from backend.domain.errors import UserCanFix
from backend.tools.github_deployer.checkout.walk import TreeLimits, walk
from backend.tools.github_deployer.detection.facts import DependencyFact
from backend.tools.github_deployer.detection.project import ProjectFiles
from backend.tools.github_deployer.packaging.requirements import (
    Requirement,
    is_fully_hashed,
    parse_requirement,
    parse_requirements,
    render,
)
from backend.tools.github_deployer.packaging.uv import Uv

_WHEELS_ONLY = ("--only-binary", ":all:")
_PYTHON = ("--python", sys.executable)
"""uv asks an interpreter for its defaults; which one changes nothing when a target is given."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WheelTarget:
    """What wheels are chosen for; without a platform it is this machine."""

    python_version: str
    platform: str | None

    def arguments(self) -> tuple[str, ...]:
        """The target in uv's words."""
        chosen = ("--python-platform", self.platform) if self.platform else ()
        return ("--python-version", self.python_version, *chosen)


def lock_dependencies(
    root: Path, declared: DependencyFact, target: WheelTarget, uv: Uv
) -> tuple[Requirement, ...]:
    """Pinned and hashed requirements, complete with what they require themselves.

    A hashed file or a ``uv.lock`` is taken as it is. Ranges are resolved once and remembered by
    content.

    Raises:
        UserCanFix: ``DEPENDENCY_NOT_ALLOWED``, and what :meth:`Uv.run` raises.
    """
    files = ProjectFiles(walk(root, limits=TreeLimits()))
    match declared.kind:
        case "none":
            return ()
        case "uv_lock":
            return _export(files, declared, uv)
        case "pyproject":
            wanted = _project_requirements(files, str(declared.path))
        case "requirements" | "requirements_hashed":
            wanted = parse_requirements(str(declared.path), files.text)
            if wanted and is_fully_hashed(wanted):
                return wanted
    return resolve(wanted, target, uv) if wanted else ()


def resolve(
    wanted: tuple[Requirement, ...], target: WheelTarget, uv: Uv
) -> tuple[Requirement, ...]:
    """The lock of ``wanted`` for ``target``: the remembered one, or a new one that is remembered
    now.
    """
    text = render(wanted)
    digest = digest_of([text, target.python_version, target.platform]).removeprefix("sha256:")
    kept = uv.cache_dir / "locks" / f"{digest}.txt"
    if not kept.is_file():
        _remember(kept, _compile(text, target, uv))
    return parse_requirements(kept.name, lambda _: kept.read_text(encoding="utf-8"))


def _compile(text: str, target: WheelTarget, uv: Uv) -> str:
    plain = (
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-header",
        "--no-annotate",
        "--no-strip-extras",
    )
    with tempfile.TemporaryDirectory(prefix="copilot-lock-") as scratch:
        source = Path(scratch, "requirements.in")
        source.write_text(text, encoding="utf-8")
        return uv.run_fresh(
            "pip",
            "compile",
            source.name,
            *plain,
            *_WHEELS_ONLY,
            *_PYTHON,
            *target.arguments(),
            cwd=Path(scratch),
        )


def _remember(kept: Path, lock: str) -> None:
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=kept.parent, delete=False
    ) as partial:
        partial.write(lock)
    Path(partial.name).replace(kept)


def _export(files: ProjectFiles, declared: DependencyFact, uv: Uv) -> tuple[Requirement, ...]:
    """What a ``uv.lock`` pins for use (not for development); read in a folder that holds nothing
    else.
    """
    folder = PurePosixPath(str(declared.path)).parent
    wanted = ("--frozen", "--no-dev", "--no-emit-project", "--no-header", "--no-annotate")
    with tempfile.TemporaryDirectory(prefix="copilot-lock-") as scratch:
        for name in ("pyproject.toml", "uv.lock"):
            Path(scratch, name).write_text(files.text(str(folder / name)), encoding="utf-8")
        text = uv.run(
            "export", "--format", "requirements-txt", *wanted, "--offline", cwd=Path(scratch)
        )
    return parse_requirements(str(declared.path), lambda _: text)


def _project_requirements(files: ProjectFiles, path: str) -> tuple[Requirement, ...]:
    declared = files.project_table(path).get("dependencies")
    if not isinstance(declared, list):
        raise UserCanFix(
            "DEPENDENCY_NOT_ALLOWED",
            f"[project] dependencies in {path} is not a list.",
            "Write a list of requirements.",
        )
    lines = cast("list[object]", declared)
    return tuple(parse_requirement(str(line), path) for line in lines)


def install(
    requirements: tuple[Requirement, ...], target: WheelTarget, folder: Path, uv: Uv
) -> None:
    """Unpack the wheels of ``requirements`` into ``folder``; hashes are required and nothing is
    executed.

    Raises:
        UserCanFix, OperatorMustAct: what :meth:`Uv.run` raises.
    """
    if not requirements:
        return
    strict = ("--no-deps", "--require-hashes", *_WHEELS_ONLY, *_PYTHON)
    with tempfile.TemporaryDirectory(prefix="copilot-lock-") as scratch:
        Path(scratch, "lock.txt").write_text(render(requirements), encoding="utf-8")
        into = ("--target", str(folder), *target.arguments())
        uv.run_cached("pip", "install", "-r", "lock.txt", *strict, *into, cwd=Path(scratch))
