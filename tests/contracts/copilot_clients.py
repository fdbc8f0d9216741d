"""The ways to a service that the contract suite runs on; a new one adds itself to ``WAYS``."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from backend.api.client import open_remote
from backend.api.server_file import ServerAddress
from backend.domain.copilot import Copilot
from backend.domain.secrets import Secret
from tests.doubles.fake_copilot import FakeCopilot
from tests.doubles.loopback_server import served
from tests.doubles.served_parts import app_around

TOKEN = Secret("FAKE-token")
Way = Callable[[FakeCopilot], AbstractAsyncContextManager[Copilot]]


@asynccontextmanager
async def directly(twin: FakeCopilot) -> AsyncGenerator[Copilot, None]:
    """The twin itself."""
    yield twin


@asynccontextmanager
async def through_a_server(twin: FakeCopilot) -> AsyncGenerator[Copilot, None]:
    """The twin behind the HTTP service, on a real loopback port."""
    async with (
        served(app_around(twin, TOKEN)) as url,
        open_remote(ServerAddress(url=url, token=TOKEN)) as remote,
    ):
        yield remote


WAYS: dict[str, Way] = {"directly": directly, "through_a_server": through_a_server}
