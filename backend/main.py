"""``uvicorn backend.main:app``: the service as one ASGI application."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp

from backend.api.sandbox_process import SandboxProcess
from backend.api.serving import serving
from backend.api.startup import OpenedAtStartup
from backend.settings import settings_from_environment
from backend.wiring import open_service


@asynccontextmanager
async def _open_app() -> AsyncGenerator[ASGIApp, None]:
    settings = settings_from_environment()
    sandbox = SandboxProcess(settings.home / "sandbox", settings.search_path)
    async with (
        open_service(settings, "the server backend.main") as parts,
        serving(parts, settings.home, settings.port, sandbox) as served,
    ):
        if served.setup_url:
            sys.stdout.write(f"Set up the owner once, here: {served.setup_url}\n")
            sys.stdout.flush()
        yield served.app


app = OpenedAtStartup(_open_app)
