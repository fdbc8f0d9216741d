"""The account digest: everything in the account that the catalogue can touch, in one canonical
form.

Equal digests before and after mean that nothing stayed behind. The digest is that of the entries'
own digests by their names, so that it does not depend on the order of any listing. A digest may be
bounded: then it says that it is not complete, and only its entries can be compared.
"""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from pydantic import JsonValue

from backend.aws.account import Reader, Response
from backend.domain.canonical import JsonObject, digest_of
from backend.tools.aws_deployer.inventory import SECTIONS, Section
from backend.tools.aws_deployer.inventory.listing import Found

NOTHING_FIRST: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestBounds:
    """How far a digest goes before it says that it is not complete."""

    most_resources: int
    seconds: float
    clock: Callable[[], float] = time.monotonic


OF_A_RUN = DigestBounds(most_resources=500, seconds=30.0)
"""A deployment waits for it twice; at 2 requests a second it reaches about a dozen resources."""
WHOLE = DigestBounds(most_resources=100_000, seconds=1_800.0)


def account_digest(reader: Reader) -> JsonObject:
    """``{"digest", "region", "resource_count", "is_complete", "resources": {name: {"digest",
    "facts"}}}`` of the account and region.

    Blocks; only reads. Values of environment variables are in it as slow hashes alone.

    Raises:
        AwsFailure: what a read was refused with.
    """
    read = _entries(reader, NOTHING_FIRST, WHOLE)
    digests = {name: digest_of(facts) for name, facts in read.facts.items()}
    entries: JsonObject = {
        name: {"digest": digests[name], "facts": facts} for name, facts in read.facts.items()
    }
    return {**_summary(reader, digests, read), "resources": entries}


def digest_entries(
    reader: Reader,
    first: Collection[str] = NOTHING_FIRST,
    bounds: DigestBounds = OF_A_RUN,
) -> JsonObject:
    """``{"digest", "region", "resource_count", "is_complete", "resources": {name: digest},
    "absent"}``.

    ``first`` names the entries that are read before all others, so that a bounded digest has them;
    ``absent`` are those of them that the account does not have. Blocks; only reads.

    Raises:
        AwsFailure: what a read was refused with.
    """
    read = _entries(reader, first, bounds)
    digests = {name: digest_of(facts) for name, facts in read.facts.items()}
    absent: list[JsonValue] = [*sorted(read.absent)]
    return {**_summary(reader, digests, read), "resources": {**digests}, "absent": absent}


@dataclass(slots=True)
class _Inventory:
    """What was read so far: the facts of every resource by name."""

    facts: dict[str, JsonObject] = field(default_factory=dict[str, JsonObject])
    absent: frozenset[str] = frozenset()
    is_complete: bool = False


def _summary(reader: Reader, digests: dict[str, str], read: _Inventory) -> JsonObject:
    by_name: JsonObject = {**digests}
    return {
        "digest": digest_of(by_name),
        "region": reader.region,
        "resource_count": len(digests),
        "is_complete": read.is_complete,
    }


def _entries(reader: Reader, first: Collection[str], bounds: DigestBounds) -> _Inventory:
    bounded = _BoundedReader(reader, bounds.clock, bounds.clock() + bounds.seconds)
    inventory = _Inventory()
    try:
        _read_all(bounded, frozenset(first), bounds.most_resources, inventory)
    except _OutOfTimeError:
        inventory.is_complete = False
    return inventory


def _read_all(reader: Reader, first: frozenset[str], most: int, inventory: _Inventory) -> None:
    waiting = sorted(_listed(reader), key=lambda each: (each.name not in first, each.name))
    inventory.absent = first - {each.name for each in waiting}
    for each in waiting[:most]:
        facts = each.section.facts(reader, each.own_name, each.item)
        if facts is not None:
            inventory.facts[each.name] = facts
    inventory.is_complete = len(waiting) <= most


@dataclass(frozen=True, slots=True)
class _Listed:
    section: Section
    own_name: str
    item: Found = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.section.kind}/{self.own_name}"


def _listed(reader: Reader) -> Iterator[_Listed]:
    for section in SECTIONS:
        for name, item in section.names(reader):
            yield _Listed(section, name, item)


class _OutOfTimeError(Exception):
    """The time of a bounded digest is used up."""


@dataclass(frozen=True, slots=True)
class _BoundedReader:
    """A reader that stops when the time is up."""

    reader: Reader
    clock: Callable[[], float]
    ends_at: float

    @property
    def region(self) -> str:
        return self.reader.region

    def read(self, service: str, operation: str, **params: JsonValue) -> Response:
        """One read in time."""
        self._require_time()
        return self.reader.read(service, operation, **params)

    def find(
        self, service: str, operation: str, missing: Collection[str], **params: JsonValue
    ) -> Response | None:
        """One read in time that may find nothing."""
        self._require_time()
        return self.reader.find(service, operation, missing, **params)

    def _require_time(self) -> None:
        if self.clock() >= self.ends_at:
            raise _OutOfTimeError
