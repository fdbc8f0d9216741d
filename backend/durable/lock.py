"""The exclusive lock on a data directory, and the identity that goes with holding it.

One process at a time works in a data directory. The operating system releases the lock when its
holder ends, however it ends, so that a killed process never locks out its successor.
"""

import fcntl
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from backend.domain.errors import Bug, UserCanFix

_LOCK_FILE = "lock"
_EXECUTOR_FILE = "executor_id"


@dataclass(frozen=True, kw_only=True, slots=True)
class LockHolder:
    """The process that holds a data directory, as it described itself."""

    pid: int
    purpose: str


class DataDirectoryLock:
    """The lock of one data directory, which is created with mode 0700 if needed.

    ``purpose`` tells others what the holder is, such as ``copilot up``.
    """

    def __init__(self, data_directory: Path, purpose: str) -> None:
        self._directory = data_directory
        self._purpose = purpose
        self._descriptor: int | None = None

    @property
    def data_directory(self) -> Path:
        """The directory that is locked."""
        return self._directory

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self) -> None:
        """Take the lock; a second call changes nothing.

        Raises:
            UserCanFix: ``E_DATA_DIRECTORY_IN_USE`` names the process that holds it.
        """
        if self.is_held:
            return
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory.chmod(0o700)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise _in_use(self._directory, self.holder()) from error
        holder = json.dumps({"pid": os.getpid(), "purpose": self._purpose}).encode()
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, holder, 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the lock back; without it nothing happens."""
        if self._descriptor is not None:
            os.truncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def holder(self) -> LockHolder | None:
        """Who has written into the lock file last, if that can be read."""
        try:
            found = json.loads(self._path.read_bytes())
            return LockHolder(pid=int(found["pid"]), purpose=str(found["purpose"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def executor_id(self) -> str:
        """The one durable identity of this data directory, made when it is first asked for.

        Raises:
            Bug: ``E_LOCK_NOT_HELD``: two processes under one identity would run the same runs.
        """
        if not self.is_held:
            raise Bug(
                "E_LOCK_NOT_HELD",
                "The durable identity was asked for without the lock.",
                "Report this: a program must lock its data directory first.",
            )
        path = self._directory / _EXECUTOR_FILE
        if not path.exists():
            _write_whole(path, f"copilot-{uuid.uuid4()}")
        return path.read_text(encoding="ascii").strip()

    @property
    def _path(self) -> Path:
        return self._directory / _LOCK_FILE


def _write_whole(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123
        file.write(text.encode("ascii"))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _in_use(directory: Path, holder: LockHolder | None) -> UserCanFix:
    who = f"process {holder.pid} ({holder.purpose})" if holder else "another process"
    return UserCanFix(
        "E_DATA_DIRECTORY_IN_USE",
        f"The data directory {directory} is in use by {who}.",
        "Wait until it has ended or stop it, then try again.",
    )
