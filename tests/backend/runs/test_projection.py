"""Records that follow from events: once, and from the right events alone."""

from datetime import timedelta
from typing import Any

import pytest

from agentpro.observers import GraphEvent
from backend.domain.events import EventType
from backend.domain.identifiers import GraphRunId, SessionId
from backend.domain.plans.plan import Plan
from backend.domain.redaction import KnownSecrets, Redactor
from backend.runs.projection import Projection
from backend.runs.releases import RETENTION, Releases
from backend.runs.service import TENANT
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.everything import Repositories, open_repositories
from backend.stores.repositories.locks import LockRecord
from backend.stores.repositories.runs import RunRecord
from tests.backend.runs.house import OWNER
from tests.backend.tools.aws_deployer.hello import NOW, SCOPE

COLLECTIONS = ("runs", "approvals", "escalations", "deployments", "releases", "locks")
REACTS_TO = {
    "account_digested",
    "approval_requested",
    "approval_decided",
    "escalation_opened",
    "deployment_succeeded",
    "graph_failed",
    "graph_completed",
}
SECRET = "FAKE-value-that-is-known-EXAMPLE"
BROKEN = {"error_code": "A", "message": f"with {SECRET}", "next_step": "b"}


class Desk:
    """Repositories with one run, and the projection over them."""

    def __init__(self, store: MemoryDocuments, repositories: Repositories) -> None:
        known = KnownSecrets()
        known.register(SECRET)
        self.store, self.repositories = store, repositories
        releases = Releases(repositories, lambda: NOW)
        redact = Redactor(known).truth
        self.projection = Projection(repositories, releases, redact, lambda: NOW)

    async def project(self, run: RunRecord, event: GraphEvent) -> dict[str, Any]:
        await self.projection.project(run, event)
        return await self.contents()

    async def contents(self) -> dict[str, Any]:
        return {name: await self.store.find(name, {}) for name in COLLECTIONS}

    async def run(self) -> RunRecord:
        return await self.repositories.runs.get(TENANT, RUN.graph_run_id)


RUN = RunRecord(
    **SCOPE.model_dump(),
    created_at=NOW - timedelta(minutes=5),
    graph_run_id=GraphRunId("run_1"),
    graph_id="deploy@1.0.0",
    session_id=SessionId("ses_1"),
    actor=OWNER.to_json(),
)
ROLLBACK = RUN.model_copy(update={"graph_id": "rollback@1.0.0"})


@pytest.fixture
async def desk() -> Desk:
    store = MemoryDocuments(lambda: NOW)
    repositories = await open_repositories(store)
    await repositories.runs.add(RUN)
    await repositories.locks.acquire(
        LockRecord(
            **SCOPE.model_dump(), created_at=NOW, lock_name="lock", graph_run_id=RUN.graph_run_id
        )
    )
    return Desk(store, repositories)


def made(event_type: str, **payload: Any) -> GraphEvent:
    return GraphEvent(
        event_id=f"run_1:{event_type}",
        event_type=event_type,
        graph_run_id="run_1",
        node=None,
        role=None,
        phase=None,
        status="reported",
        payload=payload,
    )


@pytest.fixture
def events(graph_events: dict[str, GraphEvent]) -> dict[str, GraphEvent]:
    """An event of every type that exists; types that no run tells carry nothing."""
    every = {name.value: made(name.value) for name in EventType}
    request = {"request": {"application_name": "hello"}}
    missing = {
        "graph_failed": made("graph_failed", **BROKEN),
        "intake_completed": made("intake_completed", **request),
    }
    return {**every, **missing, **graph_events}


@pytest.mark.parametrize("name", [name.value for name in EventType])
async def test_twice_is_once_for_every_type(
    desk: Desk, events: dict[str, GraphEvent], name: str
) -> None:
    if name in ("approval_decided", "deployment_succeeded"):
        await desk.projection.project(RUN, events["approval_requested"])
    before = await desk.contents()
    once = await desk.project(RUN, events[name])
    assert await desk.project(RUN, events[name]) == once
    assert (once != before) == (name in REACTS_TO)


async def test_the_whole_run_again_changes_nothing(
    desk: Desk, events: dict[str, GraphEvent]
) -> None:
    told = [events[name] for name in ("approval_requested", "approval_decided")]
    told += [events[name] for name in ("deployment_succeeded", "graph_completed")]
    for event in told:
        await desk.projection.project(RUN, event)
    before = await desk.contents()
    for event in told:
        await desk.projection.project(RUN, event)
    assert await desk.contents() == before


async def test_a_question_waits_with_its_digests(desk: Desk, events: dict[str, GraphEvent]) -> None:
    asked = events["approval_requested"]
    await desk.project(RUN, asked)
    (question,) = await desk.repositories.approvals.of_run(TENANT, RUN.graph_run_id)
    assert (question.plan_digest, question.status) == (asked.payload["plan_digest"], "open")
    assert question.change_set_digest == asked.payload["change_set_digest"]
    plan = Plan.from_json(question.request["plan"])
    assert plan.digest == question.plan_digest
    run = await desk.run()
    assert (run.status, run.deployment_id) == ("waiting", plan.deployment_id)


async def test_an_answered_run_goes_on(desk: Desk, events: dict[str, GraphEvent]) -> None:
    await desk.project(RUN, events["approval_requested"])
    await desk.project(RUN, events["approval_decided"])
    assert (await desk.run()).status == "running"


async def test_a_run_without_a_name_gets_the_one_of_its_form(desk: Desk) -> None:
    nameless = RUN.model_copy(
        update={"graph_run_id": GraphRunId("run_2"), "application_id": "unnamed"}
    )
    await desk.repositories.runs.add(nameless)
    await desk.project(nameless, made("intake_completed", request={"application_name": "shop"}))
    named = await desk.repositories.runs.get(TENANT, GraphRunId("run_2"))
    assert named.application_id == "shop"


@pytest.mark.parametrize("state", ["succeeded", "rejected", "expired", "cancelled", "undone"])
async def test_a_run_that_leaves_nothing_is_kept_for_ninety_days(desk: Desk, state: str) -> None:
    await desk.project(RUN, made("graph_completed", completion_state=state))
    run = await desk.run()
    assert (run.status, run.completion_state, run.ended_at) == ("ended", state, NOW)
    assert run.expires_at == (None if state == "succeeded" else NOW + RETENTION)
    assert await desk.store.find("locks", {}) == []


async def test_a_rollback_that_succeeded_is_kept_for_ninety_days(desk: Desk) -> None:
    await desk.project(ROLLBACK, made("graph_completed", completion_state="succeeded"))
    assert (await desk.run()).expires_at == NOW + RETENTION


async def test_an_escalated_run_is_kept(desk: Desk) -> None:
    await desk.project(RUN, made("graph_completed", completion_state="escalated"))
    assert (await desk.run()).expires_at is None


async def test_a_run_that_broke_is_a_case_for_somebody(desk: Desk) -> None:
    await desk.project(RUN, made("graph_failed", **BROKEN))
    (case,) = await desk.repositories.escalations.open_ones(TENANT)
    assert (case.escalation_id, case.reason_code) == ("run_1.failed", "A")
    run = await desk.run()
    assert (run.completion_state, run.expires_at) == ("escalated", None)


@pytest.mark.spec("S2-140")
async def test_what_is_kept_went_through_the_redaction(desk: Desk) -> None:
    kept = await desk.project(RUN, made("graph_failed", **BROKEN))
    assert SECRET not in str(kept)
    assert "***" in str(kept["escalations"])


async def test_an_end_that_was_noted_stays(desk: Desk) -> None:
    await desk.project(RUN, made("graph_completed", completion_state="cancelled"))
    await desk.project(RUN, made("graph_failed", **BROKEN))
    assert (await desk.run()).completion_state == "cancelled"
