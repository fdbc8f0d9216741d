"""A process that runs one durable run, for tests that kill it.

``python -m tests.backend.durable.program DIRECTORY COMMAND [LEAF]``

``run``: start the run and wait for its result, killing itself inside LEAF if one is named;
``detach``: start it, wait until it waits, and end like a command that leaves the run open;
``answer``: approve it twice, and wait for its result.
What it prints is one JSON value.
"""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from pydantic import JsonValue

from agentpro.journal import Leaf, RunInput, RunJournal
from backend.durable.dbos_host import DbosHost
from backend.durable.lock import DataDirectoryLock

LEAVES_BEFORE = ("leaf-1", "leaf-2", "leaf-3")
LEAVES_AFTER = ("leaf-4", "leaf-5", "leaf-6")
RUN_ID = "run-1"
POLLING_S = 0.02


class Program:
    """The run leaves a line in a file whenever a leaf is really executed."""

    def __init__(self, directory: Path, deadly_leaf: str | None) -> None:
        self._directory = directory
        self._deadly_leaf = deadly_leaf

    async def body(self, run: RunInput, journal: RunJournal) -> JsonValue:
        values = [await journal.step(name, self._leaf(name)) for name in LEAVES_BEFORE]
        values.append(await journal.wait("approval", "control", 3_600))
        values += [await journal.step(name, self._leaf(name)) for name in LEAVES_AFTER]
        return values

    async def has_come_to(self, name: str) -> None:
        effects = self._directory / "effects"
        for _ in range(1_000):
            if effects.exists() and name in effects.read_text(encoding="ascii"):
                return
            await asyncio.sleep(POLLING_S)

    def _leaf(self, name: str) -> Leaf:
        async def leaf() -> JsonValue:
            with (self._directory / "effects").open("a", encoding="ascii") as effects:
                effects.write(f"{name}\n")
            if name == self._deadly_leaf:
                os.kill(os.getpid(), signal.SIGKILL)
            return name

        return leaf


async def perform(directory: Path, command: str, deadly_leaf: str | None) -> JsonValue:
    lock = DataDirectoryLock(directory, "test program")
    lock.acquire()
    program = Program(directory, deadly_leaf)
    async with DbosHost(lock, program.body, polling_s=POLLING_S) as host:
        await host.start(RUN_ID, RunInput(schema_version=1, graph={}, inputs={}))
        if command == "detach":
            await program.has_come_to(LEAVES_BEFORE[-1])
            return list(await host.unfinished())
        if command == "answer":
            for _ in range(2):
                await host.send(RUN_ID, "control", "approve", "decision-1")
        return await host.result(RUN_ID)


if __name__ == "__main__":
    arguments = [*sys.argv[1:], None]
    answer = asyncio.run(perform(Path(str(arguments[0])), str(arguments[1]), arguments[2]))
    sys.stdout.write(json.dumps(answer))
