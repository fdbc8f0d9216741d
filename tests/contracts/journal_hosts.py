"""The back ends that the journal's contract suite runs on; a new one adds itself to ``HOSTS``."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import pytest

from agentpro.journal import RunBody, RunHost
from agentpro.memory_journal import MemoryRunHost
from tests.doubles.restartable_dbos import RestartableDbosHost


class RestartableHost(RunHost, Protocol):
    """A host whose process can be thought away."""

    async def restart(self) -> None:
        """Drop what is in memory, as a crash would, and continue every unfinished run from its
        record.
        """
        ...


HostFactory = Callable[[RunBody], AbstractAsyncContextManager[RestartableHost]]


@asynccontextmanager
async def memory_host(body: RunBody) -> AsyncIterator[RestartableHost]:
    """The twin that every engine test uses."""
    host = MemoryRunHost(body)
    try:
        yield host
    finally:
        await host.close()


@asynccontextmanager
async def dbos_host(body: RunBody) -> AsyncIterator[RestartableHost]:
    """The durable one, in a data directory of its own."""
    with TemporaryDirectory() as directory:
        host = RestartableDbosHost(Path(directory), body)
        await host.restart()
        try:
            yield host
        finally:
            await host.close()


HOSTS = [pytest.param(memory_host, id="memory"), pytest.param(dbos_host, id="dbos")]
