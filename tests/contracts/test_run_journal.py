"""What every durable back end promises to the engine: one suite, run on each of ``HOSTS``."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from pydantic import JsonValue

from agentpro.journal import RunInput, RunJournal
from tests.contracts.journal_hosts import HOSTS, HostFactory

pytestmark = pytest.mark.parametrize("run_host", HOSTS, indirect=True)

VALUES: list[JsonValue] = [
    None, True, 0, -7, 2**53 - 1, 0.25, "", "ünï\n\u0000☃", [], {}, [1, [2, [None]]],
    {"a": {"b": [{"c": "d"}]}, "": "empty key"},
]  # fmt: skip


def an_input(**inputs: JsonValue) -> RunInput:
    return RunInput(schema_version=1, graph={"name": "any"}, inputs=dict(inputs))


async def until(condition: Callable[[], bool]) -> None:
    """Wait, for at most ten seconds, until something has happened in another task or thread."""
    for _ in range(1_000):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never happened")


def noting(
    calls: list[str], word: str, value: JsonValue = None
) -> Callable[[], Awaitable[JsonValue]]:
    """A leaf that says when it is really run."""

    async def leaf() -> JsonValue:
        calls.append(word)
        return value

    return leaf


async def test_a_run_sees_its_id_and_its_input_and_returns_its_value(run_host: HostFactory) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return [journal.graph_run_id, run.schema_version, run.graph, run.inputs]

    async with run_host(body) as host:
        await host.start("run-1", an_input(size=3))
        assert await host.result("run-1") == ["run-1", 1, {"name": "any"}, {"size": 3}]


async def test_starting_a_run_again_changes_nothing(run_host: HostFactory) -> None:
    calls: list[str] = []

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        await journal.step("run:a:1:x", noting(calls, "x"))
        return run.inputs["n"]

    async with run_host(body) as host:
        await host.start("run-1", an_input(n=1))
        await host.start("run-1", an_input(n=2))
        assert await host.result("run-1") == 1
        await host.start("run-1", an_input(n=3))
        assert await host.result("run-1") == 1
        assert calls == ["x"]


@pytest.mark.parametrize("value", VALUES, ids=repr)
async def test_a_step_returns_what_its_body_returned(
    run_host: HostFactory, value: JsonValue
) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return [await journal.step("run:a:1:x", noting([], "x", value))]

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        assert await host.result("run-1") == [value]


async def test_a_restart_replays_recorded_steps_without_running_them(run_host: HostFactory) -> None:
    calls: list[str] = []

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        first = await journal.step("run:a:1:first", noting(calls, "first", {"n": 1}))
        word = await journal.wait("run:a:1:wait-1", "control", 60)
        last = await journal.step("run:a:1:last", noting(calls, "last", 2))
        return [first, word, last]

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        await until(lambda: calls == ["first"])
        await host.restart()
        await host.send("run-1", "control", "go", "key-1")
        assert await host.result("run-1") == [{"n": 1}, "go", 2]
        assert calls == ["first", "last"]


async def test_a_result_survives_a_restart(run_host: HostFactory) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return {"kept": True}

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        assert await host.result("run-1") == {"kept": True}
        await host.restart()
        assert await host.result("run-1") == {"kept": True}


async def test_messages_arrive_in_order_and_only_on_their_topic(run_host: HostFactory) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        await journal.wait("run:a:1:wait-1", "begin", 60)
        answers = await journal.wait("run:a:1:wait-2", "answers", 60)
        first = await journal.wait("run:a:1:wait-3", "control", 60)
        second = await journal.wait("run:a:1:wait-4", "control", 60)
        return [answers, first, second]

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        await host.send("run-1", "control", {"n": 1}, "key-1")
        await host.send("run-1", "control", {"n": 2}, "key-2")
        await host.send("run-1", "answers", ["a"], "key-3")
        await host.send("run-1", "begin", True, "key-4")
        assert await host.result("run-1") == [["a"], {"n": 1}, {"n": 2}]


async def test_a_repeated_idempotency_key_delivers_once(run_host: HostFactory) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        first = await journal.wait("run:a:1:wait-1", "control", 60)
        await journal.wait("run:a:1:wait-2", "go", 60)
        return [first, await journal.wait("run:a:1:wait-3", "control", 0)]

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        for _ in range(3):
            await host.send("run-1", "control", "approve", "key-1")
        await host.send("run-1", "go", True, "key-2")
        assert await host.result("run-1") == ["approve", None]


@pytest.mark.parametrize("timeout_s", [0, 0.05])
async def test_an_unanswered_wait_gives_none(run_host: HostFactory, timeout_s: float) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return [await journal.wait("run:a:1:wait-1", "control", timeout_s)]

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        assert await host.result("run-1") == [None]


async def test_asking_without_waiting_takes_a_message_that_is_there(run_host: HostFactory) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        await journal.wait("run:a:1:wait-1", "go", 60)
        return await journal.wait("run:a:1:wait-2", "control", 0)

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        await host.send("run-1", "control", "cancel", "key-1")
        await host.send("run-1", "go", True, "key-2")
        assert await host.result("run-1") == "cancel"


async def test_what_a_wait_gave_is_replayed(run_host: HostFactory) -> None:
    calls: list[str] = []

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        answer = await journal.wait("run:a:1:wait-1", "control", 60)
        silence = await journal.wait("run:a:1:wait-2", "late", 0)
        await journal.step("run:a:1:x", noting(calls, "x"))
        await journal.wait("run:a:1:wait-3", "go", 60)
        return [answer, silence]

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        await host.send("run-1", "control", "first", "key-1")
        await until(lambda: calls == ["x"])
        await host.send("run-1", "late", "too late", "key-2")
        await host.send("run-1", "control", "second", "key-3")
        await host.restart()
        await host.send("run-1", "go", True, "key-4")
        assert await host.result("run-1") == ["first", None]


async def test_a_message_sent_before_a_restart_is_not_lost(run_host: HostFactory) -> None:
    calls: list[str] = []

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        await journal.step("run:a:1:x", noting(calls, "x"))
        await journal.wait("run:a:1:wait-1", "go", 60)
        return await journal.wait("run:a:1:wait-2", "control", 60)

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        await until(lambda: calls == ["x"])
        await host.send("run-1", "control", "approve", "key-1")
        await host.restart()
        await host.send("run-1", "control", "approve", "key-1")
        await host.send("run-1", "go", True, "key-2")
        assert await host.result("run-1") == "approve"


async def test_steps_may_run_at_once(run_host: HostFactory) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        leaves = [journal.step(f"run:a:1:{n}", noting([], "x", n)) for n in range(5)]
        return list(await asyncio.gather(*leaves))

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        assert await host.result("run-1") == [0, 1, 2, 3, 4]


async def test_an_exception_that_leaves_a_run_ends_it(run_host: HostFactory) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        raise ValueError("the leaf broke its promise")

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        with pytest.raises(Exception, match="the leaf broke its promise"):
            await host.result("run-1")
        assert await host.unfinished() == ()


async def test_unfinished_names_open_runs_oldest_first(run_host: HostFactory) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return await journal.wait("run:a:1:wait-1", "go", 60)

    async with run_host(body) as host:
        for name in ("run-b", "run-a", "run-c"):
            await host.start(name, an_input())
        await host.send("run-a", "go", 1, "key-1")
        assert await host.result("run-a") == 1
        assert await host.unfinished() == ("run-b", "run-c")
        await host.restart()
        assert await host.unfinished() == ("run-b", "run-c")


async def test_nobody_can_write_to_a_run_that_does_not_exist(run_host: HostFactory) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return None

    async with run_host(body) as host:
        with pytest.raises(Exception, match="nobody"):
            await host.send("nobody", "control", "approve", "key-1")
