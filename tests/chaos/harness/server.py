"""The server that is killed: the whole service over HTTP, which dies at the write it is told.

``python -m tests.chaos.harness.server --life DIR --workspace DIR``, with the settings of the
service in the environment. ``DIR/trigger.json`` names the deadly write (``tests.chaos.deaths``).
The process tells when it had loaded everything and began to open the service (``opening``), when it
serves (the line ``ready``), and when the first record of a run was on disk (``first_effect``).
"""

import argparse
import asyncio
import socket
import sys
import time
from importlib import import_module
from pathlib import Path

from backend.api.server import serve_until_stopped
from backend.api.serving import serving
from backend.settings import Settings, settings_from_environment
from backend.stores.documents import DocumentStore
from backend.wiring import open_service
from tests.chaos.deaths import FirstEffect, Trigger, TriggeredKiller
from tests.doubles.watched_documents import WatchedDocuments

TRIGGER, OPENING, FIRST_EFFECT = "trigger.json", "opening", "first_effect"
READY = "ready"
_LOADED_WITH_THE_FIRST_RUN = ("backend.durable.dbos_runner", "backend.durable.dbos_client")


async def serve(settings: Settings, life: Path, workspace: Path) -> None:
    """Serve until stopped, or until the deadly write."""
    (life / OPENING).write_text(str(time.time()), encoding="ascii")
    killer = TriggeredKiller(Trigger(life / TRIGGER))
    effect = FirstEffect(life / FIRST_EFFECT)

    def watched(store: DocumentStore) -> DocumentStore:
        return WatchedDocuments(WatchedDocuments(store, effect), killer)

    with socket.create_server(("127.0.0.1", settings.port)) as listening:
        async with (
            open_service(settings, "chaos", (workspace,), watched) as parts,
            serving(parts, settings.home, settings.port) as served,
        ):
            sys.stdout.write(f"{READY}\n")
            sys.stdout.flush()
            await serve_until_stopped(served.app, listening)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.harness.server")
    parser.add_argument("--life", type=Path, required=True)
    parser.add_argument("--workspace", type=Path, required=True)
    given = parser.parse_args()
    for name in _LOADED_WITH_THE_FIRST_RUN:
        import_module(name)
    asyncio.run(serve(settings_from_environment(), given.life, given.workspace))


if __name__ == "__main__":
    main()
