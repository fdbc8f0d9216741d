"""Killed at every boundary of the journal: nothing stays in between, and nothing is done twice."""

from pathlib import Path

import pytest

from tests.chaos.boundaries import APPLY, UNDO, Boundary, Finding, Findings, boundaries
from tests.chaos.scene import Scene

pytestmark = pytest.mark.slow

IN_DEPLOYMENT = tuple(boundaries("deployment", APPLY))
IN_UNDO = tuple(boundaries("undo", UNDO))
SAMPLE = 3
"""Every third of them meets all four kinds in turn; ``make chaos`` goes through all of them."""


@pytest.fixture(scope="module")
def empty(hello: Scene, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the account before anything."""
    return hello.restored(tmp_path_factory.mktemp("empty")).digest()


@pytest.fixture(scope="module")
def deployed(hello: Scene, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the account after a deployment that nothing disturbed."""
    undisturbed = hello.restored(tmp_path_factory.mktemp("undisturbed"))
    assert undisturbed.finished()["completion_state"] == "succeeded"
    return undisturbed.digest()


def test_every_boundary_is_there() -> None:
    assert (len(IN_DEPLOYMENT), len(IN_UNDO)) == (48, 48)
    for sample in (IN_DEPLOYMENT[::SAMPLE], IN_UNDO[::SAMPLE]):
        assert len({(boundary.kind, boundary.when) for boundary in sample}) == 4


@pytest.mark.spec("S2-91", "S2-94")
@pytest.mark.parametrize("boundary", IN_DEPLOYMENT[::SAMPLE], ids=str)
def test_a_killed_deployment_goes_on(
    boundary: Boundary, hello: Scene, deployed: str, findings: Findings, tmp_path: Path
) -> None:
    scene = hello.restored(tmp_path)
    scene.killed(boundary.death)
    ended = scene.finished()
    findings.rows.append(_finding(boundary, scene, ended["completion_state"], deployed, "after"))
    assert ended["completion_state"] == "succeeded"
    assert scene.digest() == deployed
    assert scene.repeated_changes() == []


@pytest.mark.spec("S2-96")
@pytest.mark.parametrize("boundary", IN_UNDO[::SAMPLE], ids=str)
def test_a_killed_undo_is_finished(
    boundary: Boundary, unhealthy: Scene, empty: str, findings: Findings, tmp_path: Path
) -> None:
    scene = unhealthy.restored(tmp_path)
    scene.killed(boundary.death)
    ended = scene.finished()
    findings.rows.append(_finding(boundary, scene, ended["completion_state"], empty, "before"))
    assert (ended["completion_state"], ended["error_code"]) == ("undone", "E_UNHEALTHY")
    assert scene.digest() == empty
    assert scene.repeated_changes() == []


@pytest.mark.parametrize("boundary", IN_DEPLOYMENT[:-4:5], ids=str)
def test_a_killed_deployment_that_is_cancelled_is_undone(
    boundary: Boundary, hello: Scene, empty: str, findings: Findings, tmp_path: Path
) -> None:
    """Anywhere before the last step: after it there is nothing left to cancel."""
    scene = hello.restored(tmp_path)
    scene.killed(boundary.death)
    ended = scene.finished(is_cancelled=True)
    findings.rows.append(_finding(boundary, scene, ended["completion_state"], empty, "before"))
    assert ended["completion_state"] == "cancelled"
    assert scene.digest() == empty
    assert scene.repeated_changes() == []


def _finding(
    boundary: Boundary, scene: Scene, completion_state: str, expected: str, word: str
) -> Finding:
    return Finding(
        phase=boundary.phase,
        place=f"{boundary.step_id}: {boundary.when} {boundary.kind}",
        completion_state=completion_state,
        account=word if scene.digest() == expected else "in between",
        repeated_changes=len(scene.repeated_changes()),
    )
