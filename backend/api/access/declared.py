"""Without a declared permission for every route and every frame, nothing starts."""

from collections.abc import Iterable
from typing import Any, get_args

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, WebSocketRoute

from backend.api.access.guard import require_permission
from backend.api.access.permissions import FRAME_PERMISSIONS, PERMISSIONS
from backend.domain.conversations.frames import ClientFrame
from backend.domain.errors import Bug


def require_declared(app: FastAPI) -> None:
    """Refuse a route or frame that is undeclared or unguarded, and a declaration of none.

    Raises:
        Bug: ``E_ROUTE_UNDECLARED``, naming them.
    """
    differing = {_declaration(route) for route in app.routes} ^ set(PERMISSIONS)
    frames = _frame_types() ^ set(FRAME_PERMISSIONS)
    if differing or frames:
        raise Bug(
            "E_ROUTE_UNDECLARED",
            f"Routes and permissions do not agree: {sorted(differing)} {sorted(frames)}.",
            "Declare each in backend/api/access/permissions.py; make routes with guarded_router.",
        )


def _declaration(route: BaseRoute) -> tuple[str, str]:
    """Method and path of a guarded route; of anything else, what no declaration equals.

    The socket has no dependencies: it asks for its permissions itself, frame by frame.
    """
    if isinstance(route, WebSocketRoute):
        return "WEBSOCKET", route.path
    if not isinstance(route, APIRoute) or len(route.methods or ()) != 1:
        return "not a route of one method", str(route)
    if require_permission not in [each.dependency for each in route.dependencies]:
        return "not guarded", route.path
    return next(iter(route.methods or ())), route.path


def _frame_types() -> set[str]:
    union: Any = get_args(ClientFrame)[0]
    models: Iterable[Any] = get_args(union)
    return {model.model_fields["type"].default for model in models}
