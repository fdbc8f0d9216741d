"""Checkout: from a path or URL to a pinned, private, immutable copy of the source."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from backend.domain.errors import UserCanFix
from backend.domain.secrets import Secret
from backend.tools.github_deployer.checkout.git import Git, clone_error, token_header
from backend.tools.github_deployer.checkout.git_tree import committed_files, extract
from backend.tools.github_deployer.checkout.location import (
    RemoteLocation,
    check_branch,
    parse_remote,
)
from backend.tools.github_deployer.checkout.snapshot import SourceSnapshot, disk_errors, store_tree
from backend.tools.github_deployer.checkout.walk import TreeLimits, walk
from backend.tools.github_deployer.checkout.worktree import read_worktree, uncommitted_changes
from backend.tools.workspace import Workspace

__all__ = ["CheckoutPolicy", "SourceSnapshot", "TreeLimits", "resolve_source"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckoutPolicy:
    """Where sources may come from, and where their copies go.

    ``work_dir`` is private to this service and outlives a run. ``environ`` is the machine's
    environment; only proxies and certificates reach git.
    """

    workspace: Workspace
    work_dir: Path
    environ: Mapping[str, str] = field(default_factory=dict[str, str])
    allowed_hosts: frozenset[str] = frozenset({"github.com"})
    may_use_file_urls: bool = False
    limits: TreeLimits = field(default_factory=TreeLimits)
    timeout_s: float = 300

    def git(self) -> Git:
        """Git as this policy allows it."""
        return Git(
            environ=self.environ,
            home=self.work_dir,
            protocols="https:file" if self.may_use_file_urls else "https",
            timeout_s=self.timeout_s,
        )


def resolve_source(
    path_or_url: str,
    *,
    policy: CheckoutPolicy,
    branch: str | None = None,
    token: Secret | None = None,
) -> SourceSnapshot:
    """Pin and copy the source that a person named.

    A repository URL is pinned to the commit of ``branch`` (default: its own default branch). A
    folder is deployed as it stands, with its commit and uncommitted changes told where git knows
    it. ``token`` is sent to the URL's host alone, as a header.

    Raises:
        UserCanFix: ``SOURCE_NOT_FOUND``, ``NOTHING_DEPLOYABLE``, ``E_FORBIDDEN``,
            ``SYMLINK_ESCAPE``, ``SPECIAL_FILE``, ``FILE_NAME_INVALID``, ``PACKAGE_TOO_LARGE``,
            ``SUBMODULES_PRESENT``, ``SECRET_IN_REPOSITORY`` or ``BRANCH_NOT_FOUND``.
        OperatorMustAct: ``GIT_MISSING``, ``GIT_TIMEOUT``, ``GIT_UNREACHABLE`` or ``DISK_FULL``.
    """
    branch = check_branch(branch)
    remote = parse_remote(
        path_or_url, allowed_hosts=policy.allowed_hosts, may_use_file_urls=policy.may_use_file_urls
    )
    with disk_errors():
        policy.work_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if remote is None:
            return _local(policy.workspace.resolve(path_or_url, is_whole=True), policy, branch)
        return _remote(remote, policy, branch, token)


def _local(folder: Path, policy: CheckoutPolicy, branch: str | None) -> SourceSnapshot:
    if not folder.is_dir():
        raise UserCanFix(
            "NOTHING_DEPLOYABLE", f"{folder.name} is not a folder.", "Give its folder."
        )
    worktree = read_worktree(policy.git(), folder)
    _check_local_branch(branch, worktree.branch if worktree else None)
    ignored = worktree.ignored if worktree else frozenset[str]()
    tree = walk(folder, ignored=ignored, limits=policy.limits)
    stored = store_tree(tree, policy.work_dir, policy.limits)
    return SourceSnapshot(
        kind="git_worktree" if worktree else "folder",
        location=str(folder),
        repository=worktree.repository if worktree else None,
        branch=worktree.branch if worktree else None,
        commit=worktree.commit if worktree else None,
        deploys="working_tree",
        content_digest=stored.content_digest,
        uncommitted=uncommitted_changes(folder, worktree, tree) if worktree else (),
        left_out=tree.left_out,
        root=stored.root,
        file_count=len(tree.entries),
        size_bytes=stored.size_bytes,
    )


def _check_local_branch(wanted: str | None, checked_out: str | None) -> None:
    if wanted is not None and wanted != checked_out:
        raise UserCanFix(
            "BRANCH_NOT_FOUND",
            f"The folder does not have the branch {wanted} checked out.",
            "Check the branch out, or give the URL of the repository.",
        )


def _remote(
    remote: RemoteLocation, policy: CheckoutPolicy, branch: str | None, token: Secret | None
) -> SourceSnapshot:
    git = policy.git()
    with tempfile.TemporaryDirectory(prefix="partial-", dir=policy.work_dir) as scratch:
        bare, raw = Path(scratch, "bare"), Path(scratch, "raw")
        raw.mkdir(mode=0o700)
        _clone(git, remote, bare, branch, token)
        commit = git.output(bare, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        if commit is None:
            raise UserCanFix(
                "NOTHING_DEPLOYABLE", "The repository is empty.", "Push a commit first."
            )
        extract(git, bare, committed_files(git, bare, commit), raw, policy.limits)
        tree = walk(raw, limits=policy.limits)
        stored = store_tree(tree, policy.work_dir, policy.limits)
        return SourceSnapshot(
            kind="git_remote",
            location=remote.url,
            repository=remote.url,
            branch=git.output(bare, "symbolic-ref", "--quiet", "--short", "HEAD"),
            commit=commit,
            deploys="commit",
            content_digest=stored.content_digest,
            left_out=tree.left_out,
            root=stored.root,
            file_count=len(tree.entries),
            size_bytes=stored.size_bytes,
        )


def _clone(
    git: Git, remote: RemoteLocation, bare: Path, branch: str | None, token: Secret | None
) -> None:
    options = ["--bare", "--depth=1", "--single-branch", "--no-tags", "--no-recurse-submodules"]
    chosen = [f"--branch={branch}"] if branch else []
    header = token_header(remote.origin, token) if token else None
    done = git.call(
        bare.parent,
        "clone",
        *options,
        "--template=",
        *chosen,
        "--",
        remote.url,
        str(bare),
        header=header,
    )
    if not done.is_ok:
        raise clone_error(done, remote.url, branch)
