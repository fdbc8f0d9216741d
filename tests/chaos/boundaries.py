"""Where the journal of an apply and of its undo can be torn, and what is found out at each."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.chaos.deaths import Death
from tests.journeys.journey import HELLO_STEPS

APPLY = ("intent", "result")
UNDO = ("undo_intent", "undone")


@dataclass(frozen=True, kw_only=True, slots=True)
class Boundary:
    """Right before or after one record of one step is on disk."""

    phase: str
    step_id: str
    kind: str
    when: str
    death: Death

    def __str__(self) -> str:
        return f"{self.step_id}-{self.when}-{self.kind}"


def boundaries(phase: str, kinds: tuple[str, str]) -> Iterator[Boundary]:
    """Every boundary of the hello deployment, in the order in which a run comes to them."""
    steps = HELLO_STEPS if kinds == APPLY else HELLO_STEPS[::-1]
    for number, step_id in enumerate(steps):
        for offset, kind in enumerate(kinds):
            for when in ("before", "after"):
                place = 2 * number + offset
                death = Death(when=when, place=place, collection="journal_entries", kinds=kinds)
                yield Boundary(phase=phase, step_id=step_id, kind=kind, when=when, death=death)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What a run came to that was killed once at the named place."""

    phase: str
    place: str
    completion_state: str
    account: str
    repeated_changes: int


class Findings:
    """The table of everything that was killed."""

    def __init__(self) -> None:
        self.rows: list[Finding] = []

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        rows = [asdict(row) for row in self.rows]
        (folder / "kills.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
        (folder / "kills.md").write_text(self._table(), encoding="utf-8")

    def _table(self) -> str:
        names = list(Finding.__dataclass_fields__)
        lines = [f"{len(self.rows)} kills", "", f"| {' | '.join(names)} |"]
        lines.append("| --- " * len(names) + "|")
        lines += [
            f"| {' | '.join(str(cell) for cell in asdict(row).values())} |" for row in self.rows
        ]
        return "\n".join(lines) + "\n"
