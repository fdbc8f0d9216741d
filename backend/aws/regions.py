"""The regions that AWS has, from botocore's own endpoint data; no call is made."""

from difflib import get_close_matches
from functools import cache
from typing import Any

import botocore.session

from backend.domain.errors import UserCanFix

_MOST_NAMED = 4
_USUAL = frozenset({"us-east-1", "us-west-2", "eu-west-1", "eu-central-1"})


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
        near = get_close_matches(region, sorted(known), n=_MOST_NAMED) or sorted(known & _USUAL)
        raise UserCanFix(
            "E_UNKNOWN_REGION",
            f"AWS has no region {region!r} for {service}.",
            f"Choose a region such as {', '.join(near)}.",
        )
