"""Where a Qdrant server is, and the key for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from backend.domain.errors import UserCanFix
from backend.domain.secrets import Secret

URL = "QDRANT_URL"
KEY = "QDRANT_API_KEY"


@dataclass(frozen=True, kw_only=True, slots=True)
class QdrantAddress:
    """A server; made by :func:`qdrant_address`, which checks both."""

    url: str
    api_key: Secret | None = field(default=None, repr=False)


def qdrant_address(given: Mapping[str, str]) -> QdrantAddress:
    """The server in those settings that are about it; at least one of them is ``given``.

    A key goes over https only, or to this machine.

    Raises:
        UserCanFix: ``E_SETTING_INVALID``; no message quotes either value.
    """
    if URL not in given:
        raise _invalid(f"{KEY} is set without {URL}.", f"Set {URL} too, or unset {KEY}.")
    url, key = given[URL].strip(), given.get(KEY)
    if not _is_usable(url, with_key=key is not None):
        raise _invalid(
            f"{URL} is not usable.",
            "Give the address of a Qdrant server without user name and query, such as"
            f" https://qdrant.example.com:6333; http together with {KEY} is for this machine only.",
        )
    if key is not None and not all("!" <= character <= "~" for character in key):
        raise _invalid(f"{KEY} holds characters that no key has.", "Copy the key again.")
    return QdrantAddress(url=url.rstrip("/"), api_key=Secret(key) if key is not None else None)


def _is_usable(url: str, *, with_key: bool) -> bool:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    is_plain = url.isascii() and url.isprintable() and " " not in url and "@" not in url
    if not host or port == 0 or parts.query or parts.fragment or not is_plain:
        return False
    is_safe = parts.scheme == "https" or not with_key or _is_this_machine(host)
    return parts.scheme in ("http", "https") and is_safe


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _invalid(message: str, next_step: str) -> UserCanFix:
    return UserCanFix("E_SETTING_INVALID", message, next_step)
