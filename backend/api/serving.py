"""From an opened service to one that clients find."""

import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

import backend
from backend.api.app import create_app
from backend.api.parts import Parts, Sandbox, Surroundings
from backend.api.server_file import ServerAddress, announced
from backend.domain.secrets import Secret

PAGE = Path(backend.__path__[0]).parent / "frontend" / "dist"
_TOKEN_BYTES = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Serving:
    """The application, and the link by which the first person becomes the owner."""

    app: FastAPI
    setup_url: str | None
    """Good once, for a day; ``None`` when there is an owner. Only the person may see it."""


@asynccontextmanager
async def serving(
    parts: Parts, home: Path, port: int, sandbox: Sandbox | None = None
) -> AsyncGenerator[Serving, None]:
    """The application with a fresh token, announced in ``home`` for as long as it is served."""
    address = ServerAddress(
        url=f"http://127.0.0.1:{port}", token=Secret(secrets.token_urlsafe(_TOKEN_BYTES))
    )
    app = create_app(parts, Surroundings(sandbox=sandbox, page=PAGE), address.token)
    token = await parts.accounts.new_setup_token()
    # Behind the #, so that it is in no request line and no log.
    setup_url = f"{address.url}/setup#{token.reveal()}" if token else None
    with announced(home, address):
        yield Serving(app=app, setup_url=setup_url)
