"""The outermost check: only requests that were meant for this machine, by no foreign page."""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.api.errors import answer_of
from backend.domain.errors import UserCanFix

_LOOPBACK_HOST = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
_OWN_PAGES = ("same-origin", "none")


class Perimeter:
    """Refuses hosts that are not loopback (DNS rebinding), and what browsers call cross-site."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403 ``E_FORBIDDEN``."""
        if scope["type"] == "http" and not _is_ours(Headers(scope=scope)):
            refusal = UserCanFix(
                "E_FORBIDDEN",
                "The request does not come from this machine's own pages and programs.",
                "Open the service under http://127.0.0.1 and its port.",
            )
            await answer_of(refusal)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_ours(headers: Headers) -> bool:
    is_loopback = _LOOPBACK_HOST.fullmatch(headers.get("host", "")) is not None
    return is_loopback and headers.get("sec-fetch-site", "none") in _OWN_PAGES
