"""One sandbox for all tests that only need names of their own, and a way to start more."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.backend.sandbox.running import RunningSandbox

StartSandbox = Callable[..., RunningSandbox]


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """Shared; without delays."""
    running = RunningSandbox(tmp_path_factory.mktemp("sandbox"), "--role-delay-s", "0")
    yield running
    assert running.stop() == 0


@pytest.fixture
def start_sandbox(tmp_path: Path) -> Iterator[StartSandbox]:
    """Starts sandboxes in the test's own folder and stops them afterwards."""
    started: list[RunningSandbox] = []

    def start(*options: str, home: str = "home", path: str = os.environ["PATH"]) -> RunningSandbox:
        started.append(RunningSandbox(tmp_path / home, *options, path=path))
        return started[-1]

    yield start
    for running in started:
        running.stop()
