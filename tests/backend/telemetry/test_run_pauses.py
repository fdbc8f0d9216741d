"""What a session hears when one of its runs is paused."""

import itertools

import pytest

from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import GraphRunId, SessionId
from backend.domain.redaction import KnownSecrets, Redactor
from backend.runs.event_log import StoredEventLog
from backend.runs.places import TENANT
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.everything import Repositories, open_repositories
from backend.stores.repositories.runs import RunRecord
from backend.telemetry.bus import TelemetryBus
from backend.telemetry.run_pauses import RunPauses
from backend.telemetry.sinks import StoreSink
from tests.backend.runs.house import OWNER
from tests.backend.tools.aws_deployer.hello import NOW, SCOPE

RUN, SESSION = GraphRunId("run_1"), SessionId("ses_1")
FULL = OperatorMustAct("E_STORE_UNAVAILABLE", "The disk is full.", "Make room.")


@pytest.fixture
async def repositories() -> Repositories:
    opened = await open_repositories(MemoryDocuments(lambda: NOW))
    await opened.runs.add(
        RunRecord(
            **SCOPE.model_dump(),
            created_at=NOW,
            graph_run_id=RUN,
            graph_id="deploy@1.0.0",
            session_id=SESSION,
            actor=OWNER.to_json(),
        )
    )
    return opened


def pauses_of(repositories: Repositories) -> RunPauses:
    log = StoreSink(StoredEventLog(repositories.events, lambda: NOW))
    redactor = Redactor(KnownSecrets())
    numbers = itertools.count(1)
    return RunPauses(
        runs=repositories.runs,
        bus=TelemetryBus(redactor=redactor, store=log, sinks=[], report=print),
        clock=lambda: NOW,
        new_event_id=lambda: str(next(numbers)),
    )


async def test_a_session_hears_of_every_pause_and_of_its_end(repositories: Repositories) -> None:
    pauses = pauses_of(repositories)
    for _ in range(2):
        await pauses.paused(RUN, FULL)
        await pauses.resumed(RUN)
    events = [each.event for each in await repositories.events.after(TENANT, SESSION, 0)]
    assert [event["type"] for event in events] == ["run_paused", "run_resumed"] * 2
    assert [event["graph_run_id"] for event in events] == [RUN] * 4
    assert events[0]["error_code"] == "E_STORE_UNAVAILABLE"
    assert events[0]["payload"] == {
        "error_code": "E_STORE_UNAVAILABLE",
        "message": "The disk is full.",
        "next_step": "Make room.",
    }


async def test_nobody_hears_of_a_run_without_a_session(repositories: Repositories) -> None:
    await pauses_of(repositories).paused("run_1-child", FULL)
    assert await repositories.events.after(TENANT, SESSION, 0) == []
