"""``copilot doctor``: what this machine has, what it lacks, and what to do about it."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from backend.cli.program import Program
from backend.domain.canonical import JsonObject
from backend.domain.errors import CopilotError
from backend.durable.lock import DataDirectoryLock

if TYPE_CHECKING:
    from backend.tools.openai_llm.providers.choice import ModelChoice

_LITTLE_SPACE = 1024**3
_TOO_LITTLE_SPACE = 100 * 1024**2


class State(StrEnum):
    """How bad it is: a warning limits what can be done, a failure prevents it."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


SIGNS = {State.OK: ("✓", "green"), State.WARNING: ("!", "yellow"), State.FAILED: ("✗", "red")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    found: str
    next_step: str = ""

    def as_record(self) -> JsonObject:
        """For machines."""
        return {
            "name": self.name,
            "state": self.state.value,
            "found": self.found,
            "next_step": self.next_step,
        }


def examined(program: Program) -> tuple[Finding, ...]:
    """All findings, in the order in which they matter."""
    return tuple(_examine(program))


def _examine(program: Program) -> Iterator[Finding]:
    yield _python()
    try:
        settings = program.settings()
    except CopilotError as error:
        yield _failed("settings", error.message, error.next_step)
        return
    yield _ok("settings", f"data in {settings.home}, port {settings.port}")
    yield _home(settings.home)
    yield _lock(settings.home)
    yield _space(settings.home)
    yield from (_program(name, settings.search_path) for name in _PROGRAMS)
    yield _sandbox(program)
    yield _language(settings.model)


def _python() -> Finding:
    found = platform.python_version()
    if sys.version_info < (3, 11):  # noqa: UP036 - a person may start it with another one
        return _failed("python", found, "Install Python 3.11 or later, then run `make setup`.")
    return _ok("python", found)


def _home(home: Path) -> Finding:
    if not home.exists():
        return _ok("data directory", f"{home} will be made on first use")
    mode = stat.S_IMODE(home.stat().st_mode)
    if mode & 0o077:
        return _failed(
            "data directory", f"{home} is open to others ({mode:04o})", f"chmod 700 {home}"
        )
    if not os.access(home, os.W_OK):
        return _failed(
            "data directory", f"{home} cannot be written", "Change its owner to yourself."
        )
    return _ok("data directory", f"{home} ({mode:04o})")


def _lock(home: Path) -> Finding:
    holder = DataDirectoryLock(home, "copilot doctor").holder()
    if holder is None or not _is_alive(holder.pid):
        return _ok("lock", "free")
    return _ok("lock", f"held by process {holder.pid} ({holder.purpose})")


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _space(home: Path) -> Finding:
    existing = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    told = f"{free / 1024**3:.1f} GiB free"
    if free < _TOO_LITTLE_SPACE:
        return _failed("disk", told, "Free some space; runs cannot be recorded without it.")
    if free < _LITTLE_SPACE:
        return Finding(
            name="disk", state=State.WARNING, found=told, next_step="Free some space soon."
        )
    return _ok("disk", told)


_PROGRAMS = {
    "git": (State.FAILED, "Install git; sources are read with it."),
    "uv": (State.FAILED, "Run `make setup`, which installs uv into the environment."),
    "bwrap": (
        State.WARNING,
        "Install bubblewrap. Without it no build runs, and the sandbox runs bundled examples only.",
    ),
}
"""What a missing program means."""


def _program(name: str, search_path: str) -> Finding:
    beside = Path(sys.executable).parent
    found = shutil.which(name, path=f"{beside}{os.pathsep}{search_path}")
    if found:
        return _ok(name, found)
    state, next_step = _PROGRAMS[name]
    return Finding(name=name, state=state, found="not found", next_step=next_step)


def _sandbox(program: Program) -> Finding:
    found = program.sandbox(program.settings()).status()
    if found is None:
        return _ok("sandbox", "not running; started when needed")
    return _ok("sandbox", f"{found.get('url')} (simulated account {found.get('account_id')})")


def _language(model: ModelChoice | None) -> Finding:
    """Who words the answers; whether a model can be reached is seen when it is first asked."""
    if model is None:
        return _ok("language", "the built-in interpreter; OPENAI_API_KEY adds a language model")
    from backend.tools.openai_llm.providers.choice import HOW_TO_INSTALL, is_installed

    found = f"{', then '.join(model.endpoint.models)} at {model.place}"
    if not is_installed():
        return _failed("language", f"{found}: its libraries are missing", f"{HOW_TO_INSTALL}.")
    return _ok("language", found)


def _ok(name: str, found: str) -> Finding:
    return Finding(name=name, state=State.OK, found=found)


def _failed(name: str, found: str, next_step: str) -> Finding:
    return Finding(name=name, state=State.FAILED, found=found, next_step=next_step)
