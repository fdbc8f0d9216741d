"""Deadly writes: which write of a process kills it, and the watcher that does it."""

import json
import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.doubles.watched_documents import Write


@dataclass(frozen=True, kw_only=True, slots=True)
class Death:
    """Which write kills: number ``place`` of those that match, before or after it is on disk."""

    when: str
    place: int = 0
    collection: str | None = None
    operation: str | None = None
    kinds: tuple[str, ...] = ()
    """Of journal records; of events their types."""
    action: str | None = None
    """Of journal records: the action of the catalogue that the step performs."""

    def concerns(self, write: Write) -> bool:
        wanted = (self.collection, self.operation, self.action)
        found = (write.collection, write.operation, _action(write.what))
        matches = all(want in (None, real) for want, real in zip(wanted, found, strict=True))
        return matches and (not self.kinds or _kind(write.what) in self.kinds)


def _kind(what: Mapping[str, Any]) -> object:
    return what["event"]["type"] if "event" in what else what.get("kind")


def _action(what: Mapping[str, Any]) -> object:
    content: Any = what.get("content")
    return content.get("action") if isinstance(content, dict) else None


def _kill_this_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(slots=True)
class Killer:
    """A watcher of writes that ends its own process at one of them."""

    death: Death
    die: Callable[[], None] = _kill_this_process
    seen: int = field(default=0)

    def __call__(self, write: Write) -> None:
        if not self.death.concerns(write):
            return
        if write.when == self.death.when and self.seen == self.death.place:
            self.die()
        self.seen += write.when == "after"


class Trigger:
    """A file that names the deadly write of a running process; it is gone when it has killed.

    The harness arms it while the server works, so that one process serves many runs.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def arm(self, death: Death | None) -> None:
        """From the next write on; ``None`` disarms."""
        if death is None:
            self._path.unlink(missing_ok=True)
            return
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(death)), encoding="ascii")
        draft.replace(self._path)

    @property
    def is_armed(self) -> bool:
        return self._path.exists()

    def read(self) -> str:
        """What is armed; empty if nothing is."""
        try:
            return self._path.read_text(encoding="ascii")
        except FileNotFoundError:
            return ""


@dataclass(slots=True)
class TriggeredKiller:
    """The watcher of a process that obeys a :class:`Trigger`."""

    trigger: Trigger
    _armed: str = ""
    _killer: Killer | None = None

    def __call__(self, write: Write) -> None:
        armed = self.trigger.read()
        if armed != self._armed:
            self._armed = armed
            self._killer = Killer(Death(**_restored(armed)), self._die) if armed else None
        if self._killer is not None:
            self._killer(write)

    def _die(self) -> None:
        self.trigger.arm(None)
        _kill_this_process()


def _restored(armed: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(armed)
    return {**values, "kinds": tuple(values["kinds"])}


@dataclass(slots=True)
class FirstEffect:
    """A watcher that writes down when the first record or event of a process was on disk."""

    path: Path
    _is_noted: bool = False

    def __call__(self, write: Write) -> None:
        is_effect = write.collection in ("journal_entries", "events")
        if self._is_noted or not is_effect or (write.when, write.operation) != ("after", "insert"):
            return
        self._is_noted = True
        self.path.write_text(str(time.time()), encoding="ascii")
