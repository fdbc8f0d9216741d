"""A side of a pair: a process of its own, which does so many rounds whenever it is told to.

A worker reads one number per line and answers each with one line of JSON: ``{"wall_s", "cpu_s"}``
of that many rounds, all threads counted. Its first line names what it measures, with versions.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from maintenance.files import PROJECT

Round = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Cost:
    """What so many rounds took."""

    wall_s: float
    cpu_s: float


class Worker:
    """The driver's end of a worker."""

    def __init__(self, python: Path | str, module: str, arguments: Sequence[str] = ()) -> None:
        self._process = subprocess.Popen(
            [str(python), "-m", module, *arguments],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.title = self._line()

    def measure(self, rounds: int) -> Cost:
        """The cost of ``rounds`` rounds."""
        assert self._process.stdin
        self._process.stdin.write(f"{rounds}\n")
        self._process.stdin.flush()
        return Cost(**json.loads(self._line()))

    def close(self) -> None:
        """Let it end, and wait for that."""
        self._process.communicate(timeout=60)

    def _line(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the worker ended with {self._process.wait(timeout=60)}")
        return line.strip()


async def serve(title: str, perform: Round) -> None:
    """Be a worker: answer the driver until it closes the line."""
    _say(title)
    counter = 0
    while line := await asyncio.to_thread(sys.stdin.readline):
        rounds = int(line)
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(rounds):
            counter += 1
            await perform(counter)
        cost = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
        _say(json.dumps(cost))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
