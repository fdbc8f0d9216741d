"""A full disk stops a run where it is; with space again it goes on, and nothing is done twice."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from backend.domain.errors import CopilotError, OperatorMustAct
from backend.domain.identifiers import GraphRunId
from tests.backend.sandbox.running import RunningSandbox
from tests.doubles.watched_documents import WatchedDocuments, Write
from tests.journeys.journey import (
    HELLO_STEPS,
    Journey,
    Story,
    changes_sent,
    open_journey,
    says_yes,
)

pytestmark = pytest.mark.slow


class FullDisk:
    """Takes so many writes to a collection, and none after these."""

    def __init__(self, collection: str, takes: int) -> None:
        self._collection = collection
        self._left = takes

    def __call__(self, write: Write) -> None:
        if (write.collection, write.when) != (self._collection, "before"):
            return
        if self._left <= 0:
            raise OperatorMustAct(
                "E_STORE_UNAVAILABLE", "The disk is full.", "Make room, then start again."
            )
        self._left -= 1

    def make_room(self) -> None:
        self._left = 1_000_000


@pytest.mark.parametrize(
    ("collection", "takes"),
    [
        ("events", 20),
        ("approvals", 0),
        ("journal_entries", 0),
        ("journal_entries", 9),
        ("journal_entries", 23),
        ("deployments", 0),
    ],
)
async def test_a_full_disk_suspends_a_run_until_the_next_start(
    collection: str, takes: int, sandbox: RunningSandbox, tmp_path: Path, plain: Path
) -> None:
    home = tmp_path / "home"
    disk = FullDisk(collection, takes)

    def wrap(store: Any) -> WatchedDocuments:
        return WatchedDocuments(store, disk)

    async with open_journey(home, sandbox, roots=(tmp_path,), wrap_store=wrap) as journey:
        run_id = await journey.start(plain)
        with pytest.raises(CopilotError) as told:
            await journey.follow(run_id, says_yes)
        assert told.value.error_code == "E_STORE_UNAVAILABLE"
        assert told.value.next_step
    async with open_journey(home, sandbox, roots=(tmp_path,)) as journey:
        story = await journey.follow(run_id, says_yes)
    assert story.view.completion_state == "succeeded"
    sent = changes_sent(sandbox)
    assert (len(sent), max(sent.values())) == (len(HELLO_STEPS), 1)


@pytest.mark.parametrize(("collection", "takes"), [("events", 20), ("journal_entries", 9)])
async def test_with_room_again_a_run_goes_on_without_a_new_start(
    collection: str, takes: int, sandbox: RunningSandbox, tmp_path: Path, plain: Path
) -> None:
    disk = FullDisk(collection, takes)

    def wrap(store: Any) -> WatchedDocuments:
        return WatchedDocuments(store, disk)

    async with open_journey(
        tmp_path / "home", sandbox, roots=(tmp_path,), wrap_store=wrap
    ) as journey:
        run_id = await journey.start(plain)
        with pytest.raises(CopilotError, match="E_STORE_UNAVAILABLE"):
            await journey.follow(run_id, says_yes)
        disk.make_room()
        story = await followed_at_last(journey, run_id)
    assert story.view.completion_state == "succeeded"
    sent = changes_sent(sandbox)
    assert (len(sent), max(sent.values())) == (len(HELLO_STEPS), 1)
    if collection == "journal_entries":
        assert [event.type for event in story.told("run_paused", "run_resumed")] == [
            "run_paused",
            "run_resumed",
        ]


async def followed_at_last(journey: Journey, run_id: GraphRunId) -> Story:
    """As long as a run is paused, following it says why."""
    async with asyncio.timeout(60):
        while True:
            with suppress(OperatorMustAct):
                return await journey.follow(run_id, says_yes)
            await asyncio.sleep(0.1)


async def test_a_run_that_cannot_be_recorded_is_not_started(
    sandbox: RunningSandbox, tmp_path: Path, plain: Path
) -> None:
    def wrap(store: Any) -> WatchedDocuments:
        return WatchedDocuments(store, FullDisk("runs", 0))

    home = tmp_path / "home"
    async with open_journey(home, sandbox, roots=(tmp_path,), wrap_store=wrap) as journey:
        with pytest.raises(CopilotError) as told:
            await journey.start(plain)
        assert told.value.error_code == "E_STORE_UNAVAILABLE"
        assert await journey.copilot.runs(10) == ()
        assert journey.copilot.service is not None
        assert await journey.copilot.service.host.unfinished() == ()
