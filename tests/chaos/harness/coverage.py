"""Every action at every boundary: what was killed how often, and what is still to be."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from backend.tools.aws_deployer.catalog import ACTIONS
from tests.chaos.deaths import Death
from tests.chaos.plans.generator import REVERSIBLE

BOUNDARIES = {
    "before_intent": ("before", "intent"),
    "after_intent": ("after", "intent"),
    "after_call": ("before", "result"),
    "after_result": ("after", "result"),
}
"""Where the journal of a step can be torn: before or after which of its records."""
UNDO_BOUNDARIES = {
    "undo_before_intent": ("before", "undo_intent"),
    "undo_after_intent": ("after", "undo_intent"),
    "undo_after_call": ("before", "undone"),
    "undo_after_result": ("after", "undone"),
}


@dataclass(frozen=True, order=True, slots=True)
class Cell:
    """One boundary of one action."""

    action: str
    boundary: str

    @property
    def is_of_undo(self) -> bool:
        return self.boundary in UNDO_BOUNDARIES

    @property
    def death(self) -> Death:
        when, kind = {**BOUNDARIES, **UNDO_BOUNDARIES}[self.boundary]
        return Death(when=when, collection="journal_entries", kinds=(kind,), action=self.action)

    def __str__(self) -> str:
        return f"{self.action}:{self.boundary}"


APPLY_CELLS = tuple(Cell(action, boundary) for action in ACTIONS for boundary in BOUNDARIES)
UNDO_CELLS = tuple(Cell(action, boundary) for action in REVERSIBLE for boundary in UNDO_BOUNDARIES)


@dataclass(slots=True)
class Coverage:
    """How often each cell was really killed."""

    killed: Counter[Cell] = field(default_factory=Counter[Cell])

    @property
    def missing(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in (*APPLY_CELLS, *UNDO_CELLS) if not self.killed[cell])

    def table(self) -> dict[str, dict[str, int]]:
        """Per action and boundary how often; what has no undo has no boundaries of one."""
        return {
            action: {
                cell.boundary: self.killed[cell]
                for cell in _of(action, (*APPLY_CELLS, *UNDO_CELLS))
            }
            for action in ACTIONS
        }


def _of(action: str, cells: Iterable[Cell]) -> Iterable[Cell]:
    return (cell for cell in cells if cell.action == action)
