"""Starting a program with a fixed argv and a clean environment, and ending it for certain."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Completed:
    """How a program ended; ``exit_code`` is ``None`` when its time ran out and it was killed."""

    exit_code: int | None
    stdout: bytes
    stderr: str

    @property
    def is_ok(self) -> bool:
        """Whether the program reported success."""
        return self.exit_code == 0


def run_process(
    argv: Sequence[str],
    *,
    environment: Mapping[str, str],
    timeout_s: float,
    cwd: Path | None = None,
) -> Completed:
    """Run to the end, or to ``timeout_s``; then the whole process group is killed."""
    with subprocess.Popen(
        list(argv),
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        exit_code: int | None = None
        try:
            stdout, stderr = process.communicate(timeout=timeout_s)
            exit_code = process.returncode
        except subprocess.TimeoutExpired:
            kill_group(process)
            stdout, stderr = process.communicate()
        except BaseException:
            kill_group(process)
            raise
    return Completed(
        exit_code=exit_code,
        stdout=stdout,
        stderr=stderr.decode("utf-8", errors="replace"),
    )


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill ``process``, started as leader of its own session, and everything that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.poll()
