"""From a URL to the one checked address that is dialled for it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.domain.errors import UserCanFix
from backend.tools.health_probe.addresses import is_loopback, is_public

Resolver = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""All addresses of a host name for a port; raises ``OSError`` when there are none."""

_PATH = re.compile(r"/[!-~]{0,2000}")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45}")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What is asked: ``host`` goes into the Host header and TLS, the address is resolved from
    it.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        """The URL, normalised."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{shown}{port}{self.path}"


def parse_target(url: str, path: str) -> Target:
    """``path`` on the origin of ``url``; the path of ``url`` itself, if it has one, comes before
    it.

    Raises:
        UserCanFix: ``URL_BLOCKED`` for another scheme, for user names and passwords, and for odd
            characters.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise blocked("The URL is malformed.") from error
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in _PORTS or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise blocked("Only plain http and https URLs are asked.")
    whole = parts.path.rstrip("/") + path
    if not _PATH.fullmatch(whole) or parts.query or parts.fragment or "#" in whole:
        raise blocked("The path of the URL is not usable.")
    return Target(scheme=parts.scheme, host=host, port=port or _PORTS[parts.scheme], path=whole)


async def checked_address(target: Target, resolve: Resolver, loopback_ports: frozenset[int]) -> str:
    """The address to dial; every address of the name is checked, and one bad one refuses all.

    Names below ``localhost`` are loopback by definition (RFC 6761) and not asked for anywhere.

    Raises:
        UserCanFix: ``URL_BLOCKED``.
        OSError: the name has no address.
    """
    is_local_name = target.host == "localhost" or target.host.endswith(".localhost")
    addresses = ("127.0.0.1",) if is_local_name else await resolve(target.host, target.port)
    if not addresses:
        raise OSError("the name has no address")
    for address in addresses:
        is_allowed_loopback = target.port in loopback_ports and is_loopback(address)
        if not is_public(address) and not is_allowed_loopback:
            raise blocked(f"{target.host} leads to an address that is not public.")
    return addresses[0]


def blocked(message: str) -> UserCanFix:
    """The refusal of a URL."""
    return UserCanFix("URL_BLOCKED", message, "Use the public URL of the deployed application.")
