"""The application: all routes over one service, behind the perimeter and the permissions."""

from fastapi import FastAPI

from backend.api.access.declared import require_declared
from backend.api.access.grants import LocalOwner
from backend.api.errors import handle_errors
from backend.api.headers import SecurityHeaders
from backend.api.parts import Parts, Surroundings
from backend.api.perimeter import Perimeter
from backend.api.routes import (
    credentials,
    deployments,
    environment,
    health,
    memories,
    page,
    people,
    runs,
    sessions,
)
from backend.api.socket import agent_socket
from backend.api.socket.limits import OpenSockets
from backend.api.socket.texts import EventTexts
from backend.api.version import version
from backend.domain.secrets import Secret


def create_app(parts: Parts, surroundings: Surroundings, token: Secret) -> FastAPI:
    """The service over HTTP; ``token`` lets the local owner in.

    Raises:
        Bug: ``E_ROUTE_UNDECLARED``: a route or frame has no declared permission.
    """
    app = described_app()
    app.state.parts = parts
    app.state.surroundings = surroundings
    app.state.local_owner = LocalOwner(token=token)
    app.state.open_sockets = OpenSockets()
    app.state.event_texts = EventTexts()
    handle_errors(app)
    app.add_middleware(Perimeter)
    app.add_middleware(SecurityHeaders)
    return app


def described_app() -> FastAPI:
    """The routes alone: enough to describe them, not to serve.

    Raises:
        Bug: ``E_ROUTE_UNDECLARED``.
    """
    app = FastAPI(
        title="aws-copilot",
        version=version(),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    for module in (
        health,
        people,
        sessions,
        deployments,
        runs,
        credentials,
        memories,
        environment,
        agent_socket,
        page,
    ):
        app.router.routes.extend(module.router.routes)
    require_declared(app)
    return app
