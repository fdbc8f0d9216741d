"""What is done to each run: its plan, the faults of the account, and the kills; all from a seed.

Scenario number n of a seed is always the same, whatever became of the ones before. Which boundaries
it kills at follows from what was scheduled least until then, so that a long campaign comes to every
action at every boundary.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Literal

from backend.domain.operations import MOST_CALLS
from backend.tools.aws_deployer.catalog import ACTIONS
from backend.tools.aws_deployer.catalog.declaration import ActionKind
from tests.chaos.deaths import Death
from tests.chaos.harness.coverage import APPLY_CELLS, BOUNDARIES, UNDO_BOUNDARIES, UNDO_CELLS, Cell
from tests.chaos.harness.faults import FaultRule, denied, passing_faults, silence
from tests.chaos.plans.generator import PlannedCall, failing_plan, is_irreversible, random_plan

Moment = Literal["write", "start", "waiting", "answer", "restart"]
MANY_ANSWERS = 50
_DEPLOYMENT_EVERY, _CROWD_EVERY, _SILENCE_EVERY = 12, 25, 40
_FIRST_CROWD = 2
_DEPLOYED = (
    "create_bucket", "upload_s3", "create_log_group", "set_log_retention", "create_role",
    "put_role_policy", "deploy_lambda", "publish_version", "create_alias", "create_function_url",
    "add_lambda_permission",
)  # fmt: skip
_AROUND_THE_APPROVAL = tuple(
    Death(when=when, collection=collection, operation=operation)
    for when in ("before", "after")
    for collection, operation in (
        ("approvals", "insert"),
        ("approvals", "update_one"),
        ("locks", "insert"),
        ("seals", "insert"),
    )
)
_AT_THE_END = tuple(
    Death(when=when, collection="locks", operation="delete") for when in ("before", "after")
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kill:
    """One ``kill -9``: at a write, or some time after a moment of the run."""

    moment: Moment
    what: str
    """For the report."""
    death: Death | None = None
    delay_s: float = 0.0
    cell: Cell | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """One run and what is done to it."""

    number: int
    source: Literal["operation", "healthy", "unhealthy"]
    """A plan over the catalogue, or the deployment of an application."""
    calls: tuple[PlannedCall, ...] = ()
    faults: tuple[FaultRule, ...] = ()
    kills: tuple[Kill, ...] = ()
    cancelled_after_s: float | None = None
    """After the answer."""
    answers: int = 1

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "source": self.source,
            "calls": [call.as_json() for call in self.calls],
            "faults": [*self.faults],
            "kills": [kill.what for kill in self.kills],
            "cancelled_after_s": self.cancelled_after_s,
            "answers": self.answers,
        }


@dataclass(slots=True)
class Scenarios:
    """The scenarios of a seed, one after the other."""

    seed: int
    packages: tuple[str, ...]
    scheduled: Counter[Cell] = field(default_factory=Counter[Cell])

    def __iter__(self) -> Iterator[Scenario]:
        for number in count():
            yield self._scenario(number, random.Random(f"{self.seed}:{number}"))

    def _scenario(self, number: int, chance: random.Random) -> Scenario:
        if number % _SILENCE_EVERY == _SILENCE_EVERY // 2:
            return self._silent(number, chance)
        if number % _DEPLOYMENT_EVERY == _DEPLOYMENT_EVERY // 2:
            return self._deployment(number, chance)
        is_answered_by_many = number % _CROWD_EVERY == _FIRST_CROWD
        if chance.random() < 0.06 and not is_answered_by_many:
            return self._cancelled(number, chance)
        cells = self._next_cells(chance, (*APPLY_CELLS, *UNDO_CELLS))
        make = self._failing if cells[0].is_of_undo else self._succeeding
        scenario = make(number, chance, cells)
        if is_answered_by_many:
            return replace(scenario, answers=MANY_ANSWERS)
        return replace(scenario, kills=_with_surprise(scenario.kills, chance))

    def _succeeding(self, number: int, chance: random.Random, cells: Sequence[Cell]) -> Scenario:
        calls = random_plan(chance, self.packages, _actions(cells))
        is_calm = chance.random() < 0.6
        return Scenario(
            number=number,
            source="operation",
            calls=calls,
            faults=() if is_calm else passing_faults(chance, [call.action for call in calls]),
            kills=_in_order(cells, [call.action for call in calls]),
        )

    def _failing(self, number: int, chance: random.Random, cells: Sequence[Cell]) -> Scenario:
        calls = failing_plan(chance, self.packages, _actions(cells))
        done = [call.action for call in calls[:-1]]
        passing = () if chance.random() < 0.6 else passing_faults(chance, done, of_undo=True)
        return Scenario(
            number=number,
            source="operation",
            calls=calls,
            faults=(*passing, denied(calls[-1].action)),
            kills=_in_order(cells, done),
        )

    def _deployment(self, number: int, chance: random.Random) -> Scenario:
        is_healthy = chance.random() < 0.5
        known = APPLY_CELLS if is_healthy else UNDO_CELLS
        cells = self._next_cells(chance, [cell for cell in known if cell.action in _DEPLOYED])
        return Scenario(
            number=number,
            source="healthy" if is_healthy else "unhealthy",
            kills=_with_surprise(_in_order(cells, _DEPLOYED), chance),
        )

    def _cancelled(self, number: int, chance: random.Random) -> Scenario:
        calls = tuple(
            call
            for call in random_plan(chance, self.packages)
            if call.action not in ACTIONS or not is_irreversible(call.action)
        )
        random_kill = Kill(moment="answer", what="at random", delay_s=chance.uniform(0.05, 2.0))
        return Scenario(
            number=number,
            source="operation",
            calls=calls or failing_plan(chance, self.packages)[:1],
            kills=(random_kill,),
            cancelled_after_s=chance.uniform(0.05, 2.0),
        )

    def _silent(self, number: int, chance: random.Random) -> Scenario:
        """A call that is never answered; the process that waits for it is killed."""
        calls = random_plan(chance, self.packages)
        kill = Kill(moment="answer", what="during a silent call", delay_s=chance.uniform(2.0, 4.0))
        changing = [call.action for call in calls if call.action in ACTIONS]
        rule = (silence(changing[0]),) if changing and not _is_run(changing[0]) else ()
        return Scenario(number=number, source="operation", calls=calls, faults=rule, kills=(kill,))

    def _next_cells(self, chance: random.Random, known: Sequence[Cell]) -> tuple[Cell, ...]:
        """One or two cells that were scheduled least, which one run can come to."""
        first = self._least(chance, known)
        others = [
            cell for cell in known if cell.action != first.action and _go_together(first, cell)
        ]
        chosen = (first, *([self._least(chance, others)] if chance.random() < 0.8 else []))
        self.scheduled.update(chosen)
        return chosen

    def _least(self, chance: random.Random, known: Sequence[Cell]) -> Cell:
        least = min(self.scheduled[cell] for cell in known)
        return chance.choice([cell for cell in known if self.scheduled[cell] == least])


def _is_run(action: str) -> bool:
    return ACTIONS[action].kind is ActionKind.RUN


def _go_together(one: Cell, other: Cell) -> bool:
    """A run that dies in an invocation is undone, and never comes to what follows it."""
    if one.is_of_undo != other.is_of_undo:
        return False
    runs = [_is_run(cell.action) for cell in (one, other)]
    ends = [is_irreversible(cell.action) for cell in (one, other)]
    return not (any(runs) and all(ends))


def _actions(cells: Sequence[Cell]) -> list[str]:
    return [cell.action for cell in cells]


def _in_order(cells: Sequence[Cell], actions: Sequence[str]) -> tuple[Kill, ...]:
    """The kills in the order in which a run comes to them; undo goes backwards."""
    boundaries = [*BOUNDARIES, *UNDO_BOUNDARIES]

    def turn(cell: Cell) -> tuple[int, int]:
        place = actions.index(cell.action)
        if cell.is_of_undo:
            place = actions[::-1].index(cell.action)
        return place, boundaries.index(cell.boundary)

    return tuple(
        Kill(moment="write", what=str(cell), death=cell.death, cell=cell)
        for cell in sorted(cells, key=turn)
    )


def _with_surprise(kills: tuple[Kill, ...], chance: random.Random) -> tuple[Kill, ...]:
    """Now and then one kill more: around the approval before the others, or in the recovery."""
    match chance.randrange(20):
        case 0:
            return (_at(chance.choice(_AROUND_THE_APPROVAL)), *kills)
        case 1:
            return (Kill(moment="waiting", what="while it waits for its approval"), *kills)
        case 2:
            delay_s = chance.uniform(0.0, 0.6)
            return (Kill(moment="start", what="while it plans", delay_s=delay_s), *kills)
        case 3:
            delay_s = chance.uniform(0.2, 3.0)
            return (*kills, Kill(moment="restart", what="in its recovery", delay_s=delay_s))
        case 4:
            place = chance.randrange(MOST_CALLS)
            death = Death(when=chance.choice(("before", "after")), place=place)
            what = f"{death.when} write {place} of its recovery"
            return (*kills, Kill(moment="write", what=what, death=death))
        case 5:
            return (*kills, _at(chance.choice(_AT_THE_END)))
        case _:
            return kills


def _at(death: Death) -> Kill:
    what = f"{death.when} {death.operation} of {death.collection}"
    return Kill(moment="write", what=what, death=death)
