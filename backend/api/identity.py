"""Who asks, and what they may do: without a declared permission for every route, nothing starts."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from backend.api.owner import LOCAL_OWNER
from backend.domain.errors import Bug, UserCanFix
from backend.domain.plans.approval import Actor
from backend.domain.secrets import Secret


class Permission(StrEnum):
    """What a person may be allowed to do."""

    READ = "read"
    DEPLOY = "deploy"
    APPROVE = "approve"
    MANAGE_CREDENTIALS = "manage_credentials"


PERMISSIONS: Mapping[tuple[str, str], Permission | None] = {
    ("GET", "/api/health"): None,
    ("POST", "/api/v1/commands/start_deployment"): Permission.DEPLOY,
    ("POST", "/api/v1/commands/start_rollback"): Permission.DEPLOY,
    ("POST", "/api/v1/commands/decide_approval"): Permission.APPROVE,
    ("POST", "/api/v1/commands/answer_intake"): Permission.DEPLOY,
    ("POST", "/api/v1/commands/cancel_run"): Permission.DEPLOY,
    ("GET", "/api/v1/deployments"): Permission.READ,
    ("GET", "/api/v1/deployments/{deployment_id}"): Permission.READ,
    ("GET", "/api/v1/runs"): Permission.READ,
    ("GET", "/api/v1/runs/{graph_run_id}"): Permission.READ,
    ("GET", "/api/v1/runs/{graph_run_id}/events"): Permission.READ,
    ("GET", "/api/v1/credentials"): Permission.READ,
    ("POST", "/api/v1/credentials"): Permission.MANAGE_CREDENTIALS,
    ("POST", "/api/v1/applications/{application_name}/environment"): Permission.MANAGE_CREDENTIALS,
    ("GET", "/api/v1/credentials/{credential_id}/account_digest"): Permission.READ,
}
"""Method and path to what they need; ``None`` is open to everybody on this machine."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """A token's owner."""

    token: Secret
    actor: Actor
    permissions: frozenset[Permission]


def owner_grant(token: Secret) -> Grant:
    """The person at the machine, who may do everything."""
    return Grant(token=token, actor=LOCAL_OWNER, permissions=frozenset(Permission))


def require_permission(request: Request) -> None:
    """Let the request pass if its token carries the route's permission.

    Raises:
        UserCanFix: ``E_UNAUTHENTICATED`` or ``E_FORBIDDEN``.
    """
    route = request.scope["route"]
    needed = PERMISSIONS[request.method, route.path]
    if needed is None:
        return
    grant: Grant = request.app.state.grant
    if not _carries(request, grant.token):
        raise UserCanFix(
            "E_UNAUTHENTICATED",
            "The request carries no valid token.",
            "Send the token from server.json in the data directory as `Authorization: Bearer …`.",
        )
    if needed not in grant.permissions:
        raise UserCanFix(
            "E_FORBIDDEN",
            f"This needs the permission {needed.value!r}.",
            "Ask somebody who has it.",
        )


def guarded_router(prefix: str = "") -> APIRouter:
    """A router whose routes all ask :func:`require_permission` first."""
    return APIRouter(prefix=prefix, dependencies=[Depends(require_permission)])


def actor_of(request: Request) -> Actor:
    """Who makes a request that :func:`require_permission` let pass."""
    grant: Grant = request.app.state.grant
    return grant.actor


CurrentActor = Annotated[Actor, Depends(actor_of)]


def require_declared(app: FastAPI) -> None:
    """Refuse a route that is undeclared or unguarded, and a declaration without its route.

    Raises:
        Bug: ``E_ROUTE_UNDECLARED``, naming the routes.
    """
    differing = {_declaration(route) for route in app.routes} ^ set(PERMISSIONS)
    if differing:
        raise Bug(
            "E_ROUTE_UNDECLARED",
            f"Routes and permissions do not agree: {sorted(differing)}.",
            "Declare each route in backend/api/identity.py, and make it with guarded_router.",
        )


def _declaration(route: BaseRoute) -> tuple[str, str]:
    """Method and path of a guarded route; of anything else, what no declaration equals."""
    if not isinstance(route, APIRoute) or len(route.methods or ()) != 1:
        return "not a route of one method", str(route)
    if require_permission not in [each.dependency for each in route.dependencies]:
        return "not guarded", route.path
    return next(iter(route.methods or ())), route.path


def _carries(request: Request, token: Secret) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    is_same = hmac.compare_digest(given.strip().encode(), token.reveal().encode())
    return scheme.lower() == "bearer" and is_same
