"""Random plans are what a person could ask for, and reach every action of the catalogue."""

import random

import pytest

from backend.tools.aws_deployer.catalog import ACTIONS, READS
from tests.chaos.plans import moves
from tests.chaos.plans.generator import (
    REVERSIBLE,
    PlannedCall,
    failing_plan,
    is_irreversible,
    random_plan,
)
from tests.chaos.plans.scenery import PACKAGES

SEEDS = range(40)


def plans(seed: int) -> tuple[tuple[PlannedCall, ...], tuple[PlannedCall, ...]]:
    chance = random.Random(seed)
    return random_plan(chance, PACKAGES), failing_plan(chance, PACKAGES)


def test_every_action_has_a_move() -> None:
    assert set(moves.MOVES) == set(ACTIONS)
    assert set(moves.READS) <= set(READS)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_has_one_to_twenty_calls(seed: int) -> None:
    for plan in plans(seed):
        assert 1 <= len(plan) <= 20


def test_plans_may_be_as_short_and_as_long_as_allowed() -> None:
    lengths = {len(random_plan(random.Random(seed), PACKAGES)) for seed in range(600)}
    assert {1, 20} <= lengths


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_seed_gives_the_same_plans(seed: int) -> None:
    assert plans(seed) == plans(seed)


@pytest.mark.parametrize("action", moves.MOVES)
def test_a_required_action_is_there(action: str) -> None:
    for seed in SEEDS:
        plan = random_plan(random.Random(seed), PACKAGES, [action])
        assert action in [call.action for call in plan]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_cannot_be_undone_comes_last(seed: int) -> None:
    plan, failing = plans(seed)
    changing = [call.action for call in plan if call.action in ACTIONS]
    ends = [is_irreversible(action) for action in changing]
    assert ends == sorted(ends)
    assert not any(is_irreversible(call.action) for call in failing if call.action in ACTIONS)


@pytest.mark.parametrize("action", REVERSIBLE)
def test_the_refused_operation_is_needed_by_nothing_before_it(action: str) -> None:
    for seed in SEEDS:
        plan = failing_plan(random.Random(seed), PACKAGES, [action])
        done = [ACTIONS[call.action] for call in plan[:-1] if call.action in ACTIONS]
        undone = [ACTIONS[each.undo_action] for each in done if each.undo_action]
        refused = ACTIONS[plan[-1].action]
        operations = {(each.service, each.operation) for each in (*done, *undone)}
        assert action in [call.action for call in plan[:-1]]
        assert (refused.service, refused.operation) not in operations
