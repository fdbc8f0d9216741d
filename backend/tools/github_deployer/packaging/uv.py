"""The uv program: wheels only, no configuration files, a cache of our own. Nothing of a package is
executed.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.domain.errors import CopilotError, OperatorMustAct, UserCanFix
from backend.tools.github_deployer.checkout.snapshot import disk_full
from backend.tools.github_deployer.environment import uv_environment
from backend.tools.github_deployer.process import Completed, run_process

_URL_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]{1,512}@")
_SHOWN_CHARACTERS = 600


@dataclass(frozen=True, kw_only=True, slots=True)
class Uv:
    """How uv is called. ``environ`` is the machine's; only index, proxy and certificate settings
    pass.

    ``cache_dir`` holds downloaded wheels and our locks; filled once, it makes packaging work
    without network.
    """

    environ: Mapping[str, str]
    cache_dir: Path
    binary: Path | None = None
    timeout_s: float = 300

    def run(self, *args: str, cwd: Path) -> str:
        """The standard output of one uv command.

        The cache is asked first: with pinned hashes it gives the same files as the network, without
        it.

        Raises:
            UserCanFix: ``DEPENDENCIES_UNRESOLVED``, ``DEPENDENCY_WITHOUT_WHEEL`` or
                ``DEPENDENCY_HASH_MISMATCH``.
            OperatorMustAct: ``PACKAGE_INDEX_UNREACHABLE`` or ``COMMAND_TIMED_OUT``.
        """
        done = self._call(args, cwd)
        if not done.is_ok:
            raise uv_error(done)
        return done.stdout.decode(errors="replace")

    def run_cached(self, *args: str, cwd: Path) -> str:
        """Like :meth:`run`, but without network when the cache holds everything already."""
        done = self._call((*args, "--offline"), cwd)
        return done.stdout.decode(errors="replace") if done.is_ok else self.run(*args, cwd=cwd)

    def run_fresh(self, *args: str, cwd: Path) -> str:
        """Like :meth:`run`, but with what the cache knows when the network cannot be reached."""
        try:
            return self.run(*args, cwd=cwd)
        except OperatorMustAct:
            done = self._call((*args, "--offline"), cwd)
            if done.is_ok:
                return done.stdout.decode(errors="replace")
            raise

    def _call(self, args: Sequence[str], cwd: Path) -> Completed:
        self.cache_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        environment = uv_environment(self.environ, home=self.cache_dir)
        options = [
            "--no-config",
            "--no-python-downloads",
            "--cache-dir",
            str(self.cache_dir / "uv"),
        ]
        if "UV_NO_INDEX" in environment:  # uv knows this one as an option only
            options.append("--no-index")
        return run_process(
            [str(self.binary or find_uv()), *args, *options],
            environment=environment,
            timeout_s=self.timeout_s,
            cwd=cwd,
        )


def find_uv() -> Path:
    """The program that the Python package ``uv`` brings along.

    Raises:
        OperatorMustAct: ``UV_MISSING``.
    """
    try:
        from uv import find_uv_bin

        return Path(find_uv_bin())
    except (ImportError, FileNotFoundError) as error:
        raise OperatorMustAct(
            "UV_MISSING",
            f"uv is not installed for {sys.executable}.",
            "Run make setup and try again.",
        ) from error


def uv_error(done: Completed) -> CopilotError:
    """What a failure of uv means for a person."""
    words = " ".join(_URL_CREDENTIALS.sub("***@", done.stderr).split())
    shown = words[:_SHOWN_CHARACTERS]
    lowered = words.lower()
    if "no space left on device" in lowered:
        return disk_full()
    if done.exit_code is None:
        return OperatorMustAct(
            "COMMAND_TIMED_OUT",
            "Resolving the dependencies took longer than a command may take, and was stopped.",
            "Try again: what was downloaded is kept. A nearer package index helps for good.",
        )
    if re.search(r"failed to fetch|dns error|error sending|network", lowered):
        return OperatorMustAct(
            "PACKAGE_INDEX_UNREACHABLE",
            "The package index cannot be reached, and the cache does not hold all dependencies.",
            "Check the network and the index settings (UV_DEFAULT_INDEX), then try again.",
        )
    if "hash mismatch" in lowered:
        return UserCanFix(
            "DEPENDENCY_HASH_MISMATCH",
            f"A dependency is not what was locked: {shown}",
            "Lock again.",
        )
    if re.search(
        r"no (usable )?wheels?|only-binary|building .* is disabled|has no .*compatible", lowered
    ):
        return UserCanFix(
            "DEPENDENCY_WITHOUT_WHEEL",
            f"A dependency has no wheel for the runtime: {shown}",
            "Choose another version of it, another runtime, or another architecture.",
        )
    return UserCanFix(
        "DEPENDENCIES_UNRESOLVED",
        f"The dependencies cannot be resolved: {shown}",
        "Correct the declared dependencies and try again.",
    )
