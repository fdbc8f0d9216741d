"""Queues of child runs: how many at once, how many starts per owner."""

import asyncio
from pathlib import Path

import pytest
from pydantic import JsonValue

from agentpro.journal import RunInput, RunJournal
from backend.domain.errors import Bug
from backend.durable.queues import RunQueue
from tests.backend.durable.hosts import AN_INPUT, opened_host, until


async def test_an_undeclared_queue_is_a_bug(tmp_path: Path) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        return await journal.child("child", "a-child", AN_INPUT, "nowhere")

    async with opened_host(tmp_path, body) as host:
        await host.start("run-1", AN_INPUT)
        with pytest.raises(Bug, match="E_QUEUE_UNKNOWN"):
            await host.result("run-1")


@pytest.mark.slow
async def test_a_queue_limits_runs_at_once_and_starts_per_owner(tmp_path: Path) -> None:
    going_on: set[str] = set()
    most: list[int] = []
    ended: list[str] = []

    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        if (owner := run.inputs.get("owner")) is None:
            owners = ("ann", "ann", "ann", "bob")
            children = [
                journal.child(
                    f"child-{n}",
                    f"{name}-{n}",
                    RunInput(schema_version=1, graph={}, inputs={"owner": name}),
                    f"planning/{name}",
                )
                for n, name in enumerate(owners)
            ]
            return list(await asyncio.gather(*children))
        going_on.add(journal.graph_run_id)
        most.append(len(going_on))
        await journal.wait("pause", "never", 0.05)
        going_on.discard(journal.graph_run_id)
        ended.append(str(owner))
        return owner

    queues = (RunQueue(name="planning", at_once=1, starts_per_minute=2),)
    async with opened_host(tmp_path, body, queues=queues) as host:
        await host.start("run-1", AN_INPUT)
        await until(lambda: len(ended) == 3)
        assert sorted(ended) == ["ann", "ann", "bob"]
        assert most == [1, 1, 1]
        assert "run-1" in await host.unfinished()
