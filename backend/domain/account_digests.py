"""What an account looked like at one moment, and what is different at another."""

from collections.abc import Iterable
from enum import StrEnum

from backend.domain.canonical import JsonObject
from backend.domain.identifiers import Value


class DigestMoment(StrEnum):
    """When in a run the account was looked at."""

    BEFORE = "before"
    AFTER = "after"


class AccountDigest(Value):
    """The digest of an account at one moment, or why there is none.

    ``digest`` is over ``resources``, which has the digest of every entry by its name; ``absent``
    are entries that were looked for in vain. One that is not complete stopped at its bounds; one
    that is unavailable has only its ``reason``.
    """

    moment: DigestMoment
    digest: str | None
    resource_count: int
    is_complete: bool
    resources: dict[str, str]
    absent: tuple[str, ...]
    reason: str | None

    @classmethod
    def unavailable(cls, moment: DigestMoment, reason: str) -> "AccountDigest":
        """What is known where nobody could look."""
        return cls(
            moment=moment,
            digest=None,
            resource_count=0,
            is_complete=False,
            resources={},
            absent=(),
            reason=reason,
        )

    @property
    def known(self) -> frozenset[str]:
        """The names of the entries of which this says something."""
        return frozenset([*self.resources, *self.absent])


def changed_entries(before: AccountDigest, after: AccountDigest) -> tuple[str, ...] | None:
    """The names of the entries that came, went or changed; ``None`` where that cannot be told.

    Of digests that stopped at their bounds only what both know of can be told apart.
    """
    if before.digest is None or after.digest is None:
        return None
    known = before.known | after.known
    if not (before.is_complete and after.is_complete):
        known = before.known & after.known
    names = (name for name in known if before.resources.get(name) != after.resources.get(name))
    return tuple(sorted(names))


class AccountChange(Value):
    """The account around a run: its digests, and what came, went or changed between them.

    ``is_equal`` is ``None`` where that cannot be told, and ``reason`` then says why.
    """

    before: str | None
    after: str | None
    is_equal: bool | None
    is_complete: bool
    changed: tuple[str, ...] = ()
    reason: str | None = None


def account_change(before: JsonObject | None, after: JsonObject | None) -> AccountChange | None:
    """What two recorded digests say together; ``None`` where nobody looked."""
    if before is None and after is None:
        return None
    first, last = _recorded(DigestMoment.BEFORE, before), _recorded(DigestMoment.AFTER, after)
    changed = changed_entries(first, last)
    return AccountChange(
        before=first.digest,
        after=last.digest,
        is_equal=None if changed is None else not changed,
        is_complete=first.is_complete and last.is_complete,
        changed=changed or (),
        reason=first.reason or last.reason,
    )


def _recorded(moment: DigestMoment, record: JsonObject | None) -> AccountDigest:
    if record is None:
        return AccountDigest.unavailable(moment, "Nobody has looked yet.")
    known = {name: record[name] for name in AccountDigest.model_fields if name in record}
    return AccountDigest.from_json(known)


def entry_of(resource: str) -> str:
    """The entry of a digest that a resource of a plan's step is a part of.

    ``s3:object/b/k`` is part of ``s3:bucket/b``, ``lambda:alias/f/live`` of ``lambda:function/f``.
    The name of a log group has slashes of its own.
    """
    kind, _, rest = resource.partition("/")
    name = rest.partition("/")[0]
    match kind.partition(":")[0]:
        case "s3":
            return f"s3:bucket/{name}"
        case "lambda":
            return f"lambda:function/{name}"
        case "logs":
            return f"logs:group/{rest.removesuffix('/retention')}"
        case _:
            return f"{kind}/{name}"


def entries_of(resources: Iterable[str]) -> tuple[str, ...]:
    """The entries that a plan touches, each once."""
    return tuple(sorted({entry_of(resource) for resource in resources}))
