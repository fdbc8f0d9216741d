"""Killed around the approval, after every call, at any moment: the run goes on where it was."""

import random
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.boundaries import Finding, Findings
from tests.chaos.conftest import Scenes
from tests.chaos.deaths import Death
from tests.chaos.scene import Scene

pytestmark = pytest.mark.slow

AFTER_A_CALL = Death(when="after", collection="events", operation="insert", kinds=("tool_called",))
"""The event is the last thing that a call's leaf does; what follows is the engine's record."""
AROUND_THE_APPROVAL = {
    "question not kept": Death(when="before", collection="approvals", operation="insert"),
    "question kept": Death(when="after", collection="approvals", operation="insert"),
    "answer not kept": Death(when="before", collection="approvals", operation="update_one"),
    "answer kept, not delivered": Death(
        when="after", collection="approvals", operation="update_one"
    ),
    "lock not taken": Death(when="before", collection="locks", operation="insert"),
    "lock taken, seal not spent": Death(when="after", collection="locks", operation="insert"),
    "seal spent": Death(when="after", collection="seals", operation="insert"),
    "release kept, deployment not": Death(when="before", collection="deployments"),
    "lock given back, run open": Death(when="after", collection="locks", operation="delete"),
}


@pytest.fixture(scope="module")
def deployed(waiting: Scene, tmp_path_factory: pytest.TempPathFactory) -> str:
    undisturbed = waiting.restored(tmp_path_factory.mktemp("undisturbed"))
    undisturbed.finished()
    return undisturbed.digest()


@pytest.mark.parametrize("place", AROUND_THE_APPROVAL)
def test_killed_around_the_approval(place: str, scenes: Scenes, findings: Findings) -> None:
    scene = scenes.new(place.replace(" ", "-"), scenes.plain(place))
    scene.killed(AROUND_THE_APPROVAL[place])
    check_success(scene, findings, place)


def test_killed_while_it_waits(
    waiting: Scene, deployed: str, findings: Findings, tmp_path: Path
) -> None:
    scene = waiting.restored(tmp_path)
    assert scene.killed_after(0.5, work="wait")
    check_success(scene, findings, "while it waits")
    assert scene.digest() == deployed


def test_killed_after_every_call(scenes: Scenes, findings: Findings) -> None:
    """One run in as many processes as it calls tools; each dies between a leaf and its record."""
    scene = scenes.new("calls", scenes.plain("calls"))
    kills = 0
    while not scene.survives(AFTER_A_CALL):
        kills += 1
        assert kills < 100
    told = check_success(scene, findings, f"after each of {kills} tool calls")
    assert kills == told["event_types"].count("tool_called")
    assert told["sequences"] == list(range(1, len(told["sequences"]) + 1))


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_any_moment(
    seed: int, waiting: Scene, deployed: str, findings: Findings, tmp_path: Path
) -> None:
    moments = random.Random(seed)
    scene = waiting.restored(tmp_path)
    kills = sum(scene.killed_after(moments.uniform(0.05, 0.9)) for _ in range(5))
    check_success(scene, findings, f"at {kills} moments, seed {seed}")
    assert scene.digest() == deployed


def check_success(scene: Scene, findings: Findings, place: str) -> dict[str, Any]:
    told = scene.finished()
    repeated = scene.repeated_changes()
    findings.rows.append(
        Finding(
            phase="engine",
            place=place,
            completion_state=told["completion_state"],
            account="after" if scene.sandbox.status()["recorded_requests"] == 12 else "in between",
            repeated_changes=len(repeated),
        )
    )
    assert told["completion_state"] == "succeeded"
    assert repeated == []
    assert len(set(told["event_ids"])) == len(told["event_ids"])
    return told
