"""AWS regions as people call them; which of them exist is asked elsewhere."""

import re

REGION_NAMES: dict[str, tuple[str, ...]] = {
    "us-east-1": ("n. virginia", "n virginia", "north virginia", "northern virginia", "virginia"),
    "us-east-2": ("ohio",),
    "us-west-1": ("n. california", "n california", "northern california", "california"),
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
    "eu-south-2": ("spain",),
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

_CODE = re.compile(r"(?<![\w/.-])([a-z]{2}(?:-[a-z]{2,12}){1,2}-[0-9])[a-f]?(?![\w/-])", re.I)
_BY_NAME = {name: code for code, names in REGION_NAMES.items() for name in names}
_NAME = re.compile(
    r"(?<![\w/.-])("
    + "|".join(re.escape(name) for name in sorted(_BY_NAME, key=len)[::-1])
    + r")(?![\w/-])",
    re.I,
)


def find_region(text: str) -> tuple[str, tuple[int, int]] | None:
    """The first region that a text names and where, as a code; a zone gives its region."""
    if (code := _CODE.search(text)) is not None:
        return code[1].lower(), code.span()
    if (name := _NAME.search(text)) is not None:
        return _BY_NAME[name[1].lower()], name.span()
    return None
