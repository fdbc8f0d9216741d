"""Deployments and releases, as runs make them, take them back and tear them down."""

from datetime import timedelta
from typing import Any

import pytest

from backend.domain.identifiers import ApprovalId, DeploymentId, GraphRunId, ReleaseId, SessionId
from backend.domain.plans.plan import Plan
from backend.runs.releases import RETENTION, Releases
from backend.runs.service import TENANT
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.approvals import ApprovalRecord
from backend.stores.repositories.deployments import DeploymentRecord
from backend.stores.repositories.everything import Repositories, open_repositories
from backend.stores.repositories.runs import RunRecord
from tests.backend.runs.house import OWNER, TickingClock
from tests.backend.tools.aws_deployer.hello import SCOPE, hello_plan

PLAN = hello_plan()
ENDING: dict[str, Any] = {"outputs": {"url": "https://a/"}, "steps": {}, "plan": PLAN.to_json()}
DEPLOYMENT = PLAN.deployment_id


class Shelf:
    """Releases over a store whose clock goes on."""

    def __init__(self, clock: TickingClock, repositories: Repositories) -> None:
        self.clock, self.repositories = clock, repositories
        self.releases = Releases(repositories, clock)

    async def keep(self, number: int) -> tuple[RunRecord, Plan]:
        """Run ``number`` made release ``number``."""
        run_id = GraphRunId(f"run_{number}")
        plan = PLAN.model_copy(update={"release_id": ReleaseId(f"rel_{number}")})
        run = await self._run(run_id)
        await self.repositories.approvals.ask(_question(run, plan))
        await self.releases.keep(run, plan, {**ENDING, "plan": plan.to_json()})
        await self.repositories.runs.end(
            TENANT, run_id, completion_state="succeeded", ended_at=self.clock()
        )
        return run, plan

    async def _run(self, run_id: GraphRunId) -> RunRecord:
        run = RunRecord(
            **SCOPE.model_dump(),
            created_at=self.clock(),
            graph_run_id=run_id,
            graph_id="deploy@1.0.0",
            session_id=SessionId("ses_1"),
            actor=OWNER.to_json(),
        )
        await self.repositories.runs.add(run)
        return run

    async def deployment(self) -> DeploymentRecord:
        return await self.repositories.deployments.get(TENANT, DEPLOYMENT)

    async def undone(self) -> dict[str, bool]:
        found = await self.repositories.deployments.releases(TENANT, DEPLOYMENT)
        return {release.release_id: release.is_undone for release in found}


def _question(run: RunRecord, plan: Plan) -> ApprovalRecord:
    return ApprovalRecord(
        **run.scope.model_dump(),
        created_at=run.created_at,
        approval_id=ApprovalId(f"{run.graph_run_id}.1"),
        graph_run_id=run.graph_run_id,
        session_id=run.session_id,
        plan_digest=plan.digest,
        change_set_digest=f"sha256:{run.graph_run_id}",
        request={},
    )


@pytest.fixture
async def shelf() -> Shelf:
    clock = TickingClock()
    return Shelf(clock, await open_repositories(MemoryDocuments(clock)))


@pytest.mark.spec("S2-130", "S2-136", "S2-166")
async def test_a_release_says_what_was_applied_and_where_it_came_from(shelf: Shelf) -> None:
    _, plan = await shelf.keep(1)
    (release,) = await shelf.repositories.deployments.releases(TENANT, DEPLOYMENT)
    assert (release.plan_digest, release.change_set_digest) == (plan.digest, "sha256:run_1")
    assert release.artefact_digest == plan.artefacts[0].digest
    assert plan.source is not None
    assert release.source == plan.source.to_json()
    assert set(release.outputs) == {"outputs", "steps", "plan"}
    assert (release.expires_at, release.is_undone) == (None, False)


async def test_the_newest_release_is_the_live_one(shelf: Shelf) -> None:
    await shelf.keep(1)
    await shelf.keep(2)
    deployment = await shelf.deployment()
    assert (deployment.release_id, deployment.status) == ("rel_2", "live")
    assert (deployment.url, deployment.expires_at) == ("https://a/", None)
    assert [*await shelf.undone()] == ["rel_2", "rel_1"]


async def test_taking_one_back_makes_the_one_before_live(shelf: Shelf) -> None:
    await shelf.keep(1)
    run, plan = await shelf.keep(2)
    await shelf.releases.take_back(run, plan)
    assert await shelf.undone() == {"rel_2": True, "rel_1": False}
    deployment = await shelf.deployment()
    assert (deployment.release_id, deployment.status, deployment.expires_at) == (
        "rel_1",
        "live",
        None,
    )


@pytest.mark.spec("S2-137")
async def test_taking_the_last_back_tears_the_deployment_down(shelf: Shelf) -> None:
    first, second = await shelf.keep(1), await shelf.keep(2)
    await shelf.releases.take_back(*second)
    await shelf.releases.take_back(*first)
    deployment = await shelf.deployment()
    assert (deployment.status, deployment.release_id, deployment.url) == ("torn_down", None, None)
    assert deployment.torn_down_at is not None
    assert deployment.expires_at == deployment.torn_down_at + RETENTION
    expiring = await shelf.repositories.deployments.releases(TENANT, DEPLOYMENT)
    assert {release.expires_at for release in expiring} == {deployment.expires_at}
    for run, _ in (first, second):
        kept = await shelf.repositories.runs.get(TENANT, run.graph_run_id)
        assert kept.expires_at == deployment.expires_at


async def test_what_was_torn_down_is_gone_after_ninety_days_and_not_before(shelf: Shelf) -> None:
    run, plan = await shelf.keep(1)
    await shelf.releases.take_back(run, plan)
    shelf.clock.advance(days=89)
    assert len(await shelf.undone()) == 1
    shelf.clock.advance(days=2)
    assert await shelf.undone() == {}
    assert await shelf.repositories.deployments.of_tenant(TENANT) == []


async def test_what_lives_never_expires(shelf: Shelf) -> None:
    await shelf.keep(1)
    shelf.clock.advance(days=10_000)
    assert (await shelf.deployment()).status == "live"
    assert await shelf.undone() == {"rel_1": False}
    assert timedelta(days=90) == RETENTION


@pytest.mark.parametrize("count", [1, 2])
async def test_taking_back_twice_is_taking_back_once(shelf: Shelf, count: int) -> None:
    run, plan = [await shelf.keep(number + 1) for number in range(count)][-1]
    await shelf.releases.take_back(run, plan)
    once = (await shelf.undone(), (await shelf.deployment()).status)
    await shelf.releases.take_back(run, plan)
    assert (await shelf.undone(), (await shelf.deployment()).status) == once


async def test_another_deployment_is_left_alone(shelf: Shelf) -> None:
    run, plan = await shelf.keep(1)
    other = plan.model_copy(
        update={"deployment_id": DeploymentId("dep_2"), "release_id": ReleaseId("rel_9")}
    )
    await shelf.releases.keep(run, other, ENDING)
    await shelf.releases.take_back(run, plan)
    found = await shelf.repositories.deployments.get(TENANT, DeploymentId("dep_2"))
    assert (found.status, found.release_id) == ("live", "rel_9")
