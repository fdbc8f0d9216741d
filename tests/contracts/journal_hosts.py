"""The back ends that the journal's contract suite runs on; a new one adds itself to ``HOSTS``."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import pytest

from agentpro.journal import RunBody, RunHost
from agentpro.memory_journal import MemoryRunHost
from tests.doubles.postgresql import PostgresServer
from tests.doubles.restartable_dbos import RestartableDbosHost


class RestartableHost(RunHost, Protocol):
    """A host whose process can be thought away."""

    async def restart(self) -> None:
        """Drop what is in memory, as a crash would, and continue every unfinished run from its
        record.
        """
        ...


class HostFactory(Protocol):
    """Opens a host, with the starts per minute and owner of its queues by their names."""

    def __call__(
        self, body: RunBody, queues: Mapping[str, int] | None = None
    ) -> AbstractAsyncContextManager[RestartableHost]: ...


@asynccontextmanager
async def memory_host(
    body: RunBody, queues: Mapping[str, int] | None = None
) -> AsyncIterator[RestartableHost]:
    """The twin that every engine test uses."""
    host = MemoryRunHost(body, queues=queues)
    try:
        yield host
    finally:
        await host.close()


@asynccontextmanager
async def dbos_host(
    body: RunBody, queues: Mapping[str, int] | None = None, *, url: str | None = None
) -> AsyncIterator[RestartableHost]:
    """The durable one, in a data directory of its own, or on the database of ``url``."""
    with TemporaryDirectory() as directory:
        host = RestartableDbosHost(Path(directory), body, queues, url)
        await host.restart()
        try:
            yield host
        finally:
            await host.close()


def on_memory(request: pytest.FixtureRequest) -> HostFactory:
    """Each of these gives the hosts of one kind, and takes what it needs from fixtures."""
    del request
    return memory_host


def on_sqlite(request: pytest.FixtureRequest) -> HostFactory:
    """Rows in the data directory."""
    del request
    return dbos_host


def on_postgresql(request: pytest.FixtureRequest) -> HostFactory:
    """Rows in a database of the test's own."""
    server: PostgresServer = request.getfixturevalue("postgresql")
    return partial(dbos_host, url=server.new_database())


HOSTS = [
    pytest.param(on_memory, id="memory"),
    pytest.param(on_sqlite, id="sqlite"),
    pytest.param(on_postgresql, id="postgresql", marks=pytest.mark.slow),
]
