"""One driver and one sandbox for all kills, and the moments from which the runs begin again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from maintenance.files import PROJECT
from tests.backend.sandbox.running import RunningSandbox
from tests.chaos.boundaries import Findings
from tests.chaos.deaths import Death
from tests.chaos.scene import Driver, Scene
from tests.journeys.journey import BROKEN, HELLO, plain_application


@pytest.fixture(scope="session")
def findings() -> Iterator[Findings]:
    """The table of everything that was killed, in ``build/chaos``."""
    found = Findings()
    yield found
    found.write(PROJECT / "build" / "chaos")


@pytest.fixture(scope="session")
def driver() -> Iterator[Driver]:
    running = Driver()
    yield running
    running.close()


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    running = RunningSandbox(tmp_path_factory.mktemp("chaos") / "account", "--role-delay-s", "0")
    yield running
    assert running.stop() == 0


class Scenes:
    """Makes moments, each in folders of its own."""

    def __init__(self, driver: Driver, sandbox: RunningSandbox, folder: Path) -> None:
        self._driver = driver
        self._sandbox = sandbox
        self._folder = folder

    def new(self, name: str, source: Path) -> Scene:
        """An empty account, and no data directory yet."""
        self._sandbox.control("POST", "reset")
        folder = self._folder / name
        folder.mkdir()
        return Scene(self._driver, self._sandbox, folder, source)

    def waiting(self, name: str, source: Path) -> Scene:
        """A run that waits for its answer."""
        scene = self.new(name, source)
        scene.asked()
        return scene.kept(self._folder / f"{name}-kept")

    def plain(self, name: str) -> Path:
        return plain_application(self._folder / f"{name}-source")


@pytest.fixture(scope="session")
def scenes(
    driver: Driver, sandbox: RunningSandbox, tmp_path_factory: pytest.TempPathFactory
) -> Scenes:
    return Scenes(driver, sandbox, tmp_path_factory.mktemp("scenes"))


@pytest.fixture(scope="session")
def hello(scenes: Scenes) -> Scene:
    """The hello deployment before its approval."""
    return scenes.waiting("hello", HELLO)


@pytest.fixture(scope="session")
def unhealthy(scenes: Scenes, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The broken deployment after its health check, killed before the first record of its undo."""
    scene = scenes.new("broken", BROKEN)
    scene.killed(Death(when="before", collection="journal_entries", kinds=("undo_intent",)))
    return scene.kept(tmp_path_factory.mktemp("unhealthy") / "kept")


@pytest.fixture(scope="session")
def waiting(scenes: Scenes) -> Scene:
    """A small deployment before its approval."""
    return scenes.waiting("plain", scenes.plain("plain"))
