"""Forks of runs: they begin later, ask again, and belong to who forks."""

from typing import Any

import pytest

from backend.domain.commands import ForkRun
from backend.domain.errors import UserCanFix
from backend.domain.plans.approval import Actor, Answer
from backend.runs.past.forking import fork_run
from tests.backend.runs.house import OWNER, House

SOMEBODY = Actor(user_id="somebody", kind="user")


def at(run_id: Any, node: str, visit: int | None = None) -> ForkRun:
    return ForkRun(graph_run_id=run_id, node=node, visit=visit)


async def test_a_fork_plans_again_without_looking_again(house: House) -> None:
    run_id = await house.start()
    await house.answer(run_id, answer=Answer.REJECTED)
    await house.ended(run_id)
    forked = await fork_run(house.service, SOMEBODY, at(run_id, "plan_drafting"))
    question = await house.question(forked)
    request: Any = question.request
    assert request["plan"]["graph_run_id"] == forked
    nodes = [
        event.payload["node"]
        for event in await house.events(forked)
        if event.type == "node_started"
    ]
    assert nodes == ["plan_drafting", "compliance", "dry_run", "approval"]
    run = await house.run(forked)
    assert run.graph_id == (await house.run(run_id)).graph_id
    assert run.session_id == (await house.run(run_id)).session_id
    assert run.actor["user_id"] == "somebody"
    await house.answer(forked)
    assert (await house.ended(forked)).completion_state == "succeeded"
    assert "run_forked" in await house.audited()


@pytest.mark.parametrize("node", ["dry_run", "approval", "execution", "validation", "closure"])
async def test_no_fork_begins_behind_an_approval(house: House, node: str) -> None:
    run_id = await house.deploy()
    with pytest.raises(UserCanFix) as refusal:
        await fork_run(house.service, OWNER, at(run_id, node))
    assert refusal.value.error_code == "FORK_PASSES_GATE"
    assert "run_forked" not in await house.audited()


async def test_what_the_earlier_run_planned_is_not_this_ones(house: House) -> None:
    """At compliance the plan is the other run's: its preview is refused, and nothing is asked."""
    run_id = await house.start()
    await house.question(run_id)
    forked = await fork_run(house.service, OWNER, at(run_id, "compliance"))
    run = await house.ended(forked)
    (end,) = [each for each in await house.events(forked) if each.type == "deployment_failed"]
    failure: Any = end.payload["failure"]
    assert run.completion_state == "undone"
    assert failure["error_code"] == "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"
    assert house.deployer.aws.effects == []


async def test_a_node_that_was_never_reached_is_refused(house: House) -> None:
    run_id = await house.start()
    await house.question(run_id)
    with pytest.raises(UserCanFix, match="FORK_UNKNOWN"):
        await fork_run(house.service, OWNER, at(run_id, "escalation"))


async def test_a_run_that_does_not_say_how_it_began_cannot_be_forked(house: House) -> None:
    run_id = await house.deploy()
    (started,) = await house.store.find("events", {"sequence": 1})
    event: Any = started["event"]
    del event["payload"]["inputs"]
    await house.store.update_one("events", {"_id": started["_id"]}, {"$set": {"event": event}})
    with pytest.raises(UserCanFix, match="E_CANNOT_FORK"):
        await fork_run(house.service, OWNER, at(run_id, "plan_drafting"))
