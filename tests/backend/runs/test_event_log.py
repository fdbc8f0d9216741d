"""The stored event log: each event once, numbered within its session."""

from backend.domain.identifiers import SessionId, TenantId
from backend.runs.event_log import StoredEventLog
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.everything import open_repositories
from tests.doubles.events import NOW, event

LOCAL = TenantId("local")


async def test_events_are_numbered_and_kept_once() -> None:
    events = (await open_repositories(MemoryDocuments(lambda: NOW))).events
    log = StoredEventLog(events, lambda: NOW)
    documents = [event(name).to_json() for name in ("a", "b", "a")]
    assert [await log.append("session_1", document) for document in documents] == [1, 2, 1]
    kept = await events.after(LOCAL, SessionId("session_1"), 0)
    assert [record.event for record in kept] == documents[:2]
    assert {record.application_id for record in kept} == {"hello"}


async def test_sessions_are_numbered_apart() -> None:
    events = (await open_repositories(MemoryDocuments(lambda: NOW))).events
    log = StoredEventLog(events, lambda: NOW)
    assert await log.append("session_1", event("a").to_json()) == 1
    assert await log.append("session_2", event("b").to_json()) == 1
