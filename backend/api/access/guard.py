"""The guard in front of every route."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from backend.api.access.grants import Grant, grant_of
from backend.api.access.permissions import PERMISSIONS
from backend.domain.errors import UserCanFix
from backend.domain.people import Permission
from backend.domain.plans.approval import Actor


async def require_permission(request: Request) -> None:
    """Let the request pass if who makes it has the route's permission.

    Raises:
        UserCanFix: ``E_UNAUTHENTICATED`` or ``E_FORBIDDEN``.
    """
    needed = PERMISSIONS[request.method, request.scope["route"].path]
    if needed is not None:
        grant = await grant_of(request)
        if grant is None:
            raise unauthenticated()
        require_granted(grant, needed)
        request.state.grant = grant


def require_granted(grant: Grant, needed: Permission) -> None:
    """Raise unless the grant holds the permission.

    Raises:
        UserCanFix: ``E_FORBIDDEN``.
    """
    if needed not in grant.permissions:
        raise UserCanFix(
            "E_FORBIDDEN",
            f"This needs the permission {needed.value!r}.",
            "Ask somebody who has it.",
        )


def guarded_router(prefix: str = "") -> APIRouter:
    """A router whose routes all ask :func:`require_permission` first."""
    return APIRouter(prefix=prefix, dependencies=[Depends(require_permission)])


def unauthenticated() -> UserCanFix:
    """The refusal of whoever is nobody."""
    return UserCanFix(
        "E_UNAUTHENTICATED",
        "You are not signed in, or the session has expired.",
        "Sign in. Programs send the token from server.json as `Authorization: Bearer …`.",
    )


def actor_of(request: Request) -> Actor:
    """Who makes a request that :func:`require_permission` let pass."""
    grant: Grant = request.state.grant
    return grant.actor


CurrentActor = Annotated[Actor, Depends(actor_of)]
