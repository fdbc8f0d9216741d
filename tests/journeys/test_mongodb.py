"""The whole service with its documents on a server that speaks MongoDB's protocol."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.domain.errors import CopilotError, OperatorMustAct
from backend.stores.documents import DocumentStore
from tests.backend.sandbox.running import RunningSandbox
from tests.doubles.ferretdb import HOW_TO_GET, PROGRAM, RunningFerretDb
from tests.doubles.watched_documents import WatchedDocuments, Write
from tests.journeys.journey import HELLO_STEPS, changes_sent, open_journey, says_yes

pytestmark = pytest.mark.slow


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningFerretDb]:
    if not PROGRAM.exists():
        pytest.skip(HOW_TO_GET)
    running = RunningFerretDb(tmp_path / "server")
    yield running
    running.kill()


def uri_of(server: RunningFerretDb) -> str:
    """With a database, and little patience."""
    return f"{server.url}journey?serverSelectionTimeoutMS=3000"


async def test_a_deployment_is_planned_approved_applied_and_read_back(
    server: RunningFerretDb, sandbox: RunningSandbox, tmp_path: Path, plain: Path
) -> None:
    home, uri = tmp_path / "home", uri_of(server)
    async with open_journey(home, sandbox, roots=(tmp_path,), MONGODB_URI=uri) as journey:
        before = await journey.digest()
        story = await journey.deploy(plain)
        assert story.view.completion_state == "succeeded"
        assert await journey.digest() != before
    assert not (home / "documents.db").exists()
    async with open_journey(home, sandbox, roots=(tmp_path,), MONGODB_URI=uri) as journey:
        (deployment,) = await journey.copilot.deployments()
        assert deployment.status == "live"
        assert await journey.copilot.run(story.view.graph_run_id) == story.view
        undone = await journey.roll_back(deployment.deployment_id)
        assert undone.view.completion_state == "succeeded"
        assert await journey.digest() == before


class Outage:
    """The server goes after so many writes to the journal."""

    def __init__(self, server: RunningFerretDb, after: int) -> None:
        self._server = server
        self._left = after

    def __call__(self, write: Write) -> None:
        if (write.collection, write.when) == ("journal_entries", "after"):
            self._left -= 1
            if self._left == 0:
                self._server.kill()


@pytest.mark.parametrize("after", [1, 12])
async def test_a_server_that_goes_suspends_a_run_until_the_next_start(
    server: RunningFerretDb, sandbox: RunningSandbox, tmp_path: Path, plain: Path, after: int
) -> None:
    home = tmp_path / "home"

    def wrap(store: DocumentStore) -> WatchedDocuments:
        return WatchedDocuments(store, Outage(server, after))

    async with open_journey(
        home, sandbox, roots=(tmp_path,), wrap_store=wrap, MONGODB_URI=uri_of(server)
    ) as journey:
        run_id = await journey.start(plain)
        with pytest.raises(CopilotError) as told:
            await journey.follow(run_id, says_yes)
        assert told.value.error_code == "E_STORE_UNAVAILABLE"
        assert told.value.next_step
    server.start()
    async with open_journey(
        home, sandbox, roots=(tmp_path,), MONGODB_URI=uri_of(server)
    ) as journey:
        story = await journey.follow(run_id, says_yes)
    assert story.view.completion_state == "succeeded"
    sent = changes_sent(sandbox)
    assert (len(sent), max(sent.values())) == (len(HELLO_STEPS), 1)


async def test_an_answer_that_cannot_be_kept_is_refused_and_the_question_stays(
    server: RunningFerretDb, sandbox: RunningSandbox, tmp_path: Path, plain: Path
) -> None:
    home = tmp_path / "home"
    async with open_journey(
        home, sandbox, roots=(tmp_path,), MONGODB_URI=uri_of(server)
    ) as journey:
        run_id = await journey.start(plain)
        question = await journey.until_asked(run_id)
        server.kill()
        with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE"):
            await says_yes(journey, question)
    with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE"):
        async with open_journey(home, sandbox, MONGODB_URI=uri_of(server)):
            pass
    server.start()
    async with open_journey(
        home, sandbox, roots=(tmp_path,), MONGODB_URI=uri_of(server)
    ) as journey:
        assert (await journey.copilot.run(run_id)).question == question
