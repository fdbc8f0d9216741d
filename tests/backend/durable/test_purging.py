"""Retention of the engine's rows: what has ended goes completely, what is open stays."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import JsonValue

from agentpro.journal import RunInput, RunJournal
from backend.domain.errors import UserCanFix
from tests.backend.durable.hosts import AN_INPUT, opened_host, rows


async def number_one() -> JsonValue:
    return 1


async def test_what_has_ended_can_be_purged_and_what_is_open_stays(tmp_path: Path) -> None:
    async def body(run: RunInput, journal: RunJournal) -> JsonValue:
        match run.inputs.get("kind"):
            case "parent":
                child = RunInput(schema_version=1, graph={}, inputs={"kind": "child"})
                return await journal.child("child", "a-child", child, None)
            case "child":
                return await journal.step("leaf", number_one)
            case _:
                await journal.step("leaf", number_one)
                return await journal.wait("wait", "control", 3_600)

    async with opened_host(tmp_path, body) as host:
        await host.start("open", AN_INPUT)
        await host.start("ended", RunInput(schema_version=1, graph={}, inputs={"kind": "parent"}))
        assert await host.result("ended") == 1
        now = datetime.now(UTC)
        assert await host.purge_finished(now - timedelta(hours=1)) == 0
        assert await host.purge_finished(now + timedelta(hours=1)) == 1
        assert await host.unfinished() == ("open",)
        for unknown in ("ended", "a-child"):
            with pytest.raises(UserCanFix, match="E_RUN_UNKNOWN"):
                await host.result(unknown)
    assert rows(tmp_path, "SELECT workflow_uuid FROM workflow_status") == [("open",)]
    assert rows(tmp_path, "SELECT 1 FROM workflow_input WHERE workflow_uuid <> 'open'") == []
    assert rows(tmp_path, "SELECT 1 FROM workflow_output WHERE workflow_uuid <> 'open'") == []
    assert rows(tmp_path, "SELECT 1 FROM operation_outputs WHERE workflow_uuid <> 'open'") == []
    assert rows(tmp_path, "SELECT graph_run_id FROM leaf_records") == [("open",)]
