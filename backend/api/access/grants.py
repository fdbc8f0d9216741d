"""From a request to a grant: by the local owner's token, or by the cookie of a web session."""

import hmac
from dataclasses import dataclass

from starlette.requests import HTTPConnection

from backend.api.access.cookies import token_of
from backend.api.owner import LOCAL_OWNER
from backend.api.service import parts_of
from backend.domain.people import Permission, UserView, permissions_of
from backend.domain.plans.approval import Actor
from backend.domain.secrets import Secret


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """Somebody, and what they may do; ``user`` is ``None`` for the owner at this machine."""

    actor: Actor
    permissions: frozenset[Permission]
    user: UserView | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalOwner:
    """The person at this machine, who may do everything with the token of ``server.json``."""

    token: Secret
    grant: Grant = Grant(actor=LOCAL_OWNER, permissions=frozenset(Permission))


async def grant_of(connection: HTTPConnection) -> Grant | None:
    """Whose request it is; ``None`` if it carries neither a valid token nor a living session."""
    if "authorization" in connection.headers:
        owner: LocalOwner = connection.app.state.local_owner
        return owner.grant if _carries(connection, owner.token) else None
    token = token_of(connection)
    user = await parts_of(connection).accounts.who(token) if token else None
    if user is None:
        return None
    return Grant(
        actor=Actor(user_id=user.user_id, kind="user", user_name=user.user_name),
        permissions=permissions_of(user.roles),
        user=user,
    )


def _carries(connection: HTTPConnection, token: Secret) -> bool:
    scheme, _, given = connection.headers.get("authorization", "").partition(" ")
    is_same = hmac.compare_digest(given.strip().encode(), token.reveal().encode())
    return scheme.lower() == "bearer" and is_same
