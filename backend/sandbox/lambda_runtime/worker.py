"""One warm process of one function version: started, asked, killed when it does not answer."""

import contextlib
import json
import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MAX_LOG_BYTES = 256 * 1024
_MAX_REPLY_BYTES = 6_291_556
_LOG_GRACE_S = 1.0


class WorkerTimeout(Exception):
    """The process did not answer in time and was killed."""


class WorkerDied(Exception):
    """The process ended, or said something that is not a reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """How to start a process. ``environment`` is all of its environment."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path


class Worker:
    """Not safe for threads: whoever has taken it from the pool has it alone."""

    def __init__(self, launch: Launch) -> None:
        self._process = subprocess.Popen(
            launch.command,
            env=dict(launch.environment),
            cwd=launch.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stderr
        self._requests = self._process.stdin
        self._replies = self._process.stdout.fileno()
        self._pending = b""
        self._logs = _Logs(self._process.stderr.fileno())
        self.is_ready = False
        self.idle_since = time.monotonic()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def await_ready(self, timeout_s: float) -> None:
        """Wait for the handler to load; raises :class:`WorkerTimeout` or :class:`WorkerDied`."""
        if not self.is_ready:
            self._receive(time.monotonic() + timeout_s)
            self.is_ready = True

    def ask(self, request: Mapping[str, Any], timeout_s: float) -> dict[str, Any]:
        """The reply to one request; raises :class:`WorkerTimeout` or :class:`WorkerDied`."""
        try:
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()
        except OSError:
            raise WorkerDied from None
        reply = self._receive(time.monotonic() + timeout_s)
        self._logs.await_end(str(request["request_id"]), _LOG_GRACE_S)
        return reply

    def take_logs(self) -> list[str]:
        """What the function has printed since the last call, bounded."""
        return self._logs.take()

    def kill(self) -> None:
        """End the process and everything that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._logs.join()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _receive(self, deadline: float) -> dict[str, Any]:
        while b"\n" not in self._pending:
            remaining = deadline - time.monotonic()
            if remaining <= 0 or not select.select([self._replies], [], [], remaining)[0]:
                raise WorkerTimeout
            chunk = os.read(self._replies, 65_536)
            self._pending += chunk
            if not chunk or len(self._pending) > 2 * _MAX_REPLY_BYTES:
                raise WorkerDied
        line, _, self._pending = self._pending.partition(b"\n")
        try:
            return json.loads(line)
        except ValueError:
            raise WorkerDied from None


class _Logs:
    """Collects what a process prints, so that its pipe never fills, and sees the end marks."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._changed = threading.Condition()
        self._lines: list[str] = []
        self._size = 0
        self._last_mark = ""
        self._thread = threading.Thread(target=self._collect, daemon=True)
        self._thread.start()

    def await_end(self, mark: str, timeout_s: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._last_mark == mark, timeout_s)

    def take(self) -> list[str]:
        with self._changed:
            lines, self._lines, self._size = self._lines, [], 0
        return lines

    def join(self) -> None:
        self._thread.join(_LOG_GRACE_S)

    def _collect(self) -> None:
        with open(self._descriptor, "rb", closefd=False) as stream:
            while line := stream.readline(65_536):
                self._add(line.decode("utf-8", "replace").rstrip("\n"))

    def _add(self, line: str) -> None:
        with self._changed:
            head, mark_sign, mark = line.partition("\0")
            if mark_sign:
                self._last_mark = mark
                self._changed.notify_all()
            if head and self._size < _MAX_LOG_BYTES:
                self._lines.append(head)
                self._size += len(head)
