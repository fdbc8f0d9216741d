"""Replays: the state from the events alone, their digest, and what does not fit."""

from typing import Any

import pytest

from backend.domain.views import RunReplay
from backend.runs.past.records import session_records
from backend.runs.past.replaying import event_digest, replay_of
from backend.runs.service import TENANT
from tests.backend.runs.house import House
from tests.doubles.fake_account import Fault


async def replay(house: House, run_id: Any) -> RunReplay:
    run = await house.run(run_id)
    log = await session_records(house.repositories, run)
    return replay_of(run, log, await house.repositories.approvals.of_run(TENANT, run_id))


def fields_of(found: RunReplay) -> list[str]:
    return [each.field for each in found.differences]


@pytest.mark.spec("S2-155")
async def test_a_run_that_was_undone_is_rebuilt_from_its_events(house: House) -> None:
    house.deployer.aws.call_faults = {4: Fault.DENIED}
    run_id = await house.deploy()
    found = await replay(house, run_id)
    state: Any = found.state
    assert found.is_consistent
    assert state["completion_state"] == "undone"
    assert state["account"]["before"]["digest"] == state["account"]["after"]["digest"]
    assert found.event_count == len(await house.events(run_id))
    assert (found.first_sequence, found.last_sequence) == (1, found.event_count)


async def test_a_run_that_waits_is_rebuilt_with_its_question(house: House) -> None:
    run_id = await house.start()
    question = await house.question(run_id)
    found = await replay(house, run_id)
    state: Any = found.state
    assert found.is_consistent
    assert state["question"]["approval_id"] == question.approval_id


async def test_the_digest_is_that_of_the_stored_events(house: House) -> None:
    run_id = await house.deploy()
    found = await replay(house, run_id)
    told = [event.to_json() for event in await house.events(run_id)]
    assert found.event_digest == event_digest(told)
    assert found.event_digest == (await replay(house, run_id)).event_digest
    assert event_digest(told[:-1]) != found.event_digest


async def test_a_missing_event_is_named(house: House) -> None:
    run_id = await house.deploy()
    await house.store.delete("events", {"sequence": 5})
    found = await replay(house, run_id)
    assert found.missing_sequences == (5,)
    assert not found.is_consistent


async def test_a_changed_event_changes_the_digest(house: House) -> None:
    run_id = await house.deploy()
    before = await replay(house, run_id)
    (document,) = await house.store.find("events", {"sequence": 5})
    event: Any = document["event"]
    event["payload"] = {**event["payload"], "visit": 9}
    await house.store.update_one("events", {"_id": document["_id"]}, {"$set": {"event": event}})
    assert (await replay(house, run_id)).event_digest != before.event_digest


@pytest.mark.parametrize(
    ("field", "value"),
    [("completion_state", "cancelled"), ("deployment_id", "dep_other"), ("account_before", None)],
)
async def test_a_record_that_says_something_else_is_named(
    house: House, field: str, value: str | None
) -> None:
    run_id = await house.deploy()
    await house.store.update_one("runs", {"_id": run_id}, {"$set": {field: value}})
    found = await replay(house, run_id)
    assert fields_of(found) == [field]
    assert not found.is_consistent


async def test_a_question_that_the_record_has_closed_is_named(house: House) -> None:
    run_id = await house.start()
    question = await house.question(run_id)
    changes = {"$set": {"status": "decided"}}
    await house.store.update_one("approvals", {"_id": question.approval_id}, changes)
    assert fields_of(await replay(house, run_id)) == ["question"]
