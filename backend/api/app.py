"""The application: all routes over one service, behind the perimeter and the permissions."""

from fastapi import FastAPI

from backend.api.errors import handle_errors
from backend.api.identity import owner_grant, require_declared
from backend.api.perimeter import Perimeter
from backend.api.routes import credentials, deployments, health, runs
from backend.api.version import version
from backend.domain.copilot import Copilot
from backend.domain.secrets import Secret


def create_app(copilot: Copilot, token: Secret) -> FastAPI:
    """The service over HTTP; ``token`` lets the local owner in.

    Raises:
        Bug: ``E_ROUTE_UNDECLARED``: a route has no declared permission.
    """
    app = FastAPI(
        title="aws-copilot",
        version=version(),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.copilot = copilot
    app.state.grant = owner_grant(token)
    for module in (health, deployments, runs, credentials):
        app.router.routes.extend(module.router.routes)
    handle_errors(app)
    app.add_middleware(Perimeter)
    require_declared(app)
    return app
