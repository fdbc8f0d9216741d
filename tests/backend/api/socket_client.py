"""A socket at an application of twins, and what comes over it."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import websockets
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection

from backend.domain.secrets import Secret
from tests.doubles.loopback_server import served

PATIENCE_S = 20.0


class Socket:
    """One open socket."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, frame: object) -> None:
        await self._connection.send(frame if isinstance(frame, bytes | str) else json.dumps(frame))

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_S):
            return json.loads(await self._connection.recv())

    async def ask(self, frame: object) -> dict[str, Any]:
        """The next frame after sending one."""
        await self.send(frame)
        return await self.next()

    async def leave(self) -> None:
        """Go away."""
        await self._connection.close()

    async def closed(self) -> int:
        """The code by which the server ends it, whatever comes before."""
        async with asyncio.timeout(PATIENCE_S):
            await self._connection.wait_closed()
        assert self._connection.close_code is not None
        return self._connection.close_code


@asynccontextmanager
async def opened(
    app: FastAPI, token: Secret | None, session_id: str = "ses_1", **headers: str
) -> AsyncGenerator[Socket, None]:
    """A socket at a server that is started for it."""
    async with served(app) as url, socket_at(url, token, session_id, **headers) as socket:
        yield socket


@asynccontextmanager
async def socket_at(
    url: str, token: Secret | None, session_id: str = "ses_1", **headers: str
) -> AsyncGenerator[Socket, None]:
    """A socket with the cookie of a web session, or with ``headers`` instead of the usual ones."""
    port = url.rpartition(":")[2]
    cookie = {"Cookie": f"copilot_session_{port}={token.reveal()}"} if token else {}
    async with websockets.connect(
        f"{url.replace('http', 'ws', 1)}/ws/agent?session_id={session_id}",
        proxy=None,
        compression=None,
        max_queue=None,
        additional_headers=headers or {"Origin": url, **cookie},
    ) as connection:
        yield Socket(connection)
