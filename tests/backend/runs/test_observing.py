"""The observer: first the records, then the event, both durable or the run stops."""

from collections.abc import Callable

import pytest

from agentpro.journal import JournalUnavailable, RecordRefused
from agentpro.observers import GraphEvent
from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import GraphRunId, SessionId
from backend.domain.redaction import KnownSecrets, Redactor
from backend.runs.conversation.narration import Narrator
from backend.runs.conversation.turn_log import TurnLog
from backend.runs.event_log import StoredEventLog
from backend.runs.observing import RunObserver
from backend.runs.projection import Projection
from backend.runs.releases import Releases
from backend.runs.service import TENANT
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.everything import Repositories, open_repositories
from backend.stores.repositories.runs import RunRecord
from backend.telemetry.bus import TelemetryBus
from backend.telemetry.sinks import StoreSink
from tests.backend.runs.house import OWNER
from tests.backend.tools.aws_deployer.hello import NOW, SCOPE
from tests.doubles.watched_documents import WatchedDocuments, Write

RUN, SESSION = GraphRunId("run_1"), SessionId("ses_1")
SECRET = "FAKE-value-that-is-known-EXAMPLE"
COMPLETED = GraphEvent(
    event_id="run_1:graph:0:completed",
    event_type="graph_completed",
    graph_run_id=RUN,
    node="closure",
    role="orchestrator",
    phase="closure",
    status="completed",
    payload={"completion_state": "succeeded", "note": SECRET},
)


async def observing(watcher: Callable[[Write], None]) -> tuple[RunObserver, Repositories]:
    """An observer of one run, over a store that tells every write."""
    store = WatchedDocuments(MemoryDocuments(lambda: NOW), watcher)
    repositories = await open_repositories(store)
    await repositories.runs.add(
        RunRecord(
            **SCOPE.model_dump(),
            created_at=NOW,
            graph_run_id=RUN,
            graph_id="deploy@1.0.0",
            session_id=SESSION,
            actor=OWNER.to_json(),
        )
    )
    known = KnownSecrets()
    known.register(SECRET)
    redactor = Redactor(known)
    log = StoreSink(StoredEventLog(repositories.events, lambda: NOW))
    bus = TelemetryBus(redactor=redactor, store=log, sinks=[], report=print)
    releases = Releases(repositories, lambda: NOW)
    projection = Projection(repositories, releases, redactor.truth, lambda: NOW)
    turns = TurnLog(events=repositories.events, bus=bus, clock=lambda: NOW)
    narrator = Narrator(turns=turns, sessions=repositories.sessions, runs=repositories.runs)
    return RunObserver(bus, projection, narrator, repositories.runs, lambda: NOW), repositories


def nothing(_: Write) -> None:
    """A store that works."""


@pytest.mark.spec("S2-17", "S2-132", "S2-163")
async def test_an_event_is_told_in_the_context_of_its_run() -> None:
    observer, repositories = await observing(nothing)
    await observer.observe(COMPLETED)
    (kept,) = await repositories.events.after(TENANT, SESSION, 0)
    event = kept.event
    assert (event["session_id"], event["correlation_id"]) == (SESSION, RUN)
    assert (event["agent"], event["phase"], event["status"]) == (
        "orchestrator",
        "closure",
        "completed",
    )
    assert SECRET not in str(event)


async def test_the_record_is_there_before_anybody_hears_of_it() -> None:
    writes: list[str] = []
    observer, _ = await observing(lambda write: writes.append(write.collection))
    writes.clear()
    await observer.observe(COMPLETED)
    assert writes.index("runs") < writes.index("events")


async def test_the_same_event_again_adds_nothing() -> None:
    observer, repositories = await observing(nothing)
    await observer.observe(COMPLETED)
    await observer.observe(COMPLETED)
    assert len(await repositories.events.after(TENANT, SESSION, 0)) == 1


@pytest.mark.parametrize("collection", ["runs", "events"])
async def test_a_disk_that_is_full_suspends_the_run_until_both_are_written(collection: str) -> None:
    is_full = False

    def watcher(write: Write) -> None:
        if is_full and write.collection == collection:
            raise OperatorMustAct("E_STORE_UNAVAILABLE", "The disk is full.", "Free space.")

    observer, repositories = await observing(watcher)
    is_full = True
    with pytest.raises(JournalUnavailable, match="graph_completed"):
        await observer.observe(COMPLETED)
    is_full = False
    await observer.observe(COMPLETED)
    assert len(await repositories.events.after(TENANT, SESSION, 0)) == 1
    assert (await repositories.runs.get(TENANT, RUN)).completion_state == "succeeded"


async def test_an_event_that_can_never_be_recorded_ends_its_run() -> None:
    observer, _ = await observing(nothing)
    stray = GraphEvent(
        event_id="x",
        event_type="graph_started",
        graph_run_id="run_none",
        node=None,
        role=None,
        phase=None,
        status="started",
        payload={},
    )
    with pytest.raises(RecordRefused, match="graph_started could not be recorded: UserCanFix"):
        await observer.observe(stray)
