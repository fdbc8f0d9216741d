"""The repositories, on every document store."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest

from backend.domain.errors import Bug, UserCanFix
from backend.domain.identifiers import (
    ApplicationId,
    ApprovalId,
    CredentialId,
    DeploymentId,
    EnvironmentId,
    GraphRunId,
    ReleaseId,
    SessionId,
    TenantId,
)
from backend.stores.documents import DocumentStore, DuplicateDocument
from backend.stores.repositories.approvals import ApprovalRecord
from backend.stores.repositories.deployments import DeploymentRecord, ReleaseRecord
from backend.stores.repositories.drafts import DraftRecord
from backend.stores.repositories.escalations import EscalationRecord
from backend.stores.repositories.everything import Repositories, open_repositories
from backend.stores.repositories.locks import LockRecord, lock_name
from backend.stores.repositories.runs import RunRecord
from backend.stores.repositories.seals import SealRecord
from backend.stores.repositories.sessions import SessionRecord
from tests.contracts.document_stores import STORES, HandClock, opened_store

OURS, THEIRS = TenantId("ours"), TenantId("theirs")
RUN, OTHER_RUN = GraphRunId("run-1"), GraphRunId("run-2")
SESSION = SessionId("session-1")
CLOCK = HandClock()


def whose(tenant_id: TenantId = OURS) -> dict[str, Any]:
    return {
        "tenant_id": tenant_id,
        "environment_id": EnvironmentId("default"),
        "application_id": ApplicationId("hello"),
        "created_at": CLOCK(),
    }


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest) -> AsyncGenerator[DocumentStore, None]:
    async with opened_store(request, CLOCK) as opened:
        yield opened


@pytest.fixture
async def repositories(store: DocumentStore) -> Repositories:
    return await open_repositories(store)


def a_run(graph_run_id: GraphRunId = RUN) -> RunRecord:
    return RunRecord(
        **whose(),
        graph_run_id=graph_run_id,
        graph_id="deploy@1.0.0",
        session_id=SESSION,
        actor={"name": "local_owner"},
    )


def an_approval() -> ApprovalRecord:
    return ApprovalRecord(
        **whose(),
        approval_id=ApprovalId("approval-1"),
        graph_run_id=RUN,
        session_id=SESSION,
        plan_digest="sha256:plan",
        change_set_digest="sha256:change",
        request={"steps": [{"$ref": "x", "count": 2**53}]},
    )


async def test_every_document_carries_whose_it_is_and_its_version(
    store: DocumentStore, repositories: Repositories
) -> None:
    await repositories.runs.add(a_run())
    document = await store.get("runs", RUN)
    assert document is not None
    assert document["schema_version"] == 1
    names = ("tenant_id", "environment_id", "application_id")
    assert [document[name] for name in names] == ["ours", "default", "hello"]


async def test_a_record_comes_back_as_it_was(repositories: Repositories) -> None:
    await repositories.runs.add(a_run())
    found = await repositories.runs.get(OURS, RUN)
    assert found == a_run()
    assert found.scope.tenant_id == OURS
    with pytest.raises(DuplicateDocument):
        await repositories.runs.add(a_run())


async def test_what_belongs_to_somebody_else_is_not_found(repositories: Repositories) -> None:
    await repositories.runs.add(a_run())
    await repositories.approvals.ask(an_approval())
    with pytest.raises(UserCanFix, match="E_NOT_FOUND") as foreign:
        await repositories.runs.get(THEIRS, RUN)
    with pytest.raises(UserCanFix, match="E_NOT_FOUND") as missing:
        await repositories.runs.get(OURS, OTHER_RUN)
    assert foreign.value.message == missing.value.message.replace(OTHER_RUN, RUN)
    with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
        await repositories.runs.change(THEIRS, RUN, status="waiting")
    with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
        await decided(repositories, "eve", tenant_id=THEIRS)
    assert await repositories.runs.of_session(THEIRS, SESSION) == []
    assert await repositories.runs.latest(THEIRS, 10) == []


async def test_a_run_ends_once(repositories: Repositories) -> None:
    await repositories.runs.add(a_run())
    await repositories.runs.add(a_run(OTHER_RUN))
    waiting = await repositories.runs.change(OURS, RUN, status="waiting")
    assert waiting.status == "waiting"
    for state in ("succeeded", "undone"):
        ended = await repositories.runs.end(
            OURS, RUN, completion_state=state, ended_at=CLOCK(), error=None
        )
        assert (ended.status, ended.completion_state) == ("ended", "succeeded")
    assert [run.graph_run_id for run in await repositories.runs.open_everywhere()] == [OTHER_RUN]
    assert len(await repositories.runs.of_session(OURS, SESSION)) == 2


async def test_a_field_that_a_record_lacks_cannot_be_written(repositories: Repositories) -> None:
    await repositories.runs.add(a_run())
    with pytest.raises(Bug, match="E_FIELD_UNKNOWN"):
        await repositories.runs.change(OURS, RUN, stauts="waiting")
    assert await repositories.runs.get(OURS, RUN) == a_run()


async def decided(
    repositories: Repositories, actor: str, tenant_id: TenantId = OURS
) -> ApprovalRecord:
    return await repositories.approvals.decide(
        tenant_id,
        ApprovalId("approval-1"),
        decision={"answer": "approve"},
        decided_by=actor,
        decided_at=CLOCK(),
    )


async def test_of_fifty_answers_exactly_one_decides(repositories: Repositories) -> None:
    await repositories.approvals.ask(an_approval())
    answers = await asyncio.gather(
        *(decided(repositories, f"person-{n}") for n in range(50)), return_exceptions=True
    )
    winners = [answer for answer in answers if isinstance(answer, ApprovalRecord)]
    losers = [answer for answer in answers if isinstance(answer, UserCanFix)]
    assert (len(winners), len(losers)) == (1, 49)
    winner = winners[0].decided_by
    assert {(loser.error_code, f"by {winner} " in loser.message) for loser in losers} == {
        ("REPLAY", True)
    }
    await repositories.approvals.ask(an_approval())
    assert await repositories.approvals.of_run(OURS, RUN) == winners


async def test_a_seal_is_spent_by_one_run(repositories: Repositories) -> None:
    seal = SealRecord(**whose(), nonce="nonce-1", graph_run_id=RUN)
    await repositories.seals.spend(seal)
    await repositories.seals.spend(seal)
    with pytest.raises(UserCanFix, match="REPLAY"):
        await repositories.seals.spend(seal.model_copy(update={"graph_run_id": OTHER_RUN}))
    with pytest.raises(UserCanFix, match="REPLAY"):
        await repositories.seals.spend(seal.model_copy(update={"tenant_id": THEIRS}))


async def test_a_lock_has_one_holder(repositories: Repositories) -> None:
    name = lock_name("123456789012", "us-east-1", ApplicationId("hello"))
    lock = LockRecord(**whose(), lock_name=name, graph_run_id=RUN)
    second = lock.model_copy(update={"graph_run_id": OTHER_RUN})
    await repositories.locks.acquire(lock)
    await repositories.locks.acquire(lock)
    with pytest.raises(UserCanFix, match=r"RUN_LOCKED.*run-1"):
        await repositories.locks.acquire(second)
    with pytest.raises(UserCanFix, match=r"RUN_LOCKED.*another run"):
        await repositories.locks.acquire(lock.model_copy(update={"tenant_id": THEIRS}))
    assert await repositories.locks.release(OURS, OTHER_RUN) == 0
    assert await repositories.locks.release(OURS, RUN) == 1
    await repositories.locks.acquire(second)
    assert await repositories.locks.release(OURS, OTHER_RUN) == 1


async def test_deployments_and_their_releases(repositories: Repositories) -> None:
    deployment = DeploymentRecord(
        **whose(),
        deployment_id=DeploymentId("deployment-1"),
        target="lambda",
        account_id="123456789012",
        region="us-east-1",
        credential_id=CredentialId("credential-1"),
        status="deploying",
    )
    release = ReleaseRecord(
        **whose(),
        release_id=ReleaseId("release-1"),
        deployment_id=deployment.deployment_id,
        graph_run_id=RUN,
        plan_digest="sha256:plan",
        change_set_digest="sha256:change",
        source={"commit": "0" * 40},
        outputs={"url": "https://example.com"},
    )
    await repositories.deployments.save(deployment)
    live = deployment.model_copy(update={"status": "live", "release_id": release.release_id})
    await repositories.deployments.save(live)
    await repositories.deployments.save_release(release)
    assert await repositories.deployments.get(OURS, deployment.deployment_id) == live
    assert await repositories.deployments.of_tenant(OURS) == [live]
    assert await repositories.deployments.of_tenant(THEIRS) == []
    assert await repositories.deployments.releases(OURS, live.deployment_id) == [release]
    assert await repositories.deployments.release_of_run(OURS, RUN) == release
    with pytest.raises(DuplicateDocument):
        await repositories.deployments.save(live.model_copy(update={"tenant_id": THEIRS}))


async def test_an_escalation_is_closed_once(repositories: Repositories) -> None:
    case = EscalationRecord(
        **whose(), escalation_id="case-1", graph_run_id=RUN, reason_code="X", snapshot={"a": [1]}
    )
    await repositories.escalations.open(case)
    await repositories.escalations.open(case)
    assert await repositories.escalations.open_ones(OURS) == [case]
    closing: dict[str, Any] = {"closed_at": CLOCK(), "resolution": "done by hand"}
    closed = await repositories.escalations.close(OURS, "case-1", closed_by="ann", **closing)
    assert await repositories.escalations.get(OURS, "case-1") == closed
    with pytest.raises(UserCanFix, match=r"REPLAY.*ann"):
        await repositories.escalations.close(OURS, "case-1", closed_by="bob", **closing)
    assert await repositories.escalations.open_ones(OURS) == []


async def test_sessions_and_drafts(repositories: Repositories) -> None:
    session = SessionRecord(
        **whose(), session_id=SESSION, actor="local_owner", last_active_at=CLOCK()
    )
    await repositories.sessions.save(session)
    assert await repositories.sessions.get(OURS, SESSION) == session
    assert await repositories.sessions.of_actor(OURS, "local_owner") == [session]
    assert await repositories.sessions.of_actor(OURS, "somebody") == []
    expires_at = CLOCK() + timedelta(hours=1)
    draft = DraftRecord(
        **whose(), draft_id="draft-1", session_id=SESSION, values={"a": 1}, expires_at=expires_at
    )
    await repositories.drafts.save(draft)
    assert await repositories.drafts.of_session(OURS, SESSION) == [draft]
    CLOCK.advance(3_600)
    assert await repositories.drafts.of_session(OURS, SESSION) == []
    await repositories.drafts.save(draft.model_copy(update={"expires_at": None}))
    assert await repositories.drafts.delete(OURS, "draft-1")
    assert not await repositories.drafts.delete(OURS, "draft-1")
