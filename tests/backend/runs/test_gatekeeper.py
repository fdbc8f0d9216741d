"""The gatekeeper: a seal is spent once, and one run at a time changes an application."""

import asyncio

import pytest

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.plan import Plan
from backend.runs.gatekeeper import StoredGatekeeper
from backend.runs.service import TENANT
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.everything import Repositories, open_repositories
from tests.backend.tools.aws_deployer.hello import ACCOUNT, NOW, hello_plan

PLAN = hello_plan("run_1")
OTHER_RUN = hello_plan("run_2", nonce="fedcba9876543210")
ELSEWHERE = OTHER_RUN.model_copy(
    update={"account": ACCOUNT.model_copy(update={"region": "us-east-1"})}
)
STOLEN = PLAN.model_copy(
    update={
        "graph_run_id": GraphRunId("run_3"),
        "account": ACCOUNT.model_copy(update={"region": "us-east-2"}),
    }
)


async def opened() -> tuple[StoredGatekeeper, Repositories]:
    repositories = await open_repositories(MemoryDocuments(lambda: NOW))
    return StoredGatekeeper(repositories.seals, repositories.locks, lambda: NOW), repositories


async def refusal(gatekeeper: StoredGatekeeper, plan: Plan) -> str | None:
    try:
        await gatekeeper.begin(plan)
    except UserCanFix as error:
        return error.error_code
    return None


async def test_a_plan_is_begun_by_its_own_run_alone() -> None:
    gatekeeper, _ = await opened()
    assert not await gatekeeper.is_begun(PLAN)
    await gatekeeper.begin(PLAN)
    assert await gatekeeper.is_begun(PLAN)
    assert not await gatekeeper.is_begun(STOLEN)


async def test_its_run_may_begin_it_again_after_a_crash() -> None:
    gatekeeper, _ = await opened()
    await gatekeeper.begin(PLAN)
    assert await refusal(gatekeeper, PLAN) is None


async def test_a_spent_seal_is_a_replay_for_any_other_run() -> None:
    gatekeeper, _ = await opened()
    await gatekeeper.begin(PLAN)
    assert await refusal(gatekeeper, STOLEN) == "REPLAY"


async def test_one_run_at_a_time_changes_an_application() -> None:
    gatekeeper, repositories = await opened()
    await gatekeeper.begin(PLAN)
    with pytest.raises(UserCanFix, match="run_1") as error:
        await gatekeeper.begin(OTHER_RUN)
    assert error.value.error_code == "RUN_LOCKED"
    assert not await gatekeeper.is_begun(OTHER_RUN)
    await repositories.locks.release(TENANT, PLAN.graph_run_id)
    assert await refusal(gatekeeper, OTHER_RUN) is None


async def test_another_region_is_another_application() -> None:
    gatekeeper, _ = await opened()
    await gatekeeper.begin(PLAN)
    assert await refusal(gatekeeper, ELSEWHERE) is None


async def test_of_many_runs_at_once_one_begins() -> None:
    gatekeeper, _ = await opened()
    plans = [hello_plan(f"run_{number}", nonce=f"{number:016d}") for number in range(20)]
    results = await asyncio.gather(*(refusal(gatekeeper, plan) for plan in plans))
    assert (results.count(None), results.count("RUN_LOCKED")) == (1, 19)
