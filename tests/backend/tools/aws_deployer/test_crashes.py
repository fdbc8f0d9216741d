"""Killed anywhere, a run goes on or is taken back: nothing twice, nothing in between."""

import asyncio
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from backend.domain.errors import CopilotError
from backend.domain.plans.sealing import VerifiedPlan
from tests.backend.tools.aws_deployer.hello import Deployer, hello_plan
from tests.doubles.apply_parts import DyingJournal
from tests.doubles.fake_account import Died, Fault

STEPS = 12
NOTHING = Deployer().aws.resources()


@cache
def verified_hello() -> VerifiedPlan:
    return Deployer().verified(hello_plan())


@cache
def _deployed() -> Deployer:
    deployer = Deployer()
    asyncio.run(deployer.apply(verified_hello()))
    return deployer


@cache
def second_release() -> VerifiedPlan:
    return copy_of(_deployed()).verified(_deployed().second_release(verified_hello()))


@pytest.fixture(scope="module", autouse=True)
def prepared() -> None:
    """Made once, outside the tests' own event loops; every test has a copy."""
    second_release()


def copy_of(deployer: Deployer) -> Deployer:
    return Deployer(deepcopy(deployer.aws), deepcopy(deployer.journal))


def ready() -> tuple[Deployer, VerifiedPlan]:
    return Deployer(), verified_hello()


def applied() -> tuple[Deployer, VerifiedPlan]:
    return copy_of(_deployed()), verified_hello()


def all_resources() -> Any:
    return _deployed().aws.resources()


async def expect_death(work: Any) -> None:
    with pytest.raises(Died):
        await work


def test_the_plan_has_the_steps_that_are_counted_here() -> None:
    assert len(verified_hello().plan.steps) == STEPS


@pytest.mark.parametrize("is_kept", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("place", range(2 * STEPS))
async def test_killed_at_a_record_the_run_goes_on(place: int, is_kept: bool) -> None:
    deployer, verified = ready()
    await expect_death(deployer.apply(verified, DyingJournal(deployer.journal, place, is_kept)))
    await deployer.apply(verified)
    assert deployer.aws.resources() == all_resources()
    assert deployer.aws.repeated_effects() == []


@pytest.mark.parametrize("fault", [Fault.DIED_BEFORE, Fault.DIED_AFTER])
@pytest.mark.parametrize("place", range(STEPS))
async def test_killed_in_a_call_the_run_goes_on(place: int, fault: Fault) -> None:
    deployer, verified = ready()
    deployer.aws.call_faults = {place: fault}
    await expect_death(deployer.apply(verified))
    await deployer.apply(verified)
    assert deployer.aws.resources() == all_resources()
    assert deployer.aws.repeated_effects() == []


@pytest.mark.parametrize("is_kept", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("place", range(2 * STEPS))
async def test_killed_at_a_record_the_run_is_undone(place: int, is_kept: bool) -> None:
    deployer, verified = ready()
    await expect_death(deployer.apply(verified, DyingJournal(deployer.journal, place, is_kept)))
    assert await deployer.undo(verified) == []
    assert deployer.aws.resources() == NOTHING


@pytest.mark.parametrize("fault", [Fault.DIED_BEFORE, Fault.DIED_AFTER])
@pytest.mark.parametrize("place", range(STEPS))
async def test_killed_in_a_call_the_run_is_undone(place: int, fault: Fault) -> None:
    deployer, verified = ready()
    deployer.aws.call_faults = {place: fault}
    await expect_death(deployer.apply(verified))
    assert await deployer.undo(verified) == []
    assert deployer.aws.resources() == NOTHING


@pytest.mark.parametrize("is_kept", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("place", range(2 * STEPS))
async def test_killed_at_a_record_of_the_undo_it_is_finished(place: int, is_kept: bool) -> None:
    deployer, verified = applied()
    await expect_death(deployer.undo(verified, DyingJournal(deployer.journal, place, is_kept)))
    assert await deployer.undo(verified) == []
    assert deployer.aws.resources() == NOTHING
    assert deployer.aws.repeated_effects() == []


@pytest.mark.parametrize("fault", [Fault.DIED_BEFORE, Fault.DIED_AFTER])
@pytest.mark.parametrize("place", range(STEPS))
async def test_killed_in_a_call_of_the_undo_it_is_finished(place: int, fault: Fault) -> None:
    deployer, verified = applied()
    deployer.aws.call_faults = {deployer.aws.attempts + place: fault}
    await expect_death(deployer.undo(verified))
    assert await deployer.undo(verified) == []
    assert deployer.aws.resources() == NOTHING
    assert deployer.aws.repeated_effects() == []


@pytest.mark.parametrize("fault", [Fault.LOST_REQUEST, Fault.LOST_REPLY, Fault.BROKEN])
@pytest.mark.parametrize("place", range(STEPS))
async def test_a_call_in_doubt_is_settled_by_reading(place: int, fault: Fault) -> None:
    deployer, verified = ready()
    deployer.aws.call_faults = {place: fault}
    await deployer.apply(verified)
    assert deployer.aws.resources() == all_resources()
    assert deployer.aws.repeated_effects() == []


@pytest.mark.parametrize("fault", [Fault.LOST_REQUEST, Fault.LOST_REPLY, Fault.THROTTLED])
@pytest.mark.parametrize("place", range(STEPS))
async def test_a_call_of_the_undo_in_doubt_is_settled_by_reading(place: int, fault: Fault) -> None:
    deployer, verified = applied()
    deployer.aws.call_faults = {deployer.aws.attempts + place: fault}
    assert await deployer.undo(verified) == []
    assert deployer.aws.resources() == NOTHING
    assert deployer.aws.repeated_effects() == []


@pytest.mark.spec("S2-155")
@pytest.mark.parametrize("place", range(STEPS))
async def test_a_failure_at_any_call_is_undone_to_what_was_before(place: int) -> None:
    deployer, verified = ready()
    deployer.aws.call_faults = {place: Fault.DENIED}
    with pytest.raises(CopilotError):
        await deployer.apply(verified)
    assert await deployer.undo(verified) == []
    assert deployer.aws.resources() == NOTHING


@pytest.mark.parametrize("fault", [Fault.DIED_BEFORE, Fault.DIED_AFTER, Fault.LOST_REPLY])
@pytest.mark.parametrize("place", range(5))
async def test_an_update_that_dies_anywhere_goes_on_and_is_undone(place: int, fault: Fault) -> None:
    deployer, _ = applied()
    before = deployer.aws.resources()
    second = second_release()
    deployer.aws.call_faults = {deployer.aws.attempts + place: fault}
    if fault is not Fault.LOST_REPLY:
        await expect_death(deployer.apply(second))
    await deployer.apply(second)
    assert deployer.aws.state.functions["hello"]["aliases"] == {"live": "2"}
    assert deployer.aws.repeated_effects() == []
    assert await deployer.undo(second) == []
    assert deployer.aws.resources() == before


@pytest.mark.parametrize("fault", [Fault.DIED_BEFORE, Fault.DIED_AFTER, Fault.DENIED])
@pytest.mark.parametrize("place", range(5))
async def test_an_update_that_fails_anywhere_is_undone(place: int, fault: Fault) -> None:
    deployer, _ = applied()
    before = deployer.aws.resources()
    second = second_release()
    deployer.aws.call_faults = {deployer.aws.attempts + place: fault}
    with pytest.raises((Died, CopilotError)):
        await deployer.apply(second)
    assert await deployer.undo(second) == []
    assert deployer.aws.resources() == before
