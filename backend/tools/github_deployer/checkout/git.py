"""The git binary with a fixed argv and a clean environment; its failures as clean sentences."""

import base64
import re
import subprocess
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from backend.domain.errors import CopilotError, OperatorMustAct, UserCanFix
from backend.domain.secrets import Secret
from backend.tools.github_deployer.environment import git_environment
from backend.tools.github_deployer.process import Completed, kill_group, run_process

# A repository's own configuration could otherwise start programs or follow redirects.
_HARDENING = (
    "core.hooksPath=/dev/null", "core.fsmonitor=false", "core.symlinks=false", "core.askPass=",
    "credential.helper=", "submodule.recurse=false", "http.followRedirects=false",
    "transfer.fsckObjects=true", "protocol.version=2", "gc.auto=0", "maintenance.auto=false",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Git:
    """How git is called. ``environ`` is the machine's; only proxies and certificates of it are
    used.
    """

    environ: Mapping[str, str]
    home: Path
    protocols: str = "https"
    timeout_s: float = 300
    binary: str = "git"

    def call(self, folder: Path, *args: str, header: Mapping[str, str] | None = None) -> Completed:
        """One git command in ``folder``; a failure is a value here."""
        try:
            return run_process(
                self._argv(folder, args),
                environment={**self._environment(), **(header or {})},
                timeout_s=self.timeout_s,
            )
        except FileNotFoundError as error:
            raise OperatorMustAct(
                "GIT_MISSING", "The git program is not installed.", "Install git and try again."
            ) from error

    def output(self, folder: Path, *args: str) -> str | None:
        """The standard output without its last line end, or ``None`` when git reports a failure."""
        done = self.call(folder, *args)
        return done.stdout.decode(errors="surrogateescape").rstrip("\n") if done.is_ok else None

    @contextmanager
    def stream(self, folder: Path, *args: str, stdin: IO[bytes]) -> Generator[IO[bytes]]:
        """The standard output of a command as a stream; the process ends with the block."""
        with subprocess.Popen(
            self._argv(folder, args),
            env=self._environment(),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                assert process.stdout is not None
                yield process.stdout
            finally:
                kill_group(process)

    def _argv(self, folder: Path, args: Sequence[str]) -> list[str]:
        options = [word for setting in _HARDENING for word in ("-c", setting)]
        return [self.binary, "-C", str(folder), *options, *args]

    def _environment(self) -> dict[str, str]:
        return git_environment(self.environ, home=self.home, protocols=self.protocols)


def token_header(origin: str, token: Secret) -> dict[str, str]:
    """The variables that make git send ``token`` to ``origin`` (``https://host``) and nowhere
    else.
    """
    encoded = base64.b64encode(f"x-access-token:{token.reveal()}".encode()).decode()
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{origin}/.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {encoded}",
    }


def clone_error(done: Completed, repository: str, branch: str | None) -> CopilotError:
    """What a failed clone means for a person. Git's own words are not repeated: they may hold a
    secret.
    """
    if done.exit_code is None:
        return OperatorMustAct(
            "GIT_TIMEOUT",
            f"Reading {repository} took too long.",
            "Try again, or deploy a local folder.",
        )
    words = done.stderr.lower()
    if branch is not None and "remote branch" in words and "not found" in words:
        return UserCanFix(
            "BRANCH_NOT_FOUND",
            f"{repository} has no branch {branch}.",
            "Name a branch that exists.",
        )
    if re.search(r"could not resolve host|failed to connect|timed out|connection refused", words):
        return OperatorMustAct(
            "GIT_UNREACHABLE",
            f"{repository} cannot be reached.",
            "Check the network and try again.",
        )
    return UserCanFix(
        "SOURCE_NOT_FOUND",
        f"{repository} does not exist, or cannot be read with the given access.",
        "Check the URL; for a private repository store a GitHub token that may read it.",
    )
