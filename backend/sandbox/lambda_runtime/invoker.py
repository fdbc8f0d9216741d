"""One invocation: the version's archive, a process for it, an answer within the time-out."""

import hashlib
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.sandbox.lambda_runtime.confinement import (
    bubblewrap,
    confined_command,
    plain_command,
)
from backend.sandbox.lambda_runtime.environment import (
    is_variant_for_here,
    log_group,
    log_stream,
    mismatch,
    process_environment,
)
from backend.sandbox.lambda_runtime.function_logs import FunctionLogs
from backend.sandbox.lambda_runtime.pool import NoFreeWorker, WorkerPool
from backend.sandbox.lambda_runtime.unpacking import TaskRoots, UnpackingError
from backend.sandbox.lambda_runtime.worker import Launch, Worker, WorkerDied, WorkerTimeout
from backend.sandbox.lambda_service.model import LATEST, Function, Version
from backend.sandbox.lambda_service.packages import Packages

INIT_TIMEOUT_S = 30.0
_PATIENCE_S = 10.0
TRUSTED = "trusted_digests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``payload`` is JSON: the result, or an error with ``errorType`` and ``errorMessage``.

    ``is_refused`` says that the sandbox itself did not run the function, ``is_throttled`` that no
    process became free.
    """

    payload: bytes
    is_error: bool = False
    is_refused: bool = False
    is_throttled: bool = False
    logs: tuple[str, ...] = ()


class Refused(Exception):
    """The sandbox does not run this function here; type and sentence for the person."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.error_type = error_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoker:
    """Runs versions of functions. Safe for threads, and holds no lock of the account meanwhile."""

    packages: Packages
    task_roots: TaskRoots
    pool: WorkerPool
    logs: FunctionLogs
    home: Path

    def run(self, function: Function, version: Version, event: bytes, request_id: str) -> Outcome:
        """The outcome, whatever happens inside the function; its output goes to its log group."""
        try:
            launch = self._launch(function, version)
        except Refused as refusal:
            return _failure(refusal.error_type, str(refusal), is_refused=True)
        request = _request(function, version, event, request_id)
        outcome = self._run(_key(function, version, launch), launch, version, request)
        lines = list(outcome.logs)
        self.logs.write(function.region, log_group(version), log_stream(version), lines)
        return outcome

    def _launch(self, function: Function, version: Version) -> Launch:
        sha256, program = version.package.sha256, bubblewrap()
        problem = mismatch(version)
        if problem and not is_variant_for_here(self.packages.path(sha256)):
            raise Refused("RUNTIME_MISMATCH", problem)
        if program is None and sha256 not in self._trusted_digests():
            message = (
                "Without bubblewrap the sandbox runs only archives that are trusted: install "
                f"bubblewrap, or add {sha256} to {self.home / TRUSTED}."
            )
            raise Refused("NOT_CONFINED", message)
        try:
            root = self.task_roots.of(sha256, self.packages.path(sha256))
        except UnpackingError as error:
            raise Refused("ARCHIVE_REFUSED", f"Not unpacked: {error}.") from None
        command = confined_command(program, root, self.home) if program else plain_command()
        task_root = Path("/var/task") if program else root
        environment = process_environment(function, version, task_root)
        return Launch(command=tuple(command), environment=environment, folder=root)

    def _trusted_digests(self) -> set[str]:
        """The SHA-256 of what runs unconfined: the owner's own list, and the bundled examples."""
        lists = (self.home / TRUSTED, Path(sys.prefix) / "package-cache" / TRUSTED)
        return {
            digest for each in lists if each.is_file() for digest in each.read_text("utf-8").split()
        }

    def _run(
        self, key: str, launch: Launch, version: Version, request: Mapping[str, Any]
    ) -> Outcome:
        timeout_s = float(version.settings["Timeout"])
        lines = [f"START RequestId: {request['request_id']} Version: {version.number}"]
        started = time.monotonic()
        try:
            with self.pool.lend(key, launch, _PATIENCE_S) as worker:
                outcome = _ask(worker, request, timeout_s, lines)
        except NoFreeWorker:
            return _failure("TooManyRequestsException", "Rate Exceeded.", is_throttled=True)
        except WorkerTimeout:
            outcome = _failure(*_timed_out(request, timeout_s))
        except WorkerDied:
            outcome = _failure(*_exited(request))
        duration_ms = (time.monotonic() - started) * 1000
        lines.append(f"END RequestId: {request['request_id']}")
        lines.append(f"REPORT RequestId: {request['request_id']} Duration: {duration_ms:.2f} ms")
        return Outcome(payload=outcome.payload, is_error=outcome.is_error, logs=tuple(lines))


def _ask(worker: Worker, request: Mapping[str, Any], timeout_s: float, lines: list[str]) -> Outcome:
    try:
        worker.await_ready(INIT_TIMEOUT_S)
        reply = worker.ask(request, timeout_s)
    finally:
        lines.extend(worker.take_logs())
    if "error" in reply:
        error = {**reply["error"], "requestId": request["request_id"]}
        return Outcome(payload=json.dumps(error).encode(), is_error=True)
    return Outcome(payload=str(reply["result"]).encode())


def _request(function: Function, version: Version, event: bytes, request_id: str) -> dict[str, Any]:
    return {
        "request_id": request_id,
        "event": json.loads(event or b"{}"),
        "arn": function.qualified_arn("" if version.number == LATEST else version.number),
        "timeout_s": version.settings["Timeout"],
    }


def _key(function: Function, version: Version, launch: Launch) -> str:
    """Equal keys may share a process: the same function, version, code and environment."""
    text = json.dumps([launch.command, sorted(launch.environment.items())])
    return f"{function.arn}:{version.number}:{hashlib.sha256(text.encode()).hexdigest()}"


def _timed_out(request: Mapping[str, Any], timeout_s: float) -> tuple[str, str]:
    message = (
        f"RequestId: {request['request_id']} Error: Task timed out after {timeout_s:.2f} seconds"
    )
    return "Sandbox.Timedout", message


def _exited(request: Mapping[str, Any]) -> tuple[str, str]:
    message = f"RequestId: {request['request_id']} Error: Runtime exited without providing a reason"
    return "Runtime.ExitError", message


def _failure(
    error_type: str, message: str, *, is_refused: bool = False, is_throttled: bool = False
) -> Outcome:
    error = {"errorType": error_type, "errorMessage": message}
    return Outcome(
        payload=json.dumps(error).encode(),
        is_error=True,
        is_refused=is_refused,
        is_throttled=is_throttled,
    )
