"""Real git repositories for tests, made by git without any configuration of the machine."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

IDENTITY = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Someone",
    "GIT_AUTHOR_EMAIL": "someone@example.org",
    "GIT_COMMITTER_NAME": "Someone",
    "GIT_COMMITTER_EMAIL": "someone@example.org",
    "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
    "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z",
}
MACHINE = {"PATH": os.environ["PATH"]}


def git(folder: Path, *args: str) -> str:
    """One git command; its output without the last line end."""
    done = subprocess.run(
        ["git", "-C", str(folder), *args],
        env={**MACHINE, **IDENTITY, "HOME": str(folder)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """``folder`` with ``files``, made as needed."""
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def make_repository(folder: Path, files: Mapping[str, str]) -> str:
    """A repository at ``folder`` with one commit of ``files`` on branch ``main``; its commit id."""
    write_files(folder, files)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return commit_all(folder)


def commit_all(folder: Path) -> str:
    """Commit everything; the new commit id."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=x")
    return git(folder, "rev-parse", "HEAD")
