"""The state folder of one sandbox account: lock, token, port, what it says about itself."""

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import Any


class HomeTaken(Exception):
    """Another sandbox serves this folder."""


class Home:
    """The folder, held by an exclusive lock for as long as this object is open."""

    def __init__(self, path: Path) -> None:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        self.path = path.resolve()
        self._lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            raise HomeTaken(f"another sandbox serves {self.path}") from None

    def token(self) -> str:
        """The secret that control requests carry; made on first use."""
        path = self.path / "token"
        if not path.exists():
            self._write(path, secrets.token_urlsafe(32))
        return path.read_text("ascii").strip()

    def last_port(self) -> int:
        """The port that this account has been served on; 0 when it is new."""
        try:
            state: dict[str, Any] = json.loads((self.path / "state.json").read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return 0
        return int(state.get("port", 0))

    def write_state(self, state: dict[str, Any]) -> None:
        """What the command line reads to find the sandbox; ``pid`` is null when it has stopped."""
        self._write(self.path / "state.json", json.dumps(state, indent=2) + "\n")

    def close(self) -> None:
        os.close(self._lock)

    def _write(self, path: Path, text: str) -> None:
        draft = path.with_suffix(".part")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        draft.replace(path)
