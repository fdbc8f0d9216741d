"""How a function's process is kept apart: bubblewrap where it works, else trusted archives only.

Inside bubblewrap a process sees the system's programs and the interpreter read-only, its own files
at ``/var/task`` and an empty ``/tmp``; no network, no other process, no home or data directory.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_CONFIGURATION = ("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime")
_TMP_BYTES = 512 * 1024 * 1024
BOOTSTRAP = Path(__file__).with_name("bootstrap.py")


@cache
def bubblewrap() -> str | None:
    """The path of a bubblewrap that works for this user, or None; tried once."""
    program = shutil.which("bwrap")
    if program is None:
        return None
    probe = [program, *_namespaces(), *_system_binds(), "--", "/usr/bin/true"]
    try:
        done = subprocess.run(probe, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return program if done.returncode == 0 else None


def interpreter() -> Path:
    """The interpreter outside any virtual environment, so that only the function's files count."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidate = Path(sys.base_exec_prefix) / "bin" / name
    return (candidate if candidate.exists() else Path(sys.executable)).resolve()


def confined_command(program: str, task_root: Path, hidden: Path) -> list[str]:
    """The command line of a confined process; ``hidden`` is masked wherever it lies."""
    return [
        program,
        *_namespaces(),
        *_system_binds(),
        *_interpreter_binds(hidden),
        *("--ro-bind", str(BOOTSTRAP), "/var/runtime/bootstrap.py"),
        *("--ro-bind", str(task_root), "/var/task", "--chdir", "/var/task"),
        "--",
        *_python("/var/runtime/bootstrap.py"),
    ]


def plain_command() -> list[str]:
    """The command line of a process that nothing confines, for trusted archives."""
    return _python(str(BOOTSTRAP))


def _python(script: str) -> list[str]:
    return [str(interpreter()), "-S", "-s", "-B", script]


def _namespaces() -> list[str]:
    return [
        *("--unshare-all", "--die-with-parent", "--new-session"),
        *("--proc", "/proc", "--dev", "/dev"),
        *("--size", str(_TMP_BYTES), "--tmpfs", "/tmp"),  # noqa: S108 - the process's own
    ]


def _system_binds() -> list[str]:
    return [word for path in _SYSTEM for word in _same(Path(path))] + [
        word for path in _CONFIGURATION for word in ("--ro-bind-try", path, path)
    ]


def _same(path: Path) -> Iterator[str]:
    """The path as it is outside: a link to where it leads, or a read-only view."""
    if path.is_symlink():
        yield from ("--symlink", str(path.readlink()), str(path))
    elif path.exists():
        yield from ("--ro-bind", str(path), str(path))


def _interpreter_binds(hidden: Path) -> list[str]:
    binds: list[str] = []
    prefixes = {Path(sys.base_prefix).resolve(), Path(sys.base_exec_prefix).resolve()}
    for prefix in sorted(prefixes):
        if not prefix.is_relative_to("/usr"):
            binds += ["--ro-bind", str(prefix), str(prefix)]
    visible = {Path("/usr"), *prefixes}
    if any(hidden.is_relative_to(path) for path in visible):
        binds += ["--tmpfs", str(hidden)]
    return binds
