"""What git knows about a local folder: its commit, and how the files differ from it."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from backend.tools.github_deployer.checkout.git import Git
from backend.tools.github_deployer.checkout.git_tree import CommittedFile, committed_files
from backend.tools.github_deployer.checkout.walk import Tree


@dataclass(frozen=True, kw_only=True, slots=True)
class Worktree:
    """A folder inside a git work tree. ``ignored`` are relative paths that git's ignore rules
    name.
    """

    commit: str
    branch: str | None
    repository: str
    ignored: frozenset[str]
    files: tuple[CommittedFile, ...]


def read_worktree(git: Git, folder: Path) -> Worktree | None:
    """The facts, or ``None`` for a folder that no commit can describe.

    That is: outside git, before the first commit, or itself named by an ignore rule.
    """
    if not any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        return None
    commit = git.output(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if commit is None or git.call(folder, "check-ignore", "-q", ".").is_ok:
        return None
    listed = git.output(
        folder, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"
    )
    return Worktree(
        commit=commit,
        branch=git.output(folder, "symbolic-ref", "--quiet", "--short", "HEAD"),
        repository=_repository(git, folder),
        ignored=frozenset(path.rstrip("/") for path in (listed or "").split("\0") if path),
        files=committed_files(git, folder, commit),
    )


def uncommitted_changes(folder: Path, worktree: Worktree, tree: Tree) -> tuple[str, ...]:
    """One line per difference between commit and folder: ``modified``, ``deleted`` or ``added`` and
    the path.

    Content is compared as bytes, by our own hash: ``git status`` may start programs that the
    repository's configuration names.
    """
    known = {entry.path for entry in worktree.files}
    added = [
        ("added", entry.path)
        for entry in tree.entries
        if not entry.is_linked and entry.path not in known
    ]
    changed = [
        (change, entry.path)
        for entry in worktree.files
        if (change := _change(folder / entry.path, entry)) is not None
    ]
    return tuple(
        f"{what} {path}" for what, path in sorted(added + changed, key=lambda pair: pair[1])
    )


def _change(path: Path, entry: CommittedFile) -> str | None:
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return "deleted"
    is_link = stat.S_ISLNK(status.st_mode)
    is_executable = not is_link and bool(status.st_mode & stat.S_IXUSR)
    if is_link != entry.is_link or is_executable != entry.is_executable:
        return "modified"
    if not is_link and not stat.S_ISREG(status.st_mode):
        return "modified"
    content = _link_text(path) if is_link else path.read_bytes()
    return None if _object_id(content, len(entry.object_id)) == entry.object_id else "modified"


def _link_text(link: Path) -> bytes:
    return os.fsencode(os.readlink(link))  # noqa: PTH115 - a Path would normalise what git keeps


def _object_id(content: bytes, length: int) -> str:
    """Git's name for a blob; repositories use SHA-1 (40 digits) or SHA-256 (64)."""
    header = f"blob {len(content)}\0".encode()
    if length == 64:
        return hashlib.sha256(header + content).hexdigest()
    return hashlib.sha1(header + content, usedforsecurity=False).hexdigest()


def _repository(git: Git, folder: Path) -> str:
    origin = git.output(folder, "config", "--get", "remote.origin.url")
    if origin:
        return without_credentials(origin)
    return git.output(folder, "rev-parse", "--show-toplevel") or str(folder)


def without_credentials(url: str) -> str:
    """``url`` without user, password, query and fragment."""
    parts = urlsplit(url)
    if not parts.scheme:
        return url.rpartition("@")[2]
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))
