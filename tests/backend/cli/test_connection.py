"""Commands are clients of the server that holds the data directory, if there is one."""

from backend.api.client import RemoteCopilot
from backend.api.server_file import ServerAddress, announced
from backend.cli.connection import reader, service
from tests.backend.cli.bench import Bench
from tests.contracts.copilot_clients import TOKEN
from tests.doubles.loopback_server import served
from tests.doubles.served_parts import app_around


async def test_a_running_server_is_used_for_changing_and_for_looking(bench: Bench) -> None:
    async with served(app_around(bench.twin, TOKEN)) as url:
        with announced(bench.home, ServerAddress(url=url, token=TOKEN)):
            async with service(bench.program(), "test") as writing, reader(bench.program()) as look:
                assert isinstance(writing, RemoteCopilot)
                assert isinstance(look, RemoteCopilot)
                assert await look.runs(1) == ()
    assert bench.opened == []


async def test_without_a_server_the_service_is_opened_here(bench: Bench) -> None:
    async with service(bench.program(), "copilot test") as writing, reader(bench.program()) as look:
        assert writing is look is bench.twin
    assert bench.opened == [("copilot test", ())]
