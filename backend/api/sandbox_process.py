"""Starting, finding and stopping the process of the simulated account.

It is a program of its own that outlives the command; its folder tells where it listens
(``state.json``) and what lets its owner in (``token``).
"""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import backend
from backend.domain.errors import OperatorMustAct

_START_S = 60.0
_STOP_S = 15.0
_ANSWER_S = 3.0
_POLL_S = 0.05
_SHOWN_CHARACTERS = 300
_SERVED_BY_ANOTHER = 73
"""The exit code of a sandbox that found its folder taken: another command was quicker."""


class SandboxProcess:
    """The sandbox whose state is in ``folder``."""

    def __init__(self, folder: Path, search_path: str) -> None:
        self._folder = folder
        self._search_path = search_path

    def status(self) -> dict[str, object] | None:
        port, pid = self._state("port"), self._state("pid")
        if port is None or pid is None:
            return None
        found = _request(port, "GET", "status", {})
        return found if found is not None and found.get("pid") == pid else None

    def ensure(self) -> str:
        found = self.status()
        if found is None or not found.get("is_ready"):
            found = self._awaited(None if found is not None else self._started())
        return str(found["url"])

    def stop(self) -> bool:
        found = self.status()
        if found is None:
            return False
        # It may be gone before its answer has arrived: what counts is that it is.
        self._asked("stop")
        deadline = time.monotonic() + _STOP_S
        while self.status() is not None:
            if time.monotonic() > deadline:
                raise _failed("did not stop", f"End the process {found['pid']} yourself.")
            time.sleep(_POLL_S)
        return True

    def reset(self) -> None:
        self.ensure()
        if not self._asked("reset"):
            raise _failed("did not answer to 'reset'", f"Its log is {self._log}.")

    def _awaited(self, child: subprocess.Popen[bytes] | None) -> dict[str, object]:
        """What the sandbox says when it is ready; ``child`` is it, unless another started it."""
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline:
            found = self.status()
            if found is not None and found.get("is_ready"):
                _let_go(child)
                return found
            if child is not None and child.poll() not in (None, _SERVED_BY_ANOTHER):
                break
            time.sleep(_POLL_S)
        if child is not None:
            child.terminate()
            child.wait()
        raise _failed(f"did not start: {self._last_words()}", f"Its log is {self._log}.")

    def _started(self) -> subprocess.Popen[bytes]:
        for folder in (self._folder.parent, self._folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # The child gets none of this process's environment, which may hold keys of real accounts.
        environment = {"PATH": self._search_path, "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
        with os.fdopen(os.open(self._log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)) as log:
            return subprocess.Popen(
                [sys.executable, "-m", "backend.sandbox", "--home", str(self._folder)],
                cwd=Path(backend.__path__[0]).parent,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _asked(self, action: str) -> bool:
        """Whether it has answered that it will."""
        token = (self._folder / "token").read_text("ascii").strip()
        port = self._state("port")
        headers = {"X-Sandbox-Token": token}
        return port is not None and _request(port, "POST", action, headers) is not None

    def _state(self, name: str) -> int | None:
        try:
            found = json.loads((self._folder / "state.json").read_bytes())[name]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if isinstance(found, int) else None

    @property
    def _log(self) -> Path:
        return self._folder / "sandbox.log"

    def _last_words(self) -> str:
        if not self._log.exists():
            return "it said nothing"
        lines = self._log.read_text("utf-8", errors="replace").strip().splitlines()
        return lines[-1][:_SHOWN_CHARACTERS] if lines else "it said nothing"


def _let_go(child: subprocess.Popen[bytes] | None) -> None:
    """The sandbox outlives this process; without a code, Popen would complain that nobody waits."""
    if child is not None and child.poll() is None:
        child.returncode = 0


def _request(
    port: int, method: str, action: str, headers: Mapping[str, str]
) -> dict[str, object] | None:
    """The answer, or ``None`` where there is none that makes sense."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_ANSWER_S)
    try:
        connection.request(method, f"/_sandbox/{action}", headers=dict(headers))
        response = connection.getresponse()
        answer = json.loads(response.read())
    except (OSError, ValueError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    if response.status >= http.client.MULTIPLE_CHOICES or not isinstance(answer, dict):
        return None
    return cast("dict[str, object]", answer)


def _failed(what: str, next_step: str) -> OperatorMustAct:
    return OperatorMustAct("E_SANDBOX_FAILED", f"The sandbox {what}.", next_step)
