"""A deployment with its engine on PostgreSQL: as embedded, and the password is nowhere."""

from pathlib import Path

import pytest

from tests.backend.sandbox.running import RunningSandbox
from tests.doubles.postgresql import PASSWORD, PostgresServer
from tests.journeys.journey import HELLO_STEPS, changes_sent, open_journey, says_nothing, says_yes

pytestmark = pytest.mark.slow


async def test_a_deployment_outlives_restarts_on_postgresql(
    sandbox: RunningSandbox, tmp_path: Path, plain: Path, postgresql: PostgresServer
) -> None:
    home, url = tmp_path / "home", postgresql.new_database()
    async with open_journey(home, sandbox, roots=(tmp_path,), COPILOT_ENGINE_URL=url) as journey:
        run_id = await journey.start(plain)
        question = await journey.until_asked(run_id)
    async with open_journey(home, sandbox, roots=(tmp_path,), COPILOT_ENGINE_URL=url) as journey:
        await says_yes(journey, question)
        story = await journey.follow(run_id, says_nothing)
    assert story.view.completion_state == "succeeded"
    sent = changes_sent(sandbox)
    assert (len(sent), max(sent.values())) == (len(HELLO_STEPS), 1)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert [path for path in files if PASSWORD.encode() in path.read_bytes()] == []
    assert not (home / "engine.db").exists()
