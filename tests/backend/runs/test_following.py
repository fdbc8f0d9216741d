"""Following a run: to its end, to the engine's error, or until nobody listens any more."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import SessionId
from backend.runs.following import followed
from backend.stores.repositories.events import EventRecord
from tests.backend.tools.aws_deployer.hello import NOW, SCOPE

SUSPENDED = OperatorMustAct("E_STORE_UNAVAILABLE", "The disk is full.", "Free space.")


class Source:
    """A log that can be added to; knows whether it was closed."""

    def __init__(self, *names: str) -> None:
        self.queue: asyncio.Queue[EventRecord | Exception] = asyncio.Queue()
        self.is_closed = False
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        self.queue.put_nowait(
            EventRecord(
                **SCOPE.model_dump(),
                created_at=NOW,
                event_id=name,
                session_id=SessionId("ses_1"),
                event={},
            )
        )

    async def records(self) -> AsyncGenerator[EventRecord, None]:
        try:
            while True:
                found = await self.queue.get()
                if isinstance(found, Exception):
                    raise found
                yield found
        finally:
            self.is_closed = True


async def never() -> None:
    await asyncio.Event().wait()


async def at_once() -> None:
    """A run that ended as it should."""


async def suspended() -> None:
    raise SUSPENDED


async def names(stream: AsyncGenerator[EventRecord, None], count: int) -> list[str]:
    found: list[str] = []
    async with asyncio.timeout(60), aclosing(stream) as records:
        async for record in records:
            found.append(record.event_id)
            if len(found) == count:
                break
    return found


async def test_events_come_as_they_are_told() -> None:
    source = Source("a", "b")
    asyncio.get_running_loop().call_soon(source.add, "c")
    assert await names(followed(source.records(), never()), 3) == ["a", "b", "c"]
    assert source.is_closed


async def test_it_ends_with_the_error_of_the_engine() -> None:
    source = Source()
    with pytest.raises(OperatorMustAct) as error:
        await names(followed(source.records(), suspended()), 1)
    assert error.value is SUSPENDED
    assert source.is_closed


async def test_an_error_that_comes_while_nobody_waits_is_not_lost() -> None:
    """Whoever follows is busy with an event when the engine gives up."""
    async with (
        asyncio.timeout(60),
        aclosing(followed(Source("a").records(), suspended())) as records,
    ):
        assert (await anext(records)).event_id == "a"
        await asyncio.sleep(0)
        with pytest.raises(OperatorMustAct):
            await anext(records)


async def test_what_was_told_before_the_error_is_heard_first() -> None:
    source = Source("a")
    broken = asyncio.Event()

    async def later() -> None:
        await broken.wait()
        raise SUSPENDED

    async with aclosing(followed(source.records(), later())) as records:
        assert (await anext(records)).event_id == "a"
        broken.set()
        with pytest.raises(OperatorMustAct):
            await anext(records)


async def test_a_run_that_ended_well_does_not_cut_its_events_off() -> None:
    source = Source()

    async def add_later() -> None:
        for name in ("a", "b"):
            await asyncio.sleep(0)
            source.add(name)

    adding = asyncio.ensure_future(add_later())
    assert await names(followed(source.records(), at_once()), 2) == ["a", "b"]
    await adding


async def test_without_an_engine_only_the_log_is_followed() -> None:
    assert await names(followed(Source("a").records(), None), 1) == ["a"]


async def test_an_error_of_the_log_is_raised() -> None:
    source = Source()
    source.queue.put_nowait(SUSPENDED)
    with pytest.raises(OperatorMustAct):
        await anext(followed(source.records(), never()))
    assert source.is_closed


async def test_whoever_stops_in_the_middle_leaves_nothing_behind() -> None:
    source, before = Source("a"), asyncio.all_tasks()
    stream = followed(source.records(), never())
    await anext(stream)
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting})
    assert (waiting.cancelled(), source.is_closed) == (True, True)
    await stream.aclose()
    assert asyncio.all_tasks() == before


async def test_whoever_stops_between_two_events_leaves_nothing_behind() -> None:
    source, before = Source("a", "b"), asyncio.all_tasks()
    stream = followed(source.records(), never())
    await anext(stream)
    await stream.aclose()
    assert source.is_closed
    assert asyncio.all_tasks() == before
