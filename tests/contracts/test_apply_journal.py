"""What apply asks of its journal, of the twin and of the stored one."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import pytest

from backend.credentials.record_signer import RecordSigner
from backend.domain.identifiers import ApplicationId, EnvironmentId, GraphRunId, StepId, TenantId
from backend.domain.identifiers import Scope as ScopeOf
from backend.runs.journal.chain import PURPOSE, JournalChain
from backend.runs.journal.store import StoredJournal
from backend.stores.memory import MemoryDocuments
from backend.stores.migrations import MIGRATIONS
from backend.stores.repositories.journal_entries import JournalEntries
from backend.stores.schema import Schema
from backend.tools.aws_deployer.journal import ApplyJournal, JournalRecord, RecordKind
from tests.backend.tools.aws_deployer.hello import KEY
from tests.doubles.apply_parts import MemoryApplyJournal

NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
RUN = GraphRunId("run_1")
CHAIN = JournalChain(RecordSigner(KEY, PURPOSE))


def scope(tenant: str = "local") -> ScopeOf:
    return ScopeOf(
        tenant_id=TenantId(tenant),
        environment_id=EnvironmentId("default"),
        application_id=ApplicationId("hello"),
    )


@asynccontextmanager
async def memory() -> AsyncIterator[ApplyJournal]:
    yield MemoryApplyJournal()


@asynccontextmanager
async def stored() -> AsyncIterator[ApplyJournal]:
    entries = JournalEntries(MemoryDocuments(lambda: NOW), Schema(MIGRATIONS))
    await entries.prepare()
    yield StoredJournal(entries, CHAIN, lambda: NOW)


JournalHost = Callable[[], AbstractAsyncContextManager[ApplyJournal]]


@pytest.fixture(params=[memory, stored], ids=["memory", "stored"])
async def journal(request: pytest.FixtureRequest) -> AsyncIterator[ApplyJournal]:
    host: JournalHost = request.param
    async with host() as journal:
        yield journal


def record(
    step_id: str = "create_role",
    kind: RecordKind = RecordKind.INTENT,
    plan: str = "sha256:1",
    run: str = "run_1",
    **more: str,
) -> JournalRecord:
    return JournalRecord(
        graph_run_id=GraphRunId(run),
        scope=scope(more.get("tenant", "local")),
        plan_digest=plan,
        step_id=StepId(step_id),
        kind=kind,
        action="create_role",
        params={"role_name": "hello", "environment": {"A": {"$secret": "cred_0.A"}}},
        before={"tags": {"a": "b"}, "nothing": None},
        outputs={"role_arn": more.get("role_arn", "arn")},
    )


async def test_records_come_back_as_they_were_in_their_order(journal: ApplyJournal) -> None:
    written = [
        record("b"),
        record("b", RecordKind.RESULT),
        record("a"),
        record("a", RecordKind.FAILURE),
    ]
    for each in written:
        await journal.record(each)
    assert list(await journal.records(scope(), RUN)) == written


async def test_an_empty_journal_has_no_records(journal: ApplyJournal) -> None:
    assert await journal.records(scope(), RUN) == ()


@pytest.mark.parametrize("kind", list(RecordKind))
async def test_the_first_record_of_a_kind_stands(journal: ApplyJournal, kind: RecordKind) -> None:
    await journal.record(record(kind=kind, role_arn="first"))
    await journal.record(record(kind=kind, role_arn="second"))
    (kept,) = await journal.records(scope(), RUN)
    assert kept.outputs == {"role_arn": "first"}


async def test_two_plans_of_one_run_have_their_own_records(journal: ApplyJournal) -> None:
    await journal.record(record(plan="sha256:1"))
    await journal.record(record(plan="sha256:2"))
    found = [each.plan_digest for each in await journal.records(scope(), RUN)]
    assert found == ["sha256:1", "sha256:2"]


async def test_runs_do_not_see_each_other(journal: ApplyJournal) -> None:
    await journal.record(record(run="run_1"))
    await journal.record(record(run="run_2"))
    assert [each.graph_run_id for each in await journal.records(scope(), RUN)] == ["run_1"]


async def test_tenants_do_not_see_each_other(journal: ApplyJournal) -> None:
    await journal.record(record(tenant="local"))
    assert await journal.records(scope("foreign"), RUN) == ()
