"""Recorded runs, folded: the page folds the same files (``frontend/tests/run/vectors.test.ts``)."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.domain.events import Event
from backend.runs.past.replaying import event_digest
from backend.runs.replay import replayed
from maintenance.files import PROJECT

VECTORS = sorted((PROJECT / "tests" / "vectors").glob("*.json"))


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_a_recorded_run_is_folded_to_its_state(path: Path) -> None:
    vector: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    state = replayed(Event.from_json(event) for event in vector["events"]).to_json()
    assert state.pop("plan") is not None
    assert state == vector["expected"]


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_the_events_of_a_recorded_run_have_their_digest(path: Path) -> None:
    vector: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert event_digest(vector["events"]) == vector["event_digest"]


def test_there_are_vectors() -> None:
    assert len(VECTORS) >= 4
