"""Several processes on one PostgreSQL database, and what becomes of a killed one's runs."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from backend.durable.dbos_host import DbosHost
from maintenance.files import PROJECT
from tests.backend.durable.hosts import AN_INPUT, opened_host, until
from tests.backend.durable.peer import IMPATIENT, READY, body_that_notes
from tests.doubles.postgresql import PostgresServer

pytestmark = pytest.mark.slow


@contextmanager
def living(
    home: Path, effects: Path, url: str, graph_run_id: str
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.backend.durable.peer", str(home), str(effects)],
        cwd=PROJECT,
        env={**os.environ, "COPILOT_ENGINE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(f"{graph_run_id}\n")
        process.stdin.close()
        assert process.stdout.readline().strip() == READY
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


class Scene:
    """A database, a host of this process, and peers beside it."""

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        self.home = folder / "home"
        self.url = server.new_database()
        self._folder = folder
        self._effects = folder / "effects"
        self._server = server

    def opened(self) -> AbstractAsyncContextManager[DbosHost]:
        body = body_that_notes(self._effects)
        return opened_host(self.home, body, url=self.url, rhythm=IMPATIENT)

    def peer(
        self, name: str = "peer", graph_run_id: str = ""
    ) -> AbstractContextManager[subprocess.Popen[str]]:
        return living(self.home_of(name), self._effects, self.url, graph_run_id)

    def home_of(self, name: str) -> Path:
        return self._folder / name

    def id_of(self, name: str) -> str:
        return (self.home_of(name) / "executor_id").read_text(encoding="ascii")

    def effects(self) -> Counter[tuple[str, int]]:
        """How often a process has executed a leaf."""
        lines = (line.split() for line in self._effects.read_text(encoding="ascii").splitlines())
        return Counter((name, int(pid)) for name, pid in lines)

    def executor_of(self, graph_run_id: str) -> str:
        sql = "SELECT executor_id FROM dbos.workflow_status WHERE workflow_uuid = %s"
        ((executor_id,),) = self._server.execute(sql, graph_run_id, url=self.url)
        return str(executor_id)


@pytest.fixture
def scene(tmp_path: Path, postgresql: PostgresServer) -> Scene:
    return Scene(tmp_path, postgresql)


async def approved(host: DbosHost, graph_run_id: str) -> None:
    await host.send(graph_run_id, "control", "approve", "decision-1")
    async with asyncio.timeout(60):
        assert await host.result(graph_run_id) == [
            f"{graph_run_id}-first", "approve", f"{graph_run_id}-last",
        ]  # fmt: skip


async def test_a_run_that_a_peer_executes_is_answered_from_here(scene: Scene) -> None:
    with scene.peer(graph_run_id="run-1") as peer:
        async with scene.opened() as host:
            await asyncio.sleep(2 * IMPATIENT.grace_s)
            await approved(host, "run-1")
        assert scene.effects() == {("run-1-first", peer.pid): 1, ("run-1-last", peer.pid): 1}


async def test_the_runs_of_a_killed_peer_are_continued_once(scene: Scene) -> None:
    async with scene.opened() as host:
        with scene.peer(graph_run_id="run-1") as peer:
            peer.send_signal(signal.SIGKILL)
            peer.wait()
        with scene.peer("third") as third:
            await until(lambda: scene.executor_of("run-1") != scene.id_of("peer"))
            await approved(host, "run-1")
    first, last = scene.effects().items()
    assert first == (("run-1-first", peer.pid), 1)
    assert last in [(("run-1-last", survivor), 1) for survivor in (os.getpid(), third.pid)]


async def test_a_peer_that_comes_back_continues_its_own_runs(scene: Scene) -> None:
    with scene.peer(graph_run_id="run-1"):
        pass
    with scene.peer() as peer:
        async with scene.opened() as host:
            await approved(host, "run-1")
        assert scene.executor_of("run-1") == scene.id_of("peer")
    assert scene.effects()["run-1-last", peer.pid] == 1


async def test_a_wait_outlives_all_processes(scene: Scene) -> None:
    async with scene.opened() as host:
        with scene.peer(graph_run_id="run-1"):
            await host.start("run-2", AN_INPUT)
            await until(lambda: ("run-2-first", os.getpid()) in scene.effects())
    async with scene.opened() as host:
        for graph_run_id in ("run-1", "run-2"):
            await approved(host, graph_run_id)
    assert set(scene.effects().values()) == {1}


async def test_a_copied_data_directory_gets_an_id_of_its_own(scene: Scene) -> None:
    with scene.peer(graph_run_id="run-1"):
        shutil.copytree(scene.home_of("peer"), scene.home)
        async with scene.opened() as host:
            await host.start("run-2", AN_INPUT)
            await until(lambda: ("run-2-first", os.getpid()) in scene.effects())
            copied, original = scene.executor_of("run-2"), scene.executor_of("run-1")
    assert original == scene.id_of("peer")
    assert copied.startswith(f"{original}/")
