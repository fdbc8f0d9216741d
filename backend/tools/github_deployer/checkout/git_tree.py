"""A commit's files, read from the object database and written by our own extraction."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from backend.domain.errors import UserCanFix
from backend.tools.github_deployer.checkout.git import Git
from backend.tools.github_deployer.checkout.walk import MEBIBYTE, TreeLimits

_EXECUTABLE, _LINK, _SUBMODULE = "100755", "120000", "160000"


@dataclass(frozen=True, kw_only=True, slots=True)
class CommittedFile:
    """One entry of a commit: git's mode and object id, with the path relative to the folder asked
    about.
    """

    mode: str
    object_id: str
    path: str
    size_bytes: int

    @property
    def is_link(self) -> bool:
        """Whether the content is the target of a symbolic link."""
        return self.mode == _LINK

    @property
    def is_executable(self) -> bool:
        """Whether git keeps the executable bit."""
        return self.mode == _EXECUTABLE


def committed_files(git: Git, folder: Path, commit: str) -> tuple[CommittedFile, ...]:
    """What ``commit`` holds for ``folder``.

    Raises:
        UserCanFix: ``SUBMODULES_PRESENT`` or ``SOURCE_NOT_FOUND``.
    """
    listing = git.output(folder, "ls-tree", "-r", "-z", "-l", commit)
    if listing is None:
        raise UserCanFix(
            "SOURCE_NOT_FOUND",
            f"The commit {commit} cannot be read.",
            "Check the repository with git fsck.",
        )
    files = tuple(_parse(line) for line in listing.split("\0") if line)
    submodules = [entry.path for entry in files if entry.mode == _SUBMODULE]
    if submodules:
        raise UserCanFix(
            "SUBMODULES_PRESENT",
            f"The repository has submodules, which are not deployed: {', '.join(submodules[:3])}.",
            "Replace the submodules by ordinary files, or deploy a folder without them.",
        )
    return files


def _parse(line: str) -> CommittedFile:
    facts, path = line.split("\t", 1)
    mode, _, object_id, size = facts.split()
    return CommittedFile(
        mode=mode, object_id=object_id, path=path, size_bytes=0 if size == "-" else int(size)
    )


def extract(
    git: Git, repository: Path, files: tuple[CommittedFile, ...], target: Path, limits: TreeLimits
) -> None:
    """Write ``files`` below ``target``; links last, so that no file can be written through one.

    Raises:
        UserCanFix: ``PACKAGE_TOO_LARGE``, or ``FILE_NAME_INVALID`` for a path that leaves the
            folder.
    """
    _check_limits(files, limits)
    ordered = sorted(files, key=lambda entry: (entry.is_link, entry.path))
    with tempfile.TemporaryFile() as request:
        request.write(b"".join(f"{entry.object_id}\n".encode() for entry in ordered))
        request.seek(0)
        with git.stream(repository, "cat-file", "--batch", stdin=request) as answers:
            for entry in ordered:
                _write(entry, _read_object(answers, entry), target / _safe(entry.path))


def _check_limits(files: tuple[CommittedFile, ...], limits: TreeLimits) -> None:
    size_bytes = sum(entry.size_bytes for entry in files)
    if len(files) > limits.files or size_bytes > limits.bytes:
        raise UserCanFix(
            "PACKAGE_TOO_LARGE",
            f"The commit holds {len(files)} files with {size_bytes // MEBIBYTE} MB.",
            f"At most {limits.files} files and {limits.bytes // MEBIBYTE} MB can be deployed.",
        )


def _read_object(answers: IO[bytes], entry: CommittedFile) -> bytes:
    header = answers.readline().split()
    if header[:2] != [entry.object_id.encode(), b"blob"]:
        raise UserCanFix(
            "SOURCE_NOT_FOUND", f"{entry.path} cannot be read from the repository.", "Try again."
        )
    content = answers.read(int(header[2]))
    answers.read(1)
    return content


def _safe(path: str) -> PurePosixPath:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts:
        raise UserCanFix("FILE_NAME_INVALID", f"{path} leaves the repository.", "Rename the file.")
    return pure


def _write(entry: CommittedFile, content: bytes, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if entry.is_link:
        target.symlink_to(os.fsdecode(content))
        return
    with target.open("xb") as sink:
        sink.write(content)
    target.chmod(0o700 if entry.is_executable else 0o600)
