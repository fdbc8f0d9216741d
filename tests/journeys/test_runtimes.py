"""The sandbox runs what this interpreter can, and says so where a plan names another runtime."""

import sys
from pathlib import Path
from typing import Any

import pytest

from backend.domain.views import ApprovalQuestion
from tests.backend.sandbox.running import RUNTIME, fetch
from tests.journeys.journey import HELLO, Journey

pytestmark = pytest.mark.slow

OTHER = "python3.13" if sys.version_info[:2] != (3, 13) else "python3.12"


def runtime_of(question: ApprovalQuestion) -> str:
    configuration: Any = question.plan.step("create_function").params["configuration"]
    return configuration["runtime"]


async def test_without_a_wish_the_sandbox_gets_its_own_runtime(
    journey: Journey, plain: Path
) -> None:
    question = await journey.until_asked(await journey.start(plain))
    assert runtime_of(question) == RUNTIME
    assert question.plan.artefacts[0].notes == ()


async def test_another_runtime_is_a_marked_variant_that_works(journey: Journey) -> None:
    """With a compiled dependency: a wheel for the plan's runtime could not be loaded."""
    run_id = await journey.start(HELLO, runtime=OTHER)
    question = await journey.until_asked(run_id)
    (note,) = question.plan.artefacts[0].notes
    assert note.startswith("RUNTIME_MISMATCH")
    assert runtime_of(question) == OTHER
    story = await journey.follow(run_id)
    assert story.view.completion_state == "succeeded", story.view.failure
    assert fetch(str(story.view.url))[0] == 200
