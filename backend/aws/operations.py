"""Which AWS operations only read: a reviewed table; what it does not name counts as mutating."""

import json
from functools import cache
from importlib.resources import files


@cache
def _read_operations() -> frozenset[tuple[str, str]]:
    text = files("backend.aws").joinpath("read_operations.json").read_text(encoding="utf-8")
    table: dict[str, list[str]] = json.loads(text)["operations"]
    return frozenset((service, name) for service, names in table.items() for name in names)


def is_read(service: str, operation: str) -> bool:
    """Whether the operation (``"s3"``, ``"HeadBucket"``) is known to change nothing."""
    return (service, operation) in _read_operations()
