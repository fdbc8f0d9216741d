"""The private, immutable copy of a source, named by the digest of its content."""

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from backend.domain.canonical import digest_of
from backend.domain.errors import OperatorMustAct, UserCanFix
from backend.domain.identifiers import Value
from backend.tools.github_deployer.checkout.secret_scan import refuse_secrets, scan_secrets
from backend.tools.github_deployer.checkout.walk import Tree, TreeEntry, TreeLimits

SourceKind = Literal["git_remote", "git_worktree", "folder"]


class SourceSnapshot(Value):
    """What exactly is deployed.

    ``deploys`` says whether it is the content of ``commit`` or of the working tree; a clean working
    tree equals its commit. ``uncommitted`` has one line per difference, for example ``modified
    main.py``.
    """

    kind: SourceKind
    location: str
    repository: str | None = None
    branch: str | None = None
    commit: str | None = None
    deploys: Literal["commit", "working_tree"]
    content_digest: str
    uncommitted: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    root: Path
    file_count: int
    size_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredTree:
    """A tree after it was copied: the folder, and the digest of the bytes that were really
    copied.
    """

    root: Path
    content_digest: str
    size_bytes: int


def store_tree(tree: Tree, work_dir: Path, limits: TreeLimits) -> StoredTree:
    """Copy ``tree`` below ``work_dir/sources``, read-only; equal content is stored once.

    The copy itself is searched for secrets: what is stored is what was searched.

    Raises:
        UserCanFix: ``NOTHING_DEPLOYABLE`` for a tree without files, ``SECRET_IN_REPOSITORY`` for
            one that holds secrets; nothing is stored.
        OperatorMustAct: ``DISK_FULL``; nothing is left behind.
    """
    if not tree.entries:
        raise UserCanFix(
            "NOTHING_DEPLOYABLE",
            "The source holds no file that could be deployed.",
            "Choose the folder that holds the application.",
        )
    sources = work_dir / "sources"
    with disk_errors(), _partial_folder(sources) as partial:
        listing = [_copy(entry, partial) for entry in tree.entries]
        refuse_secrets(scan_secrets(partial, limits=limits))
        digest = digest_of([[path, is_exec, sha256] for path, is_exec, sha256, _ in listing])
        root = sources / digest.removeprefix("sha256:")
        _publish(partial, root)
    return StoredTree(
        root=root, content_digest=digest, size_bytes=sum(size for *_, size in listing)
    )


@contextmanager
def disk_errors() -> Generator[None]:
    """Turn a full disk into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise disk_full() from error


def disk_full() -> OperatorMustAct:
    """The error for a disk without space."""
    return OperatorMustAct(
        "DISK_FULL",
        "The disk is full; nothing was deployed and nothing was left behind.",
        "Free some space in the data directory and try again.",
    )


@contextmanager
def _partial_folder(parent: Path) -> Generator[Path]:
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix="partial-", dir=parent))
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _publish(partial: Path, root: Path) -> None:
    try:
        partial.rename(root)
    except OSError as error:
        if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
            raise


def _copy(entry: TreeEntry, folder: Path) -> tuple[str, bool, str, int]:
    target = folder / entry.path
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(entry.source, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as source, target.open("xb") as sink:
        while chunk := source.read(1024 * 1024):
            digest.update(chunk)
            size += len(chunk)
            sink.write(chunk)
    target.chmod(0o500 if entry.is_executable else 0o400)
    return entry.path, entry.is_executable, digest.hexdigest(), size
