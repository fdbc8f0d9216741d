"""One socket's way out: one frame at a time, and none kept for a client that does not read."""

import asyncio
from enum import IntEnum

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from backend.domain.conversations.frames import Refused, ServerFrame
from backend.domain.errors import CopilotError

_PATIENCE_S = 20.0
_GONE = (WebSocketDisconnect, RuntimeError, OSError)


class Close(IntEnum):
    """Why the server ends a connection; from 4000 on these are ours, like the HTTP statuses."""

    TOO_LARGE = 1009
    SERVER_FAILED = 1011
    UNAUTHENTICATED = 4401
    FORBIDDEN = 4403
    NOT_FOUND = 4404
    TOO_SLOW = 4408
    RATE_LIMIT = 4429


class Gone(Exception):
    """The client has gone, or does not read what it is sent."""


class Wire:
    """Sends wait for the client: what it has not read yet stays in the log, not in memory."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._turn = asyncio.Lock()

    async def send(self, frame: ServerFrame) -> None:
        """Send a frame.

        Raises:
            Gone: it cannot be sent.
        """
        await self.send_text(frame.model_dump_json())

    async def send_text(self, text: str) -> None:
        """Send a frame that is a text already.

        Raises:
            Gone: it cannot be sent.
        """
        async with self._turn:
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    await self._websocket.send_text(text)
            except TimeoutError:
                await self.close(Close.TOO_SLOW)
                raise Gone from None
            except _GONE as error:
                raise Gone from error

    async def refuse(self, error: CopilotError, request_id: str | None = None) -> None:
        """Say why something was not done."""
        await self.send(
            Refused(
                request_id=request_id,
                error_code=error.error_code,
                message=error.message,
                next_step=error.next_step,
                fields={**error.fields},
            )
        )

    async def close(self, code: Close) -> None:
        """End the connection, if it is still there."""
        if self._websocket.application_state is not WebSocketState.DISCONNECTED:
            try:
                await self._websocket.close(int(code))
            except _GONE:
                return
