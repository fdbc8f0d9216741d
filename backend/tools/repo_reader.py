"""The tool ``repo_reader``: reads files of the workspace, and never writes."""

import asyncio
import stat
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Literal

from pydantic import Field, JsonValue, ValidationError

from agentpro.tools import ToolResult, ToolScope
from backend.domain.errors import CopilotError, ModelCanFix, UserCanFix
from backend.domain.identifiers import Value
from backend.tools.workspace import Workspace, is_private_name

LONGEST_FILE = 256 * 1024
"""Bytes that :meth:`RepoReader.read_file` gives at most; a longer file is refused."""
_LONGEST_LISTING = 2_000
_SKIPPED = frozenset({".git", "node_modules", "__pycache__", ".venv"})

Inspector = Callable[[Path], Mapping[str, JsonValue]]
"""Works out typed facts about a folder, without running any of its code; given by wiring."""


class PathInfo(Value):
    """One entry of a listing; ``path`` is relative to the folder that was listed."""

    path: str
    kind: Literal["file", "directory", "link", "other"]
    size_bytes: int


class _Args(Value):
    path: str = Field(min_length=1, max_length=4096)
    depth: int = Field(default=2, ge=1, le=8)


class RepoReader:
    """Reads below the workspace roots alone. Files that hold secrets by convention are refused."""

    name = "repo_reader"
    capabilities = frozenset({"read_file", "list_dir", "inspect"})

    def __init__(self, workspace: Workspace, inspector: Inspector) -> None:
        self._workspace = workspace
        self._inspector = inspector

    def read_file(self, path: str) -> str:
        """The text of a file.

        Raises:
            UserCanFix: ``SOURCE_NOT_FOUND``, ``E_FORBIDDEN`` (outside, or a private file),
                ``FILE_NOT_TEXT`` or ``FILE_TOO_LARGE``.
        """
        real = self._workspace.resolve(path)
        self._refuse_private(path, real)
        if not real.is_file():
            raise UserCanFix("SOURCE_NOT_FOUND", f"{path} is not a file.", "Name a file.")
        with real.open("rb") as source:
            content = source.read(LONGEST_FILE + 1)
        if len(content) > LONGEST_FILE:
            raise UserCanFix(
                "FILE_TOO_LARGE", f"{path} is longer than 256 KB.", "Read another file."
            )
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UserCanFix(
                "FILE_NOT_TEXT", f"{path} is not text.", "Read another file."
            ) from error

    def list_dir(self, path: str, depth: int = 2) -> tuple[PathInfo, ...]:
        """The entries of a folder, ``depth`` levels deep, in order of their paths; links are not
        followed.

        Raises:
            UserCanFix: ``SOURCE_NOT_FOUND`` or ``E_FORBIDDEN``.
        """
        real = self._workspace.resolve(path)
        self._refuse_private(path, real)
        if not real.is_dir():
            raise UserCanFix("SOURCE_NOT_FOUND", f"{path} is not a folder.", "Name a folder.")
        forbidden = frozenset(folder.resolve() for folder in self._workspace.forbidden)
        return tuple(islice(_entries(real, "", depth, forbidden), _LONGEST_LISTING))

    def inspect(self, path: str) -> Mapping[str, JsonValue]:
        """The typed facts about a folder.

        Raises:
            UserCanFix: ``SOURCE_NOT_FOUND``, ``E_FORBIDDEN``, and what the inspector refuses.
        """
        return self._inspector(self._workspace.resolve(path, is_whole=True))

    async def call(
        self,
        capability: str,
        args: Mapping[str, JsonValue],
        scope: ToolScope,  # noqa: ARG002
    ) -> ToolResult:
        """``read_file(path)``, ``list_dir(path, depth)`` or ``inspect(path)``; paths as a person
        writes them.
        """
        try:
            wanted = _Args.model_validate(dict(args))
            return ToolResult(value=await asyncio.to_thread(self._perform, capability, wanted))
        except CopilotError as error:
            return ToolResult(error=error.as_record())
        except ValidationError:
            return ToolResult(error=_BAD_ARGUMENTS.as_record())

    def _perform(self, capability: str, args: _Args) -> JsonValue:
        match capability:
            case "read_file":
                return self.read_file(args.path)
            case "list_dir":
                return [
                    info.model_dump(mode="json") for info in self.list_dir(args.path, args.depth)
                ]
            case "inspect":
                return dict(self.inspect(args.path))
            case _:
                raise _BAD_ARGUMENTS

    def _refuse_private(self, path: str, real: Path) -> None:
        inner = next(
            real.relative_to(root.resolve())
            for root in self._workspace.roots
            if real.is_relative_to(root.resolve())
        )
        if any(is_private_name(part) or part == ".git" for part in inner.parts):
            raise UserCanFix(
                "E_FORBIDDEN",
                f"{path} holds secrets by convention and is never read.",
                "Read another file.",
            )


def _entries(
    folder: Path, prefix: str, depth: int, forbidden: frozenset[Path]
) -> Iterator[PathInfo]:
    for name in sorted(path.name for path in folder.iterdir()):
        path = folder / name
        if name in _SKIPPED or is_private_name(name) or path in forbidden:
            continue
        status = path.lstat()
        yield PathInfo(path=prefix + name, kind=_kind(status.st_mode), size_bytes=status.st_size)
        if stat.S_ISDIR(status.st_mode) and depth > 1:
            yield from _entries(path, f"{prefix}{name}/", depth - 1, forbidden)


def _kind(mode: int) -> Literal["file", "directory", "link", "other"]:
    match stat.S_IFMT(mode):
        case stat.S_IFREG:
            return "file"
        case stat.S_IFDIR:
            return "directory"
        case stat.S_IFLNK:
            return "link"
        case _:
            return "other"


_BAD_ARGUMENTS = ModelCanFix(
    "E_BAD_ARGUMENTS",
    "repo_reader takes read_file(path), list_dir(path, depth) or inspect(path).",
    "Correct the arguments.",
)
