"""Our own sorted walk over a folder: what is deployed, and what never is.

Links inside the tree are followed to what they name; links that leave it block the deployment.
"""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from backend.domain.errors import UserCanFix
from backend.tools.workspace import is_private_name

MEBIBYTE = 1024 * 1024
_MACHINE_MADE = frozenset({
    ".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".tox", ".nox", ".eggs",
    ".cache", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".aws-sam",
    ".terraform", ".DS_Store",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class TreeLimits:
    """What a source may hold. 250 MB is AWS Lambda's limit for an unzipped package."""

    files: int = 20_000
    bytes: int = 250 * MEBIBYTE


@dataclass(frozen=True, kw_only=True, slots=True)
class TreeEntry:
    """One file to deploy: ``path`` is relative with ``/``; ``source`` is the real file, never a
    link.
    """

    path: str
    source: Path
    is_executable: bool
    size_bytes: int
    is_linked: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """The files of a folder in the order of their paths, and the private ones that were left
    out.
    """

    entries: tuple[TreeEntry, ...]
    left_out: tuple[str, ...]


def walk(root: Path, *, ignored: frozenset[str] = frozenset(), limits: TreeLimits) -> Tree:
    """Every deployable file below ``root``; ``ignored`` holds further relative paths to skip.

    Raises:
        UserCanFix: ``SYMLINK_ESCAPE``, ``SPECIAL_FILE``, ``FILE_NAME_INVALID`` or
            ``PACKAGE_TOO_LARGE``.
    """
    walker = _Walker(root=root.resolve(), ignored=ignored, limits=limits)
    walker.directory(walker.root, "", (walker.root,))
    entries = sorted(walker.entries, key=lambda entry: entry.path.encode())
    return Tree(entries=tuple(entries), left_out=tuple(sorted(walker.left_out)))


@dataclass(kw_only=True, slots=True)
class _Walker:
    root: Path
    ignored: frozenset[str]
    limits: TreeLimits
    entries: list[TreeEntry] = field(default_factory=list[TreeEntry])
    left_out: list[str] = field(default_factory=list[str])
    visited: int = 0
    size_bytes: int = 0

    def directory(
        self, folder: Path, prefix: str, chain: tuple[Path, ...], linked: bool = False
    ) -> None:
        """Visit ``folder``; ``chain`` holds the real folders above it, to notice a link that
        loops.
        """
        if prefix and (folder / "pyvenv.cfg").is_file():
            return
        for name in sorted(path.name for path in folder.iterdir()):
            path = prefix + name
            if name in _MACHINE_MADE or name.endswith((".pyc", ".pyo")) or path in self.ignored:
                continue
            if is_private_name(name):
                self.left_out.append(path)
                continue
            self._visit(folder / name, path, chain, linked)

    def _visit(self, real: Path, path: str, chain: tuple[Path, ...], linked: bool) -> None:
        self._count(path)
        status = real.lstat()
        match stat.S_IFMT(status.st_mode):
            case stat.S_IFLNK:
                self._follow(real, path, chain)
            case stat.S_IFDIR:
                self.directory(real, f"{path}/", (*chain, real), linked)
            case stat.S_IFREG:
                self._add(real, path, status, linked)
            case _:
                raise _refuse("SPECIAL_FILE", f"{path} is a device, socket or pipe.", "Remove it.")

    def _follow(self, link: Path, path: str, chain: tuple[Path, ...]) -> None:
        try:
            target = link.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            raise _escape(path, "points to nothing") from error
        if not target.is_relative_to(self.root):
            raise _escape(path, "leaves the folder")
        if target in chain:
            raise _escape(path, "contains itself")
        if self._is_excluded(target.relative_to(self.root)):
            self.left_out.append(path)
        elif target.is_dir():
            self.directory(target, f"{path}/", (*chain, target), linked=True)
        else:
            self._visit(target, path, chain, linked=True)

    def _is_excluded(self, target: Path) -> bool:
        return any(part in _MACHINE_MADE or is_private_name(part) for part in target.parts)

    def _add(self, real: Path, path: str, status: os.stat_result, linked: bool) -> None:
        self.size_bytes += status.st_size
        if self.size_bytes > self.limits.bytes:
            raise _too_large(f"more than {self.limits.bytes // MEBIBYTE} MB")
        is_executable = bool(status.st_mode & stat.S_IXUSR)
        self.entries.append(
            TreeEntry(
                path=path,
                source=real,
                is_executable=is_executable,
                size_bytes=status.st_size,
                is_linked=linked,
            )
        )

    def _count(self, path: str) -> None:
        self.visited += 1
        if self.visited > self.limits.files:
            raise _too_large(f"more than {self.limits.files} files")
        try:
            path.encode()
        except UnicodeEncodeError as error:
            shown = path.encode(errors="replace").decode()
            step = "Rename it."
            raise _refuse(
                "FILE_NAME_INVALID", f"{shown} has a name that is not UTF-8.", step
            ) from error


def _refuse(error_code: str, message: str, next_step: str) -> UserCanFix:
    return UserCanFix(error_code, message, next_step)


def _escape(path: str, what: str) -> UserCanFix:
    return _refuse(
        "SYMLINK_ESCAPE",
        f"The link {path} {what}.",
        "Replace the link by the file itself, or point it to a file inside the folder.",
    )


def _too_large(what: str) -> UserCanFix:
    return _refuse(
        "PACKAGE_TOO_LARGE",
        f"The source holds {what}.",
        "Deploy a smaller folder, or let .gitignore name what is not part of the application.",
    )
