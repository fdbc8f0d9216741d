"""The account's memory: every request that changed it, in order, one JSON line each.

Written before the reply goes out. A kill tears at most the last line, whose reply was never sent;
opening the log cuts that line off. Replaying the rest rebuilds the account.
"""

import base64
import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from backend.sandbox.wire.messages import Request
from backend.sandbox.wire.moments import Moment

_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One applied request and the moment at which it was applied."""

    moment: Moment
    request: Request


class RequestLog:
    """An append-only file; ids made from its salt and positions are unique to this account."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._salt = ""
        self.length = 0
        self._open()

    def moment(self, at: datetime) -> Moment:
        """The moment of the next request to be recorded."""
        return self._moment(self.length, at)

    def append(self, moment: Moment, request: Request) -> None:
        self._write(
            {
                "at": moment.at.isoformat(),
                "method": request.method,
                "target": request.target,
                "headers": request.headers,
                "body": base64.b64encode(request.body).decode("ascii"),
            }
        )
        self.length += 1

    def entries(self) -> Iterator[Entry]:
        """Everything recorded, oldest first."""
        with self._path.open("rb") as lines:
            next(lines)
            for position, line in enumerate(lines):
                yield self._entry(position, json.loads(line))

    def clear(self) -> None:
        """Forget everything and become the log of a new, empty account."""
        self._file.close()
        self._path.unlink()
        self._open()

    def close(self) -> None:
        self._file.close()

    def _open(self) -> None:
        sound, self.length = _sound_length(self._path)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        os.truncate(descriptor, sound)
        self._file = os.fdopen(descriptor, "ab", buffering=0)
        if sound == 0:
            self._write({"format": _FORMAT, "salt": secrets.token_hex(8)})
        self._salt = self._read_salt()

    def _read_salt(self) -> str:
        with self._path.open("rb") as lines:
            head = json.loads(next(lines))
        if head.get("format") != _FORMAT:
            self._file.close()
            raise ValueError(f"{self._path} was written by another version; reset the sandbox")
        return str(head["salt"])

    def _write(self, record: dict[str, Any]) -> None:
        sound = self._file.tell()
        rest = memoryview(json.dumps(record).encode() + b"\n")
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError:
            self._file.truncate(sound)
            self._file.seek(sound)
            raise

    def _moment(self, position: int, at: datetime) -> Moment:
        return Moment(at=at, seed=f"{self._salt}:{position}")

    def _entry(self, position: int, record: dict[str, Any]) -> Entry:
        request = Request(
            method=record["method"],
            target=record["target"],
            headers=tuple((name, value) for name, value in record["headers"]),
            body=base64.b64decode(record["body"]),
        )
        at = datetime.fromisoformat(record["at"])
        return Entry(moment=self._moment(position, at), request=request)


def _sound_length(path: Path) -> tuple[int, int]:
    """How many bytes are whole lines, and how many of these lines are requests."""
    if not path.exists():
        return 0, 0
    sound, count = 0, 0
    with path.open("rb") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                break
            sound, count = sound + len(line), count + 1
    return sound, max(0, count - 1)
