"""An application that is made when the server starts, and explains a start that was refused."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from starlette.types import ASGIApp, Receive, Scope, Send

from backend.domain.errors import Bug, CopilotError


class OpenedAtStartup:
    """An ASGI application of which nothing is built at import time.

    A ``CopilotError`` at the start becomes one sentence in the server's log, without a traceback.
    """

    def __init__(self, open_app: Callable[[], AbstractAsyncContextManager[ASGIApp]]) -> None:
        self._open_app = open_app
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Follow the server's life, and pass requests on."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._app is not None:
            await self._app(scope, receive, send)
        else:
            raise Bug(
                "E_NOT_STARTED",
                "The application was asked before it was started.",
                "Run it with a server that supports the lifespan protocol, such as uvicorn.",
            )

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            async with self._open_app() as self._app:
                await send({"type": "lifespan.startup.complete"})
                await receive()
        except CopilotError as error:
            phase = "startup" if self._app is None else "shutdown"
            message = f"{error.error_code}: {error.message} {error.next_step}"
            await send({"type": f"lifespan.{phase}.failed", "message": message})
        else:
            await send({"type": "lifespan.shutdown.complete"})
