"""The sandbox as a process of its own, found again by whoever comes later."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.api.sandbox_process import SandboxProcess
from backend.domain.errors import OperatorMustAct


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "sandbox"
    yield folder
    SandboxProcess(folder, os.defpath).stop()


@pytest.mark.slow
def test_it_is_started_adopted_emptied_and_stopped(folder: Path) -> None:
    first, second = (SandboxProcess(folder, os.defpath) for _ in range(2))
    assert first.status() is None
    endpoint = first.ensure()
    found = second.status()
    assert found is not None
    assert (second.ensure(), found["url"]) == (endpoint, endpoint)
    assert stat.S_IMODE((folder / "sandbox.log").stat().st_mode) == 0o600
    second.reset()
    assert second.stop()
    assert first.status() is None
    assert not first.stop()
    assert first.ensure() == endpoint


@pytest.mark.slow
def test_a_start_that_fails_says_why(folder: Path) -> None:
    folder.mkdir()
    (folder / "requests.log").mkdir()
    with pytest.raises(OperatorMustAct, match="E_SANDBOX_FAILED") as failure:
        SandboxProcess(folder, os.defpath).ensure()
    assert str(folder / "sandbox.log") in failure.value.next_step


@pytest.mark.parametrize("content", ["", "[]", '{"port": "x"}', '{"port": 9, "pid": null}'])
def test_a_state_that_says_nothing_is_no_sandbox(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / "state.json").write_text(content)
    assert SandboxProcess(folder, os.defpath).status() is None


def test_a_port_that_nobody_answers_is_no_sandbox(folder: Path) -> None:
    folder.mkdir()
    (folder / "state.json").write_text(json.dumps({"port": 9, "pid": os.getpid()}))
    assert SandboxProcess(folder, os.defpath).status() is None
