"""Random plans: as valid as those of a person who knows the account, and as long as they may be."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from backend.domain.operations import MOST_CALLS
from backend.domain.plans.actions import UndoLabel
from backend.tools.aws_deployer.catalog import ACTIONS
from backend.tools.aws_deployer.catalog.declaration import Action, ActionKind
from tests.chaos.plans.moves import MOVES, NEEDS, READS, TOOLS, NothingLeft, World

_SHARE_OF_READS = 0.15


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """One call of a plan, and the action of the catalogue that it comes to."""

    tool: str
    args: dict[str, Any]
    action: str

    def as_json(self) -> dict[str, Any]:
        return {"tool": self.tool, "args": self.args}


def is_irreversible(name: str) -> bool:
    """Whether nothing takes the action back, so that no plan may fail after it."""
    return ACTIONS[name].label is UndoLabel.IRREVERSIBLE


REVERSIBLE = tuple(name for name in MOVES if not is_irreversible(name))
"""Actions whose undo can be killed too."""


def random_plan(
    chance: random.Random, packages: tuple[str, ...], required: Collection[str] = ()
) -> tuple[PlannedCall, ...]:
    """1 to 20 calls with the ``required`` actions among them; what cannot be undone comes last."""
    needed = _with_needs(required)
    length = chance.randint(max(1, len(needed)), MOST_CALLS)
    names = [*needed, *_some([*MOVES], length - len(needed), chance)]
    return _calls(names, chance, packages)


def failing_plan(
    chance: random.Random, packages: tuple[str, ...], required: Collection[str] = ()
) -> tuple[PlannedCall, ...]:
    """2 to 20 calls that can all be undone, of which the last is meant to be refused.

    Its operation is none that an earlier step or its undo needs, so that only it is refused.
    """
    needed = _with_needs(required)
    last = chance.choice([name for name in REVERSIBLE if _can_fail_after(name, needed)])
    needed += [name for name in _with_needs([last]) if name not in (last, *needed)]
    others = [name for name in REVERSIBLE if _can_fail_after(last, (name,))]
    length = chance.randint(max(2, len(needed) + 1), MOST_CALLS)
    names = [*needed, *_some(others, length - len(needed) - 1, chance)]
    return _calls(names, chance, packages, last=last)


def _with_needs(required: Collection[str]) -> list[str]:
    needs = [NEEDS[name] for name in required if name in NEEDS]
    return [*required, *(name for name in needs if name not in required)]


def _can_fail_after(last: str, earlier: Collection[str]) -> bool:
    return last not in earlier and not any(
        _operation(ACTIONS[last]) in _operations(name) for name in earlier
    )


def _operations(name: str) -> set[tuple[str, str]]:
    action = ACTIONS[name]
    undo = {_operation(ACTIONS[action.undo_action])} if action.undo_action else set()
    return {_operation(action), *undo}


def _operation(action: Action) -> tuple[str, str]:
    return action.service, action.operation


def _some(names: Sequence[str], count: int, chance: random.Random) -> list[str]:
    reads = [*READS]
    return [
        chance.choice(reads if chance.random() < _SHARE_OF_READS else names) for _ in range(count)
    ]


def _calls(
    names: Sequence[str],
    chance: random.Random,
    packages: tuple[str, ...],
    last: str | None = None,
) -> tuple[PlannedCall, ...]:
    turns = [[name for name in names if _turn(name) == turn] for turn in range(3)]
    world = World(chance, packages)
    calls: list[PlannedCall] = []
    for turn in turns:
        chance.shuffle(turn)
        left = [name for name in turn if not _add(calls, name, world)]
        for name in left:
            _add(calls, name, world)
    if last is not None:
        _add(calls, last, world)
    return tuple(calls)


def _add(calls: list[PlannedCall], name: str, world: World) -> bool:
    """Whether there was something that the action could work on."""
    world.step_id = f"step_{len(calls) + 1}"
    try:
        args = READS[name] if name in READS else MOVES[name](world)
    except NothingLeft:
        return False
    calls.append(PlannedCall(tool=TOOLS.get(name, name), args=args, action=name))
    return True


def _turn(name: str) -> int:
    """First what can be undone, then the invocation, whose fate no read tells, then deletions."""
    if name in READS or not is_irreversible(name):
        return 0
    return 1 if ACTIONS[name].kind is ActionKind.RUN else 2
