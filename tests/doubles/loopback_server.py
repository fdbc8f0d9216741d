"""An ASGI application on a real loopback port, for as long as a test needs it."""

import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from backend.api.server import server_config


@asynccontextmanager
async def served(app: FastAPI, patience_s: int | None = None) -> AsyncGenerator[str, None]:
    """The address of the running server; it is stopped afterwards, and waits for what is still
    being answered for ``patience_s``, if at all.
    """
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = server_config(app, log_level="critical")
    config.timeout_graceful_shutdown = patience_s
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listening])
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.force_exit = patience_s is None
        await server.shutdown(sockets=[listening])
        listening.close()
