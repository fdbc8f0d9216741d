"""What a reason code means to people."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Replan(StrEnum):
    """Whether the same request can succeed when it is planned again."""

    YES = "yes"
    AFTER_CHANGE = "after_change"
    NO = "no"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Two sentences, and whether planning again helps."""

    meaning: str
    advice: str
    replan: Replan


Row = tuple[Replan, str, str]
"""Whether planning again helps, the meaning, the advice."""


def reasons(rows: Mapping[str, Row]) -> dict[str, Reason]:
    """The rows of a table as reasons."""
    return {
        code: Reason(replan=replan, meaning=meaning, advice=advice)
        for code, (replan, meaning, advice) in rows.items()
    }
