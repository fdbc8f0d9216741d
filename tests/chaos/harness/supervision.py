"""The server's process: started, killed, and started again as soon as it is dead."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from backend.api.server_file import ServerAddress, read_server_file
from maintenance.files import PROJECT
from tests.chaos.deaths import Trigger
from tests.chaos.harness.server import FIRST_EFFECT, OPENING, READY, TRIGGER

_START_S = 120.0
_STOP_S = 60.0


@dataclass(slots=True)
class Life:
    """One process of the server; times in seconds since the epoch."""

    spawned_at: float
    predecessor_died_at: float | None
    """``None`` for the first one."""
    is_work_waiting: bool
    """Whether there was something to go on with; a run that waits for a person has nothing."""
    opening_at: float | None = None
    first_effect_at: float | None = None

    @property
    def start_s(self) -> float | None:
        """From spawning to where the program begins to open the service: Python and its imports."""
        return None if self.opening_at is None else self.opening_at - self.spawned_at

    @property
    def recovery_s(self) -> float | None:
        """From the kill to the first new effect, without the start of the process."""
        died_at, effect_at, start_s = self.predecessor_died_at, self.first_effect_at, self.start_s
        if not self.is_work_waiting or died_at is None or effect_at is None or start_s is None:
            return None
        return effect_at - died_at - start_s


@dataclass(slots=True, kw_only=True)
class ServerProcess:
    """Keeps one server alive; ``died`` is told of every death before the next start."""

    folder: Path
    home: Path
    workspace: Path
    port: int
    environment: Mapping[str, str]
    died: Callable[[], None] = lambda: None
    restarted: Callable[[], None] = lambda: None
    is_kept_alive: bool = True
    """Else its first death is its last."""
    lives: list[Life] = field(default_factory=list[Life])
    is_work_waiting: bool = False
    _process: asyncio.subprocess.Process | None = None
    _task: asyncio.Task[None] | None = None
    _ready: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def trigger(self) -> Trigger:
        return Trigger(self.folder / TRIGGER)

    async def start(self) -> None:
        """Start, and start again after every death, until :meth:`stop`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._task = asyncio.create_task(self._live())
        await self.serving()

    async def serving(self) -> ServerAddress:
        """Where it listens, once it does."""
        ready = asyncio.create_task(self._ready.wait())
        assert self._task is not None
        tasks = {ready, self._task}
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED, timeout=_START_S)
        if not ready.done():
            ready.cancel()
            if self._task.done():
                self._task.result()
            raise AssertionError(f"the server did not start; see {self._log}")
        address = read_server_file(self.home)
        assert address is not None
        return address

    def kill(self) -> None:
        """``kill -9``, from outside; without a process nothing happens."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()

    def note(self) -> None:
        """Take down what the newest process has told of itself until now."""
        life = self.lives[-1]
        life.opening_at = _time_in(self.folder / OPENING)
        life.first_effect_at = _time_in(self.folder / FIRST_EFFECT)

    async def stop(self) -> None:
        """End for good, in peace."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), _STOP_S)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()

    async def _live(self) -> None:
        died_at: float | None = None
        while True:
            await self._one_life(died_at)
            died_at = time.time()
            self.died()
            if not self.is_kept_alive:
                return

    async def _one_life(self, predecessor_died_at: float | None) -> None:
        for name in (OPENING, FIRST_EFFECT):
            (self.folder / name).unlink(missing_ok=True)
        life = Life(
            spawned_at=time.time(),
            predecessor_died_at=predecessor_died_at,
            is_work_waiting=self.is_work_waiting,
        )
        self.lives.append(life)
        process = self._process = await self._spawned()
        if predecessor_died_at is not None:
            self.restarted()
        assert process.stdout is not None
        while line := await process.stdout.readline():
            if line.decode().strip() == READY:
                self._ready.set()
        code = await process.wait()
        self._ready.clear()
        self.note()
        if code != -9:
            raise AssertionError(f"the server ended with {code}; see {self._log}")

    async def _spawned(self) -> asyncio.subprocess.Process:
        settings = {"PATH": os.environ["PATH"], **self.environment}
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.chaos.harness.server"),
                *("--life", str(self.folder), "--workspace", str(self.workspace)),
                cwd=PROJECT,
                env={**settings, "COPILOT_HOME": str(self.home), "PORT": str(self.port)},
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )

    @property
    def _log(self) -> Path:
        return self.folder / "server.log"


def _time_in(path: Path) -> float | None:
    try:
        return float(json.loads(path.read_text(encoding="ascii")))
    except (FileNotFoundError, ValueError):
        return None
