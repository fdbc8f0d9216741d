"""Which service a command talks to: the server that holds the data directory, or one of its own."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from backend.api.server_file import ServerAddress, read_server_file
from backend.cli.program import Program
from backend.domain.conversations.protocol import Messaging
from backend.domain.copilot import Copilot


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversing:
    """Both sides of a conversation: what is said, and the runs that come of it."""

    copilot: Copilot
    messages: Messaging


@asynccontextmanager
async def service(
    program: Program, purpose: str, workspace_roots: tuple[Path, ...] = ()
) -> AsyncGenerator[Copilot, None]:
    """The service for commands that change something; ``purpose`` tells others who is at work.

    Raises:
        UserCanFix: ``E_DATA_DIRECTORY_IN_USE``: another command is at work.
    """
    settings = program.settings()
    server = await _running_server(program)
    if server is None:
        async with program.open_copilot(settings, purpose, workspace_roots) as copilot:
            yield copilot
    else:
        from backend.api.client import open_remote

        async with open_remote(server) as remote:
            yield remote


@asynccontextmanager
async def conversing(program: Program, purpose: str) -> AsyncGenerator[Conversing, None]:
    """The service for commands that talk, with what a conversation starts.

    Raises:
        UserCanFix: ``E_DATA_DIRECTORY_IN_USE``: another command is at work.
    """
    server = await _running_server(program)
    if server is None:
        async with program.open_service(program.settings(), purpose, ()) as parts:
            yield Conversing(copilot=parts.copilot, messages=parts.conversations)
    else:
        from backend.api.client import open_remote

        async with open_remote(server) as remote:
            yield Conversing(copilot=remote, messages=remote)


@asynccontextmanager
async def reader(program: Program) -> AsyncGenerator[Copilot, None]:
    """The service for commands that only look; nothing is locked, and no run goes on."""
    server = await _running_server(program)
    if server is None:
        async with program.open_reader(program.settings()) as copilot:
            yield copilot
    else:
        from backend.api.client import open_remote

        async with open_remote(server) as remote:
            yield remote


async def _running_server(program: Program) -> ServerAddress | None:
    address = read_server_file(program.settings().home)
    if address is None:
        return None
    from backend.api.client import is_served

    return address if await is_served(address) else None
