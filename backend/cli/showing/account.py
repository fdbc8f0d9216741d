"""Whether the account is as it was before a run's plan, as a person reads it."""

from collections.abc import Iterator

from backend.cli.showing.surface import Line
from backend.domain.account_digests import AccountChange


def account_lines(change: AccountChange | None) -> Iterator[Line]:
    """One line, and the name of each resource that differs; nothing where nobody looked."""
    if change is None:
        return
    if change.is_equal is None:
        yield Line(f"  Account            unknown whether it changed: {change.reason}")
        return
    extent = "" if change.is_complete else " (as far as it was read)"
    yield Line(f"  Account            {_standing(change)}{extent}")
    yield from (Line(f"    {name}", "dim") for name in change.changed)


def _standing(change: AccountChange) -> str:
    match len(change.changed):
        case 0:
            return "as before"
        case 1:
            return "1 resource differs from before"
        case count:
            return f"{count} resources differ from before"
