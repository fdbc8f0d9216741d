"""The cookie of a web session: never read by scripts, never sent to or by other sites."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from backend.credentials.people.accounts import LONGEST
from backend.domain.secrets import Secret

_LONGEST_TOKEN = 128


def cookie_name(connection: HTTPConnection) -> str:
    """``__Host-`` pins a cookie to host, path and TLS; plain http exists on loopback alone.

    Browsers send cookies to every port of a host, so there the name holds the port.
    """
    url = connection.url
    is_secure = url.scheme in ("https", "wss")
    return "__Host-copilot_session" if is_secure else f"copilot_session_{url.port or 80}"


def token_of(connection: HTTPConnection) -> Secret | None:
    """The token that the browser sent."""
    value = connection.cookies.get(cookie_name(connection))
    return Secret(value) if value and len(value) <= _LONGEST_TOKEN else None


def keep_token(connection: HTTPConnection, response: Response, token: Secret) -> None:
    """Have the browser keep the token of a new web session."""
    response.set_cookie(
        cookie_name(connection),
        token.reveal(),
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=connection.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def drop_token(connection: HTTPConnection, response: Response) -> None:
    """Have the browser forget it."""
    response.delete_cookie(
        cookie_name(connection),
        path="/",
        secure=connection.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
