"""What every sink does: it takes each event whole, in order."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.domain.events import Event
from backend.telemetry.sinks import MemorySink, Sink, StructuredLogSink
from tests.doubles.events import event

Reader = Callable[[], list[Event]]


@pytest.fixture(params=["memory", "log_file"])
def sink_and_reader(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Sink, Reader]]:
    if request.param == "memory":
        memory = MemorySink()
        yield memory, lambda: memory.events
        return
    path = tmp_path / "logs" / "events.jsonl"
    log = StructuredLogSink(path)
    yield log, lambda: lines_of(path)
    log.close()


def lines_of(path: Path) -> list[Event]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [Event.from_json(json.loads(line)) for line in lines if line]


async def test_a_sink_takes_each_event_whole_and_in_order(
    sink_and_reader: tuple[Sink, Reader],
) -> None:
    sink, read = sink_and_reader
    told = [event(f"event_{number}", payload={"note": 'ü "\n%s', "n": [1]}) for number in range(3)]
    for each in told:
        await sink.write(each)

    assert read() == told
    assert sink.name
