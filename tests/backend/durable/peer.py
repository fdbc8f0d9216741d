"""A process that is one of several on the same PostgreSQL database, for tests that kill it.

``python -m tests.backend.durable.peer HOME EFFECTS`` with ``COPILOT_ENGINE_URL``: starts the run
that its first line of input names, if it names any, and says when its first leaf has been recorded.
Then it lives until it is killed.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

from pydantic import JsonValue

from agentpro.journal import Leaf, RunBody, RunInput, RunJournal
from backend.durable.dbos_host import DbosHost
from backend.durable.executors.rhythm import Rhythm
from backend.durable.lock import DataDirectoryLock
from backend.settings import settings_from_environment
from tests.backend.durable.hosts import AN_INPUT

IMPATIENT = Rhythm(
    beat_s=0.05,
    peers_s=0.1,
    grace_s=0.5,
    strays_s=0.2,
    lock_patience_s=0.1,
    first_retry_s=0.05,
    longest_retry_s=0.2,
)
POLLING_S = 0.02
READY = "ready"


def body_that_notes(effects: Path, waits: Callable[[], object] = lambda: None) -> RunBody:
    """Two leaves with a wait between them; each leaves a line with the process that ran it.

    ``waits`` is called when the first has been recorded.
    """

    def noted(name: str) -> Leaf:
        async def leaf() -> JsonValue:
            with effects.open("a", encoding="ascii") as file:
                file.write(f"{name} {os.getpid()}\n")
            return name

        return leaf

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        first = await journal.step("first", noted(f"{journal.graph_run_id}-first"))
        waits()
        answer = await journal.wait("approval", "control", 3_600)
        last = await journal.step("last", noted(f"{journal.graph_run_id}-last"))
        return [first, answer, last]

    return body


async def live(home: Path, effects: Path, graph_run_id: str) -> None:
    lock = DataDirectoryLock(home, "test peer")
    lock.acquire()
    url = settings_from_environment().engine_url
    options = {"url": url, "polling_s": POLLING_S, "rhythm": IMPATIENT}
    has_begun = asyncio.Event()
    body = body_that_notes(effects, has_begun.set)
    async with DbosHost(lock, body, **options) as host:
        if graph_run_id:
            await host.start(graph_run_id, AN_INPUT)
            await has_begun.wait()
        print(READY, flush=True)  # noqa: T201 - the parent reads it
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), Path(sys.argv[2]), sys.stdin.readline().strip()))
