"""What has expired goes, at the start and while the service is open."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.domain.errors import OperatorMustAct
from backend.stores.memory import MemoryDocuments
from backend.wiring.housekeeping import ENGINE_KEEPS, Housekeeping

NOW = datetime(2030, 1, 2, tzinfo=UTC)


class Engine:
    """Remembers what was asked of it, also as the memories; ``failing`` says on which pass it
    cannot be used.
    """

    def __init__(self, *failing: int) -> None:
        self.failing = failing
        self.asked: list[datetime] = []
        self.passed = asyncio.Condition()
        self.purged = 0

    async def purge_finished(self, before: datetime) -> int:
        async with self.passed:
            self.asked.append(before)
            self.passed.notify_all()
        if len(self.asked) in self.failing:
            raise OperatorMustAct("E_STORE_UNAVAILABLE", "The disk is full.", "Free space.")
        return 0

    async def purge(self) -> None:
        self.purged += 1

    async def passes(self, count: int) -> None:
        async with asyncio.timeout(60), self.passed:
            await self.passed.wait_for(lambda: len(self.asked) >= count)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


def keeping(engine: Engine, clock: Clock, documents: MemoryDocuments) -> Housekeeping:
    return Housekeeping(
        store=documents, engine=engine, memories=engine, clock=clock, interval_s=0.01
    )


async def test_what_has_expired_goes_when_the_service_opens() -> None:
    clock, engine = Clock(), Engine()
    documents = MemoryDocuments(clock)
    document: Mapping[str, Any] = {"_id": "a", "expires_at": NOW + timedelta(days=1)}
    await documents.insert("drafts", document)
    clock.now = NOW + timedelta(days=2)
    async with keeping(engine, clock, documents).going_on():
        assert engine.asked[0] == clock.now - ENGINE_KEEPS
        assert await documents.purge() == 0
        assert engine.purged == 0


async def test_it_is_repeated_and_a_failure_does_not_end_it() -> None:
    engine = Engine(2)
    async with keeping(engine, Clock(), MemoryDocuments(Clock())).going_on():
        await engine.passes(4)
    assert engine.purged
    ended = len(engine.asked)
    await asyncio.sleep(0.03)
    assert len(engine.asked) == ended


async def test_a_store_that_cannot_be_used_is_told_at_once() -> None:
    with pytest.raises(OperatorMustAct, match="E_STORE_UNAVAILABLE"):
        async with keeping(Engine(1), Clock(), MemoryDocuments(Clock())).going_on():
            raise AssertionError("it was opened")
