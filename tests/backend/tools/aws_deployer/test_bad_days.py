"""Many faults and many deaths in one run: at the end all of it stands, or nothing does."""

import asyncio
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import CopilotError
from backend.domain.plans.sealing import VerifiedPlan
from tests.backend.tools.aws_deployer.hello import Deployer, hello_plan
from tests.doubles.apply_parts import DyingJournal
from tests.doubles.fake_account import Died, Fault

VERIFIED = Deployer().verified(hello_plan())
NOTHING = Deployer().aws.resources()
LIVES = 40
"""More than a run can need: every death and every fault comes once."""

FAULTS = st.dictionaries(st.integers(0, 30), st.sampled_from(Fault), max_size=6)
READ_FAULTS = st.dictionaries(
    st.integers(0, 80),
    st.sampled_from([Fault.THROTTLED, Fault.DENIED, Fault.LOST_REPLY]),
    max_size=3,
)
DEATHS = st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=4)


async def live(deployer: Deployer, work: Any, deaths: list[tuple[int, bool]]) -> Any:
    """Work on, life after life, until it ends by itself."""
    for _ in range(LIVES):
        place, is_kept = deaths.pop() if deaths else (-1, False)
        try:
            return await work(VERIFIED, DyingJournal(deployer.journal, place, is_kept))
        except Died:
            continue
    raise AssertionError("the run never ended")


async def expect_undone(deployer: Deployer, deaths: list[tuple[int, bool]]) -> None:
    for _ in range(LIVES):
        if not await live(deployer, deployer.undo, deaths):
            break
    assert deployer.aws.resources() == NOTHING


async def expect_all_or_nothing(
    deployer: Deployer, verified: VerifiedPlan, deaths: list[tuple[int, bool]]
) -> None:
    try:
        await live(deployer, deployer.apply, deaths)
    except CopilotError:
        await expect_undone(deployer, deaths)
    else:
        assert len(deployer.aws.effects) == len(verified.plan.steps)
        deployer.aws.call_faults = {}
        await expect_undone(deployer, deaths)
    assert deployer.aws.repeated_effects() == []


@given(FAULTS, READ_FAULTS, DEATHS)
def test_at_the_end_all_of_it_stands_or_nothing(
    faults: dict[int, Fault], read_faults: dict[int, Fault], deaths: list[tuple[int, bool]]
) -> None:
    deployer = Deployer()
    deployer.aws.call_faults, deployer.aws.read_faults = dict(faults), dict(read_faults)
    asyncio.run(expect_all_or_nothing(deployer, VERIFIED, [*deaths]))
    assert deployer.vault.open_now == 0
