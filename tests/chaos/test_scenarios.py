"""The scenarios of a seed: always the same, and in time at every boundary of every action."""

from itertools import islice

import pytest

from backend.tools.aws_deployer.catalog import ACTIONS
from tests.chaos.harness.coverage import APPLY_CELLS, UNDO_CELLS, Cell, Coverage
from tests.chaos.harness.scenarios import MANY_ANSWERS, Scenario, Scenarios
from tests.chaos.plans.generator import is_irreversible
from tests.chaos.plans.scenery import PACKAGES


def scenarios(seed: int, count: int) -> list[Scenario]:
    return [*islice(Scenarios(seed, PACKAGES), count)]


def cells_of(played: list[Scenario]) -> list[Cell]:
    return [kill.cell for scenario in played for kill in scenario.kills if kill.cell]


def test_the_same_seed_gives_the_same_scenarios() -> None:
    assert scenarios(7, 60) == scenarios(7, 60)
    assert scenarios(7, 60) != scenarios(8, 60)


@pytest.mark.parametrize("seed", range(3))
def test_every_action_comes_to_be_killed_at_every_boundary(seed: int) -> None:
    played = scenarios(seed, 140)
    assert set(cells_of(played)) == {*APPLY_CELLS, *UNDO_CELLS}


def test_every_boundary_is_of_an_action() -> None:
    assert len(APPLY_CELLS) == 4 * len(ACTIONS)
    assert {cell.action for cell in UNDO_CELLS} == {
        name for name in ACTIONS if not is_irreversible(name)
    }


def test_the_kills_of_a_scenario_come_in_the_order_of_its_run() -> None:
    for scenario in scenarios(3, 100):
        actions = [call.action for call in scenario.calls]
        cells = cells_of([scenario])
        places = [actions.index(cell.action) for cell in cells if actions and not cell.is_of_undo]
        assert places == sorted(places)


def test_nothing_fails_after_what_cannot_be_undone() -> None:
    for scenario in scenarios(4, 200):
        ends = [call for call in scenario.calls if call.action in ACTIONS]
        if any(is_irreversible(call.action) for call in ends):
            assert all(rule["kind"] != "access_denied" for rule in scenario.faults)
            assert scenario.cancelled_after_s is None


def test_there_are_faults_crowds_and_silence() -> None:
    played = scenarios(1, 60)
    kinds = {rule["kind"] for scenario in played for rule in scenario.faults}
    assert kinds == {
        "throttling",
        "access_denied",
        "server_error",
        "drop",
        "timeout",
        "reply_lost",
    }
    assert [each.number for each in played if each.answers == MANY_ANSWERS] == [2, 27, 52]
    assert {"operation", "healthy", "unhealthy"} == {scenario.source for scenario in played}


def test_what_is_missing_is_told() -> None:
    coverage = Coverage()
    first = APPLY_CELLS[0]
    coverage.killed[first] += 1
    assert first not in coverage.missing
    assert coverage.table()[first.action][first.boundary] == 1
    assert len(coverage.missing) == len(APPLY_CELLS) + len(UNDO_CELLS) - 1
