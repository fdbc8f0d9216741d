"""``uvicorn backend.main:app``: the service as one ASGI application."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp

from backend.api.serving import serving
from backend.api.startup import OpenedAtStartup
from backend.settings import settings_from_environment
from backend.wiring import open_copilot


@asynccontextmanager
async def _open_app() -> AsyncGenerator[ASGIApp, None]:
    settings = settings_from_environment()
    async with (
        open_copilot(settings, "the server backend.main") as copilot,
        serving(copilot, settings.home, settings.port) as app,
    ):
        yield app


app = OpenedAtStartup(_open_app)
