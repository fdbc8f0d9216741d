"""AWS regions as people call them; which of them exist is asked elsewhere."""

import re
from collections.abc import Iterator
from functools import cache

REGION_NAMES: dict[str, tuple[str, ...]] = {
    "us-east-1": ("n. virginia", "n virginia", "north virginia", "northern virginia", "virginia"),
    "us-east-2": ("ohio",),
    "us-west-1": (
        "n. california",
        "n california",
        "north california",
        "northern california",
        "california",
    ),
    "us-west-2": ("oregon",),
    "ca-central-1": ("canada", "montreal"),
    "ca-west-1": ("calgary",),
    "mx-central-1": ("mexico",),
    "sa-east-1": ("são paulo", "sao paulo", "brazil"),
    "eu-central-1": ("frankfurt", "germany"),
    "eu-central-2": ("zurich", "zürich", "switzerland"),
    "eu-west-1": ("ireland", "dublin"),
    "eu-west-2": ("london",),
    "eu-west-3": ("paris",),
    "eu-north-1": ("stockholm", "sweden"),
    "eu-south-1": ("milan",),
    "eu-south-2": ("spain", "madrid"),
    "af-south-1": ("cape town",),
    "me-south-1": ("bahrain",),
    "me-central-1": ("uae", "dubai"),
    "il-central-1": ("tel aviv", "israel"),
    "ap-south-1": ("mumbai",),
    "ap-south-2": ("hyderabad",),
    "ap-east-1": ("hong kong",),
    "ap-southeast-1": ("singapore",),
    "ap-southeast-2": ("sydney",),
    "ap-southeast-3": ("jakarta",),
    "ap-southeast-4": ("melbourne",),
    "ap-northeast-1": ("tokyo",),
    "ap-northeast-2": ("seoul",),
    "ap-northeast-3": ("osaka",),
}
"""Code to names, in lower case (AWS General Reference, "Regions and Availability Zones")."""

_PREFIX = r"(?:us|eu|ap|ca|sa|af|me|il|mx|cn)(?:[- ]gov)?"
_SIDE = r"(?:north|south|east|west|central|northeast|northwest|southeast|southwest)"
CODE = re.compile(r"(?<![\w/.-])([a-z]{2}(?:-[a-z]{2,12}){1,2}-[0-9])([a-f]?)(?![\w/-]|\.\w)", re.I)
"""A region's code or an availability zone's; the second group is the zone's letter."""

_SPOKEN = re.compile(rf"(?<![\w/.-]){_PREFIX} {_SIDE} [1-9](?![\w/-])", re.I)
_BY_NAME = {name: code for code, names in REGION_NAMES.items() for name in names}
_LOCATION = (
    r"(?:(?:us|eu|europe|asia pacific|canada|south america|africa|middle east)"
    r"(?: (?:east|west|central))? )?"
)
_LONG_ENOUGH = 6
"""Letters of a name in which one slip leaves no doubt."""


def _slips(word: str) -> Iterator[str]:
    """``word`` with two letters swapped, or with one left out."""
    for at in range(1, len(word) - 1):
        one, other = word[at], word[at + 1]
        if one.isalpha():
            yield word[:at] + word[at + 1 :]
        if one.isalpha() and other.isalpha():
            yield word[:at] + other + one + word[at + 2 :]


_SLIPPED = {
    slip: code
    for name, code in _BY_NAME.items()
    if len(name) >= _LONG_ENOUGH and name.isalpha()
    for slip in _slips(name)
}
_NAMES = _SLIPPED | _BY_NAME
NAME = re.compile(
    rf"(?<![\w/.-]){_LOCATION}\(?("
    + "|".join(re.escape(name) for name in sorted(_NAMES, key=len)[::-1])
    + r")\)?(?![\w/-])",
    re.I,
)
"""A region's name, also with the part of the world that AWS writes before it."""


@cache
def _misspelt() -> dict[str, str]:
    """Codes with two letters swapped or one left out, where only one region can be meant."""
    meant: dict[str, set[str]] = {}
    for code in REGION_NAMES:
        for slip in _slips(code):
            meant.setdefault(slip, set()).add(code)
    unclear = (slip for slip, codes in meant.items() if len(codes) > 1 or slip in REGION_NAMES)
    ambiguous = frozenset(unclear)
    return {slip: min(codes) for slip, codes in meant.items() if slip not in ambiguous}


def _code(text: str) -> str:
    lower = text.lower()
    return _misspelt().get(lower, lower)


def region_of(text: str) -> str | None:
    """The code of a text that is a region, an availability zone or a region's name."""
    if code := CODE.fullmatch(text):
        return _code(code[1])
    if _SPOKEN.fullmatch(text):
        return text.lower().replace(" ", "-")
    return _NAMES.get(text.lower().strip("() "))


def find_region(text: str) -> tuple[str, tuple[int, int]] | None:
    """The first region that a text names and where, as a code; a zone gives its region."""
    if (code := CODE.search(text)) is not None:
        return _code(code[1]), code.span()
    if (spoken := _SPOKEN.search(text)) is not None:
        return spoken[0].lower().replace(" ", "-"), spoken.span()
    if (name := NAME.search(text)) is not None:
        return _NAMES[name[1].lower()], name.span()
    return None
