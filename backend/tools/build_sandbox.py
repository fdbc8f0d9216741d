"""Builds run code of strangers: only in bubblewrap, without network, with limits. Never bare."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from backend.domain.errors import OperatorMustAct

_MEBIBYTE = 1024 * 1024
_KEPT_OUTPUT = 64 * 1024
_SYSTEM_LINKS = ("bin", "sbin", "lib", "lib32", "lib64")
_SCRATCH = "/tmp"  # noqa: S108 - the sandbox's own, empty and gone with it
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/alternatives")


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildLimits:
    """What one build may use. Memory is what each process may allocate; files is the size of each
    file. A tool gives its run's ``shell_timeout_s`` as ``time_s``.
    """

    time_s: float = 120
    cpu_s: int = 300
    memory_bytes: int = 2048 * _MEBIBYTE
    file_bytes: int = 512 * _MEBIBYTE
    processes: int = 512
    open_files: int = 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildPrograms:
    """The two programs that make the sandbox: bubblewrap isolates, prlimit limits."""

    bwrap: Path
    prlimit: Path


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildResult:
    """How a build ended: ``exit_code`` is ``None`` when its time ran out; ``output`` is the last 64
    KiB.
    """

    exit_code: int | None
    output: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildView:
    """What a build sees: its folder (writable, as ``/work``), the system's programs, and
    ``read_only``.
    """

    folder: Path
    read_only: Sequence[Path] = ()
    environment: Mapping[str, str] = field(default_factory=dict[str, str])


def find_build_programs(search_path: str | None = None) -> BuildPrograms:
    """The programs on ``search_path`` (default: the process's own).

    Raises:
        OperatorMustAct: ``BUILD_SANDBOX_MISSING``.
    """
    bwrap, prlimit = (shutil.which(name, path=search_path) for name in ("bwrap", "prlimit"))
    if bwrap is None or prlimit is None:
        raise _unavailable("bubblewrap (bwrap) or prlimit is not installed")
    return BuildPrograms(bwrap=Path(bwrap), prlimit=Path(prlimit))


def run_build(
    argv: Sequence[str],
    view: BuildView,
    *,
    programs: BuildPrograms,
    limits: BuildLimits | None = None,
) -> BuildResult:
    """Run ``argv`` in ``view`` to its end, or to its limits; everything that it started ends with
    it.

    Raises:
        OperatorMustAct: ``BUILD_SANDBOX_MISSING`` when this machine does not let bubblewrap
            isolate.
    """
    chosen = limits or BuildLimits()
    command = [str(programs.bwrap), *_isolation(view), "--", *_limited(programs, chosen), *argv]
    with tempfile.TemporaryFile() as sink:
        exit_code = _run(command, sink, chosen.time_s)
        output = _tail(sink)
    if exit_code == 1 and output.startswith("bwrap: "):
        raise _unavailable(output.splitlines()[0])
    return BuildResult(exit_code=exit_code, output=output)


def _run(command: list[str], sink: IO[bytes], time_s: float) -> int | None:
    """Killing bubblewrap is enough: its process namespace dies with it."""
    try:
        done = subprocess.run(
            command,
            env={},
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            timeout=time_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode


def _isolation(view: BuildView) -> list[str]:
    words = ["--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", _SCRATCH, "--ro-bind", "/usr", "/usr"]
    for name in _SYSTEM_LINKS:
        words += _system_folder(Path("/", name))
    for path in (*_SYSTEM_FILES, *map(str, view.read_only)):
        words += ["--ro-bind-try", path, path]
    variables = {"PATH": "/usr/bin:/bin", "HOME": _SCRATCH, "LC_ALL": "C.UTF-8", **view.environment}
    for name, value in variables.items():
        words += ["--setenv", name, value]
    return [*words, "--bind", str(view.folder), "/work", "--chdir", "/work"]


def _system_folder(path: Path) -> list[str]:
    if path.is_symlink():
        return ["--symlink", str(path.readlink()), str(path)]
    return ["--ro-bind-try", str(path), str(path)]


def _limited(programs: BuildPrograms, limits: BuildLimits) -> list[str]:
    return [
        str(programs.prlimit),
        f"--cpu={limits.cpu_s}",
        f"--data={limits.memory_bytes}",
        f"--fsize={limits.file_bytes}",
        f"--nproc={limits.processes}",
        f"--nofile={limits.open_files}",
        "--core=0",
        "--",
    ]


def _tail(sink: IO[bytes]) -> str:
    size = sink.seek(0, 2)
    sink.seek(max(0, size - _KEPT_OUTPUT))
    return sink.read().decode("utf-8", errors="replace")


def _unavailable(reason: str) -> OperatorMustAct:
    return OperatorMustAct(
        "BUILD_SANDBOX_MISSING",
        f"The build was refused, because it cannot be isolated: {reason}.",
        "Install bubblewrap and allow user namespaces, or deploy a source that needs no build.",
    )
