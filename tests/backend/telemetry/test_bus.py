"""The bus: redacted once, stored for certain, told to whoever listens."""

import asyncio

import pytest

from backend.domain.errors import OperatorMustAct
from backend.domain.events import Event
from backend.domain.redaction import KnownSecrets, Redactor
from backend.telemetry.bus import SinkFailure, TelemetryBus
from backend.telemetry.sinks import MemorySink, Sink, StoreSink
from tests.doubles.event_logs import MemoryEventLog
from tests.doubles.events import CONTEXT, event

ACCESS_KEY_ID = "AKIAFAKEFAKEFAKE1234"


class FailingSink:
    name = "failing"

    async def write(self, event: Event) -> None:
        raise ConnectionError(f"could not send {event.payload}")


class House:
    """A bus with everything that it tells."""

    def __init__(self, *sinks: Sink, failure: Exception | None = None) -> None:
        self.known = KnownSecrets()
        self.log = MemoryEventLog(failure)
        self.memory = MemorySink()
        self.failures: list[SinkFailure] = []
        self.bus = TelemetryBus(
            redactor=Redactor(self.known),
            store=StoreSink(self.log),
            sinks=(*sinks, self.memory),
            report=self.failures.append,
        )


async def test_every_sink_is_told_the_same_event_in_order() -> None:
    house = House()
    first = await house.bus.emit(event("event_1"))
    second = await house.bus.emit(event("event_2"))

    assert [told.sequence for told in house.memory.events] == [1, 2]
    assert house.memory.events == [first, second]
    assert [kept["event_id"] for kept in house.log.documents["session_1"]] == ["event_1", "event_2"]


@pytest.mark.spec("S2-14", "S2-140", "S2-151")
async def test_no_secret_reaches_any_sink() -> None:
    house = House()
    house.known.register("correct horse FAKE")
    payload = {"id": ACCESS_KEY_ID, "note": "correct horse FAKE", "password": "x", "count": 2}
    told = await house.bus.emit(event(payload=payload, status=f"as {ACCESS_KEY_ID}"))

    assert told.payload == {"id": "***", "note": "***", "password": "***", "count": 2}
    assert ACCESS_KEY_ID not in f"{house.log.documents} {house.memory.events}"


async def test_redaction_never_damages_the_envelope() -> None:
    house = House()
    for value in ("step_applied", "event_1", "2030-01-02T03:04:05Z", "1234567"):
        house.known.register(value)
    told = await house.bus.emit(event(latency_ms=1234567))

    assert (told.type, told.event_id, told.latency_ms) == ("step_applied", "event_1", 1234567)


@pytest.mark.spec("S2-17")
async def test_the_correlation_id_goes_along() -> None:
    told = await House().bus.emit(event())

    assert told.correlation_id == CONTEXT.correlation_id


async def test_a_failing_sink_is_reported_without_contents_and_stops_nothing() -> None:
    house = House(FailingSink())
    told = await house.bus.emit(event(payload={"note": "private words"}))

    assert house.memory.events == [told]
    assert [(failure.sink, failure.error) for failure in house.failures] == [
        ("failing", "ConnectionError")
    ]
    assert "private words" not in repr(house.failures)


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (OSError("no space left"), "E_EVENT_NOT_STORED"),
        (OperatorMustAct("E_STORE_UNAVAILABLE", "Full.", "Free space."), "E_STORE_UNAVAILABLE"),
    ],
)
async def test_without_the_store_nothing_is_told(failure: Exception, code: str) -> None:
    house = House(failure=failure)

    with pytest.raises(OperatorMustAct, match=code):
        await house.bus.emit(event())
    assert house.memory.events == []


async def test_a_replayed_event_keeps_its_sequence() -> None:
    house = House()
    await house.bus.emit(event("event_1"))
    await house.bus.emit(event("event_2"))
    again = await house.bus.emit(event("event_1"))

    assert again.sequence == 1
    assert len(house.log.documents["session_1"]) == 2


async def test_a_cancelled_run_is_not_kept_alive_by_a_sink() -> None:
    class Cancelling:
        name = "cancelling"

        async def write(self, event: Event) -> None:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await House(Cancelling()).bus.emit(event())
