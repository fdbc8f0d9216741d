"""What the journal in memory adds to the contract of every journal: strictness, and control for
tests.
"""

import asyncio

import pytest
from pydantic import JsonValue

from agentpro.errors import JournalError
from agentpro.journal import RunInput, RunJournal
from agentpro.memory_journal import MemoryRunHost, RunFailed

RUN = RunInput(schema_version=1, graph={}, inputs={})


async def nothing() -> JsonValue:
    return None


async def test_a_leaf_inside_a_leaf_ends_the_run() -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return await journal.step("a", lambda: journal.step("b", nothing))

    host = MemoryRunHost(body)
    await host.start("run-1", RUN)
    with pytest.raises(RunFailed, match="'b' was used inside another leaf"):
        await host.result("run-1")


async def test_what_was_recorded_cannot_be_changed() -> None:
    made: list[JsonValue] = [1]

    async def make() -> JsonValue:
        return made

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        await journal.step("a", make)
        made.append(2)
        return await journal.step("a", make)

    host = MemoryRunHost(body)
    await host.start("run-1", RUN)
    assert await host.result("run-1") == [1]


async def test_a_value_that_is_not_json_ends_the_run() -> None:
    async def make() -> JsonValue:
        return [object()]  # type: ignore[list-item]

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return await journal.step("a", make)

    host = MemoryRunHost(body)
    await host.start("run-1", RUN)
    with pytest.raises(RunFailed, match="not JSON serializable"):
        await host.result("run-1")


async def test_time_can_pass_without_waiting() -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return [await journal.wait("a", "control", 86_400)]

    host = MemoryRunHost(body)
    await host.start("run-1", RUN)
    await asyncio.sleep(0)
    await host.restart()
    host.advance(86_401)
    assert await host.result("run-1") == [None]


async def test_a_deadline_does_not_move_with_a_restart() -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return [await journal.wait("a", "control", 100)]

    host = MemoryRunHost(body)
    await host.start("run-1", RUN)
    await asyncio.sleep(0)
    host.advance(60)
    await host.restart()
    host.advance(41)
    assert await host.result("run-1") == [None]


async def test_an_unknown_run_has_no_result() -> None:
    host = MemoryRunHost(lambda run, journal: nothing())
    with pytest.raises(JournalError, match="nobody"):
        await host.result("nobody")
