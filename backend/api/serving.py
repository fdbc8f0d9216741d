"""From an opened service to one that clients find."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from backend.api.app import create_app
from backend.api.server_file import ServerAddress, announced
from backend.domain.copilot import Copilot
from backend.domain.secrets import Secret

_TOKEN_BYTES = 32


@asynccontextmanager
async def serving(copilot: Copilot, home: Path, port: int) -> AsyncGenerator[FastAPI, None]:
    """The application with a fresh token, announced in ``home`` for as long as it is served."""
    address = ServerAddress(
        url=f"http://127.0.0.1:{port}", token=Secret(secrets.token_urlsafe(_TOKEN_BYTES))
    )
    app = create_app(copilot, address.token)
    with announced(home, address):
        yield app
