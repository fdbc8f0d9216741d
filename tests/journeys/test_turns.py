"""Whoever plans too often waits for a turn, is told so, and loses nothing over a restart."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from backend.domain.conversations.graph_payloads import NodeQueued
from backend.domain.identifiers import GraphRunId
from tests.backend.sandbox.running import RunningSandbox
from tests.journeys.journey import Journey, open_journey

pytestmark = pytest.mark.slow


def opened(sandbox: RunningSandbox, folder: Path) -> AbstractAsyncContextManager[Journey]:
    return open_journey(
        folder / "home",
        sandbox,
        roots=(folder,),
        COPILOT_PLANNING_CYCLES_PER_MINUTE="1",
    )


async def until_queued(journey: Journey, run_id: GraphRunId) -> list[str]:
    """What was told of the nodes of a run until it queued."""
    told: list[str] = []
    async for event in journey.copilot.events(run_id, 0):
        if event.type == "node_queued":
            assert NodeQueued.from_json(event.payload).queue == "planning_cycles"
            return told
        if event.type == "node_started":
            told.append(str(event.payload["node"]))
    raise AssertionError("the run ended")


@pytest.mark.spec("S2-11")
async def test_a_plan_too_many_waits_for_its_turn(
    sandbox: RunningSandbox, plain: Path, tmp_path: Path
) -> None:
    async with opened(sandbox, tmp_path) as journey:
        first = await journey.start(plain, name="first")
        await journey.until_asked(first)
        second = await journey.start(plain, name="second")
        assert (await until_queued(journey, second))[-1] == "preflight"
    async with opened(sandbox, tmp_path) as journey:
        views = {each.graph_run_id: each for each in await journey.copilot.runs(10)}
        assert set(views) == {first, second}
        assert views[first].question is not None
        assert (views[second].question, views[second].completion_state) == (None, None)
