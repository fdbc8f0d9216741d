"""The question to a person: answered once, for exactly what was shown, in time."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.domain.commands import CancelRun
from backend.domain.errors import CopilotError
from backend.domain.identifiers import ApprovalId, GraphRunId
from tests.backend.sandbox.running import RunningSandbox
from tests.journeys.journey import (
    HELLO_STEPS,
    OWNER,
    Journey,
    approval,
    changes_sent,
    error_of,
    open_journey,
    rejection,
    says_nothing,
)

pytestmark = pytest.mark.slow


@pytest.mark.spec("S2-94", "G7")
async def test_an_answer_to_something_else_is_refused(journey: Journey, plain: Path) -> None:
    run_id = await journey.start(plain)
    question = await journey.until_asked(run_id)
    wrong = {
        "APPROVAL_NOT_BOUND": approval(question, plan_digest=f"sha256:{'0' * 64}"),
        "E_NOT_APPROVED": approval(question, allowed_exposures=()),
        "E_NOT_FOUND": approval(question, approval_id=ApprovalId("no.such")),
    }
    for code, answer in wrong.items():
        assert await error_of(journey.copilot.decide_approval(OWNER, answer)) == code
    stale = approval(question, change_set_digest=f"sha256:{'0' * 64}")
    assert await error_of(journey.copilot.decide_approval(OWNER, stale)) == "APPROVAL_NOT_BOUND"
    assert (await journey.copilot.run(run_id)).question == question
    assert not changes_sent(journey.sandbox)


async def test_an_answer_to_an_earlier_run_is_not_bound(journey: Journey, plain: Path) -> None:
    earlier = await journey.until_asked(await journey.start(plain))
    later = await journey.until_asked(await journey.start(plain))
    mixed = approval(earlier, approval_id=later.approval_id)
    assert await error_of(journey.copilot.decide_approval(OWNER, mixed)) == "APPROVAL_NOT_BOUND"


@pytest.mark.parametrize("second", [approval, rejection], ids=["yes", "no"])
async def test_only_the_first_answer_counts(second, journey: Journey, plain: Path) -> None:
    run_id = await journey.start(plain)
    question = await journey.until_asked(run_id)
    await journey.copilot.decide_approval(OWNER, rejection(question))
    assert await error_of(journey.copilot.decide_approval(OWNER, second(question))) == "REPLAY"
    assert (await journey.follow(run_id, says_nothing)).view.completion_state == "rejected"
    assert await error_of(journey.copilot.decide_approval(OWNER, second(question))) == "REPLAY"
    assert not changes_sent(journey.sandbox)


async def test_fifty_answers_at_once_are_one_execution(journey: Journey, plain: Path) -> None:
    run_id = await journey.start(plain)
    question = await journey.until_asked(run_id)
    answers = [journey.copilot.decide_approval(OWNER, approval(question)) for _ in range(50)]
    results = await asyncio.gather(*answers, return_exceptions=True)
    codes = [error.error_code for error in results if isinstance(error, CopilotError)]
    assert (results.count(None), codes) == (1, ["REPLAY"] * 49)
    story = await journey.follow(run_id, says_nothing)
    assert story.view.completion_state == "succeeded"
    assert len(story.told("step_applied")) == len(HELLO_STEPS)
    sent = changes_sent(journey.sandbox)
    assert (len(sent), max(sent.values())) == (len(HELLO_STEPS), 1)


async def test_nobody_answered_in_time(
    sandbox: RunningSandbox, tmp_path: Path, plain: Path
) -> None:
    """A day without an answer, most of which this service was not running."""
    home = tmp_path / "home"
    async with open_journey(home, sandbox, roots=(tmp_path,)) as journey:
        run_id = await journey.start(plain)
        await journey.until_asked(run_id)
        await until_the_wait_is_recorded(home)
    let_the_wait_be_over(home)
    async with open_journey(home, sandbox) as journey:
        story = await journey.follow(run_id, says_nothing)
    assert (story.view.completion_state, story.error_code) == ("expired", "PLAN_EXPIRED")
    assert not changes_sent(sandbox)


async def test_a_plan_is_not_sealed_after_its_expiry(journey: Journey, plain: Path) -> None:
    question = await journey.until_asked(await journey.start(plain))
    service = journey.copilot.service
    assert service is not None
    late = replace(service, clock=lambda: datetime.now(UTC) + timedelta(days=1))
    assert await error_of(late.decide_approval(OWNER, approval(question))) == "PLAN_EXPIRED"
    assert not changes_sent(journey.sandbox)


async def test_cancelled_while_it_waits(journey: Journey, plain: Path) -> None:
    run_id = await journey.start(plain)
    question = await journey.until_asked(run_id)
    await journey.cancel(run_id)
    story = await journey.follow(run_id, says_nothing)
    assert (story.view.completion_state, story.error_code) == ("cancelled", "E_CANCELLED")
    assert not changes_sent(journey.sandbox)
    await journey.copilot.cancel_run(OWNER, CancelRun(graph_run_id=run_id))
    assert (await journey.copilot.run(run_id)).completion_state == "cancelled"
    late = journey.copilot.decide_approval(OWNER, approval(question))
    assert await error_of(late) == "E_RUN_ENDED"
    unknown = CancelRun(graph_run_id=GraphRunId("run_unknown"))
    assert await error_of(journey.copilot.cancel_run(OWNER, unknown)) == "E_NOT_FOUND"


async def until_the_wait_is_recorded(home: Path) -> None:
    with closing(sqlite3.connect(home / "engine.db", timeout=60)) as database:
        for _ in range(3_000):
            if database.execute(WAITS).fetchone()[0]:
                return
            await asyncio.sleep(0.02)
    raise AssertionError("the run does not wait")


def let_the_wait_be_over(home: Path) -> None:
    with closing(sqlite3.connect(home / "engine.db", timeout=60)) as database:
        past = datetime.now(UTC).timestamp() - 1
        database.execute(ENDS_THE_WAIT, (str(past),))
        database.commit()


WAITS = "SELECT count(*) FROM operation_outputs WHERE function_name = 'DBOS.sleep'"
ENDS_THE_WAIT = "UPDATE operation_outputs SET output = ? WHERE function_name = 'DBOS.sleep'"
