"""Numbered logs: events with their listeners, and journal entries."""

import asyncio
import threading
from collections.abc import AsyncGenerator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.credentials.record_signer import RecordSigner
from backend.domain.identifiers import (
    ApplicationId,
    EnvironmentId,
    GraphRunId,
    SessionId,
    TenantId,
)
from backend.runs.journal.chain import PURPOSE, JournalChain
from backend.stores.documents import DocumentStore, DuplicateDocument
from backend.stores.repositories.events import EventRecord, Events
from backend.stores.repositories.journal_entries import JournalEntries, JournalRecord
from backend.stores.schema import Schema
from tests.contracts.document_stores import STORES, HandClock, opened_store

OURS, THEIRS = TenantId("ours"), TenantId("theirs")
SESSION, OTHER = SessionId("session-1"), SessionId("session-2")
CLOCK = HandClock()
CHAIN = JournalChain(RecordSigner(Ed25519PrivateKey.from_private_bytes(b"7" * 32), PURPOSE))
NEVER_S = 3_600.0


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest) -> AsyncGenerator[DocumentStore, None]:
    async with opened_store(request, CLOCK) as opened:
        yield opened


async def an_event_log(store: DocumentStore, polling_s: float = NEVER_S) -> Events:
    events = Events(store, Schema(()), fallback_polling_s=polling_s)
    await events.prepare()
    return events


def an_event(name: str, session_id: SessionId = SESSION, tenant_id: TenantId = OURS) -> EventRecord:
    return EventRecord(
        tenant_id=tenant_id,
        environment_id=EnvironmentId("default"),
        application_id=ApplicationId("hello"),
        created_at=CLOCK(),
        event_id=name,
        session_id=session_id,
        event={"type": "node_started", "event_id": name},
    )


async def taken(subscription: AsyncGenerator[EventRecord], count: int) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    async with asyncio.timeout(60):
        while len(found) < count:
            record = await anext(subscription)
            found.append((record.sequence, record.event_id))
    await subscription.aclose()
    return found


async def test_each_session_counts_its_own_events(store: DocumentStore) -> None:
    events = await an_event_log(store)
    for name in ("a", "b"):
        await events.append(an_event(name))
        await events.append(an_event(f"other-{name}", OTHER))
    assert [record.sequence for record in await events.after(OURS, SESSION, 0)] == [1, 2]
    assert [record.event_id for record in await events.after(OURS, OTHER, 1)] == ["other-b"]
    assert await events.after(THEIRS, SESSION, 0) == []
    assert len(await events.after(OURS, SESSION, 0, limit=1)) == 1


async def test_an_event_is_kept_once(store: DocumentStore) -> None:
    events = await an_event_log(store)
    first = await events.append(an_event("a"))
    await events.append(an_event("b"))
    assert await events.append(an_event("a")) == first
    restarted = await an_event_log(store)
    assert await restarted.append(an_event("a")) == first
    assert (await restarted.append(an_event("c"))).sequence == 3
    with pytest.raises(DuplicateDocument):
        await events.append(an_event("a", tenant_id=THEIRS))


async def test_many_writers_leave_no_gap_and_no_double(store: DocumentStore) -> None:
    logs = [await an_event_log(store) for _ in range(3)]
    await asyncio.gather(*(logs[n % 3].append(an_event(f"e{n}")) for n in range(30)))
    found = await logs[0].after(OURS, SESSION, 0)
    assert [record.sequence for record in found] == list(range(1, 31))
    assert {record.event_id for record in found} == {f"e{n}" for n in range(30)}


async def test_a_listener_gets_what_was_and_what_comes(store: DocumentStore) -> None:
    events = await an_event_log(store)
    for name in ("a", "b"):
        await events.append(an_event(name))
    listening = asyncio.create_task(taken(events.subscribe(OURS, SESSION, 1), 3))
    await asyncio.sleep(0)
    for name in ("c", "d"):
        await events.append(an_event(name))
    assert await listening == [(2, "b"), (3, "c"), (4, "d")]


async def test_a_listener_on_another_event_loop_is_woken(store: DocumentStore) -> None:
    events = await an_event_log(store)
    found: list[tuple[int, str]] = []

    def listen() -> None:
        found.extend(asyncio.run(taken(events.subscribe(OURS, SESSION, 0), 2)))

    thread = threading.Thread(target=listen)
    thread.start()
    for name in ("a", "b"):
        await events.append(an_event(name))
    await asyncio.to_thread(thread.join)
    assert found == [(1, "a"), (2, "b")]


async def test_a_listener_in_another_process_finds_out_by_itself(store: DocumentStore) -> None:
    events, elsewhere = await an_event_log(store, 0.01), await an_event_log(store)
    listening = asyncio.create_task(taken(events.subscribe(OURS, SESSION, 0), 1))
    await asyncio.sleep(0.02)
    await elsewhere.append(an_event("a"))
    assert await listening == [(1, "a")]


async def test_a_listener_hears_nothing_of_other_tenants(store: DocumentStore) -> None:
    events = await an_event_log(store, 0.01)
    await events.append(an_event("a"))
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await anext(events.subscribe(THEIRS, SESSION, 0))
    assert len(await events.after(OURS, SESSION, 0)) == 1


async def test_a_journal_keeps_its_order_and_each_entry_once(store: DocumentStore) -> None:
    entries = JournalEntries(store, Schema(()))
    await entries.prepare()
    run = GraphRunId("run-1")
    for kind in ("intent", "result", "intent"):
        await entries.append(
            JournalRecord(
                tenant_id=OURS,
                environment_id=EnvironmentId("default"),
                application_id=ApplicationId("hello"),
                created_at=CLOCK(),
                entry_id=f"{run}:step-1:{kind}",
                graph_run_id=run,
                kind=kind,
                content={"call": "CreateBucket"},
            ),
            CHAIN.linked,
        )
    found = await entries.of_run(OURS, run)
    assert [(entry.sequence, entry.kind) for entry in found] == [(1, "intent"), (2, "result")]
    assert await entries.of_run(THEIRS, run) == []
    head = await entries.head(OURS, run)
    assert head is not None
    assert head.sequence == 2
    assert await entries.head(THEIRS, run) is None
