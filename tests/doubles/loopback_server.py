"""An ASGI application on a real loopback port, for as long as a test needs it."""

import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from backend.api.server import server_config


@asynccontextmanager
async def served(app: FastAPI) -> AsyncGenerator[str, None]:
    """The address of the running server; it is stopped afterwards."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = server_config(app, log_level="critical")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listening])
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.force_exit = True
        await server.shutdown(sockets=[listening])
        listening.close()
