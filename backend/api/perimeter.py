"""The outermost check: only requests that were meant for this machine, by no foreign page."""

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.api.errors import answer_of
from backend.domain.errors import UserCanFix

_LOOPBACK_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
_OWN_PAGES = ("same-origin", "none")
_FORBIDDEN = 4403


class Perimeter:
    """Refuses hosts that are not loopback (DNS rebinding), and what comes from foreign pages.

    Browsers let any page open a socket anywhere and only say who asks: a socket needs our own
    ``Origin``, or, without any, the header that no page can set.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403 ``E_FORBIDDEN``."""
        if scope["type"] in ("http", "websocket") and not _is_ours(scope):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": _FORBIDDEN})
            else:
                await answer_of(_refusal())(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_ours(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if _LOOPBACK_HOST.fullmatch(host) is None:
        return False
    origin = headers.get("origin")
    if origin is not None:
        is_own = urlsplit(origin).netloc.lower() == host.lower()
        return is_own and headers.get("sec-fetch-site", "none") in _OWN_PAGES
    is_page = scope["type"] == "websocket" and "authorization" not in headers
    return not is_page and headers.get("sec-fetch-site", "none") in _OWN_PAGES


def _refusal() -> UserCanFix:
    return UserCanFix(
        "E_FORBIDDEN",
        "The request does not come from this machine's own pages and programs.",
        "Open the service under http://127.0.0.1 and its port.",
    )
