"""A sandbox for all journeys, emptied before each, and an open copilot in a home of its own."""

from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.backend.sandbox.running import RunningSandbox
from tests.journeys.journey import Journey, open_journey, plain_application


@pytest.fixture(scope="session")
def running_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    running = RunningSandbox(tmp_path_factory.mktemp("sandbox"), "--role-delay-s", "0.2")
    yield running
    assert running.stop() == 0


@pytest.fixture
def sandbox(running_sandbox: RunningSandbox) -> RunningSandbox:
    """As new."""
    assert running_sandbox.control("POST", "reset")[0] == 200
    return running_sandbox


@pytest_asyncio.fixture
async def journey(sandbox: RunningSandbox, tmp_path: Path) -> AsyncGenerator[Journey, None]:
    async with open_journey(tmp_path / "home", sandbox, roots=(tmp_path,)) as opened:
        yield opened


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return plain_application(tmp_path / "plain")
