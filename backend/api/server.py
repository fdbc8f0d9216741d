"""uvicorn, stopped by Ctrl-C without an error."""

import asyncio
import signal
import socket
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from backend.domain.conversations.frames import LARGEST_FRAME

_GRACE_S = 5
_STOPS = (signal.SIGINT, signal.SIGTERM)


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Stop on a signal; uvicorn would raise it again at its end and cut our clean-up short."""
        loop = asyncio.get_running_loop()
        for number in _STOPS:
            loop.add_signal_handler(number, self._stop)
        try:
            yield
        finally:
            for number in _STOPS:
                loop.remove_signal_handler(number)

    def _stop(self) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


def server_config(app: ASGIApp, log_level: str) -> uvicorn.Config:
    """How the service is served: small socket frames, uncompressed."""
    return uvicorn.Config(
        app,
        lifespan="off",
        log_level=log_level,
        timeout_graceful_shutdown=_GRACE_S,
        ws="websockets-sansio",
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,
        server_header=False,
    )


async def serve_until_stopped(app: ASGIApp, listening: socket.socket) -> None:
    """Serve on a bound socket. The first signal lets requests end, for 5 s; the second does not."""
    config = server_config(app, log_level="warning")
    await _Server(config).serve(sockets=[listening])
