"""The regions that AWS has, from botocore's own endpoint data; no call is made."""

from functools import cache
from typing import Any

import botocore.session

from backend.domain.errors import UserCanFix


@cache
def regions_of(service: str) -> frozenset[str]:
    """The regions of the commercial partition in which ``service`` exists."""
    session: Any = botocore.session.Session()
    return frozenset(session.get_available_regions(service))


def require_region(service: str, region: str) -> None:
    """Raise unless AWS has ``service`` in ``region``.

    Raises:
        UserCanFix: ``E_UNKNOWN_REGION``, naming the nearest spellings.
    """
    known = regions_of(service)
    if region not in known:
        near = sorted(name for name in known if name[:5] == region[:5]) or sorted(known)
        raise UserCanFix(
            "E_UNKNOWN_REGION",
            f"AWS has no region {region!r} for {service}.",
            f"Choose a region such as {', '.join(near[:6])}.",
        )
