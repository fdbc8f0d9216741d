"""A release that changes what a handler asks for, under a run in flight: told, never guessed."""

from collections.abc import Awaitable, Callable

import pytest
from pydantic import JsonValue

from agentpro.journal import RunInput, RunJournal
from tests.contracts.journal_hosts import HOSTS, HostFactory
from tests.contracts.test_run_journal import until

pytestmark = pytest.mark.parametrize("run_host", HOSTS, indirect=True)

Ask = Callable[[RunJournal, list[str]], Awaitable[JsonValue]]


def leaf(calls: list[str], word: str) -> Callable[[], Awaitable[JsonValue]]:
    async def body() -> JsonValue:
        calls.append(word)
        return word

    return body


async def asks(journal: RunJournal, calls: list[str], *words: str) -> JsonValue:
    return [await journal.step(f"run:a:1:{word}", leaf(calls, word)) for word in words]


async def as_released(journal: RunJournal, calls: list[str]) -> JsonValue:
    before = await asks(journal, calls, "look", "apply")
    calls.append("waits")
    message = await journal.wait("run:a:1:wait-1", "control", 3_600)
    return [before, message, await asks(journal, calls, "close")]


async def with_one_more(journal: RunJournal, calls: list[str]) -> JsonValue:
    return await asks(journal, calls, "look", "check", "apply")


async def with_one_less(journal: RunJournal, calls: list[str]) -> JsonValue:
    await asks(journal, calls, "look")
    return await journal.wait("run:a:1:wait-1", "control", 3_600)


async def in_another_order(journal: RunJournal, calls: list[str]) -> JsonValue:
    return await asks(journal, calls, "apply", "look")


async def under_another_name(journal: RunJournal, calls: list[str]) -> JsonValue:
    return await asks(journal, calls, "look", "apply_now")


@pytest.mark.parametrize(
    "changed", [with_one_more, with_one_less, in_another_order, under_another_name]
)
async def test_a_replay_that_asks_for_something_else_is_told_so(
    run_host: HostFactory, changed: Ask
) -> None:
    code: list[Ask] = [as_released]
    calls: list[str] = []

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        try:
            return await code[-1](journal, calls)
        except Exception as error:
            calls.append(type(error).__name__)
            raise

    async with run_host(body) as host:
        await host.start("run-1", RunInput(schema_version=1, graph={}, inputs={}))
        await until(lambda: "waits" in calls)
        code.append(changed)
        await host.restart()
        with pytest.raises(Exception, match="RUN_CHANGED"):
            await host.result("run-1")
    assert calls == ["look", "apply", "waits", "RunChanged"]
