"""What every durable back end promises of runs that other runs start, with and without a queue."""

import asyncio

import pytest
from pydantic import JsonValue

from agentpro.journal import RunInput, RunJournal
from tests.contracts.journal_hosts import HOSTS, HostFactory
from tests.contracts.test_run_journal import an_input, noting, until

pytestmark = pytest.mark.parametrize("run_host", HOSTS, indirect=True)


async def test_a_child_runs_once_and_gives_its_result(run_host: HostFactory) -> None:
    calls: list[str] = []

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        if run.inputs.get("is_child"):
            await journal.step("child:a:1:x", noting(calls, "child"))
            return {"from": journal.graph_run_id}
        value = await journal.child("run:a:1:c", "run-1-child", an_input(is_child=True), None)
        await journal.step("run:a:1:x", noting(calls, "parent"))
        await journal.wait("run:a:1:wait-1", "go", 60)
        return value

    async with run_host(body) as host:
        await host.start("run-1", an_input())
        await until(lambda: calls == ["child", "parent"])
        await host.restart()
        await host.send("run-1", "go", True, "key-1")
        assert await host.result("run-1") == {"from": "run-1-child"}
        assert await host.result("run-1-child") == {"from": "run-1-child"}
        assert calls == ["child", "parent"]


@pytest.mark.spec("S2-11")
async def test_a_queue_starts_only_so_many_children_of_an_owner_in_a_minute(
    run_host: HostFactory,
) -> None:
    started: list[str] = []

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        if (owner := run.inputs.get("owner")) is None:
            turns = ("ann", "ann", "ann", "ann", "ann", "bob")
            children = (
                journal.child(f"turn-{n}", f"turn-{n}", an_input(owner=name), f"turns/{name}")
                for n, name in enumerate(turns)
            )
            return list(await asyncio.gather(*children))
        await journal.step("started", noting(started, str(owner)))
        return owner

    async with run_host(body, {"turns": 4}) as host:
        await host.start("run-1", an_input())
        await until(lambda: len(started) == 5)
        assert sorted(started) == ["ann", "ann", "ann", "ann", "bob"]
        await host.restart()
        assert "run-1" in await host.unfinished()
        assert len(started) == 5


async def test_a_child_in_a_queue_runs_once_over_restarts(run_host: HostFactory) -> None:
    calls: list[str] = []

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        if run.inputs.get("is_child"):
            await journal.step("child:x", noting(calls, "child"))
            return "done"
        for number in (1, 2):
            key = f"run:a:{number}:turn"
            await journal.child(key, f"run-1-{number}", an_input(is_child=True), "turns/ann")
        await journal.step("run:a:1:x", noting(calls, "parent"))
        return await journal.wait("run:a:1:wait-1", "go", 60)

    async with run_host(body, {"turns": 2}) as host:
        await host.start("run-1", an_input())
        await until(lambda: "parent" in calls)
        await host.restart()
        await host.send("run-1", "go", True, "key-1")
        assert await host.result("run-1") is True
        assert calls.count("child") == 2
