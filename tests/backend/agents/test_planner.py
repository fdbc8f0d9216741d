"""The planner: prerequisites first, then an exact plan; again only where that can help."""

from typing import Any

import pytest

from backend.agents.planner import REPLANNABLE, draft, draft_operation, draft_rollback, preflight
from backend.domain.plans.policy import POLICY_VERSION
from tests.backend.agents.scenes import (
    ACCOUNT,
    DETECTION,
    FACTS,
    FAILURE,
    INPUTS,
    OPERATION,
    PLAN,
    SOURCE,
    drafting,
    operating,
    scene,
)
from tests.doubles.node_contexts import ScriptedContext, gave, refused

READY = {
    "identity": gave({**ACCOUNT.to_json(), "is_sandbox": True}),
    "check": gave({"checks": [{"name": "python_compiles"}]}),
    "package": gave({"artefact": "some"}),
}


@pytest.mark.spec("S2-87", "S2-122")
async def test_preflight_asks_who_calls_then_checks_then_packages() -> None:
    context = scene(answers=READY)
    outcome = await preflight(context)
    assert [called.leaf for called in context.calls] == ["identity", "check", "package"]
    assert context.calls[2].args["is_sandbox"] is True
    assert outcome.facts["checks"] == [{"name": "python_compiles"}]
    assert context.told("preflight_completed") == [dict(outcome.facts)]


@pytest.mark.spec("S2-90")
@pytest.mark.parametrize(("leaf", "calls"), [("identity", 1), ("check", 2), ("package", 3)])
async def test_preflight_stops_at_what_fails(leaf: str, calls: int) -> None:
    context = scene(answers={**READY, leaf: refused("SOME_CODE")})
    outcome = await preflight(context)
    failure: Any = outcome.facts["failure"]
    assert (outcome.name, failure["error_code"]) == ("failed", "SOME_CODE")
    assert (len(context.calls), context.events) == (calls, [])


@pytest.mark.spec("S2-86", "S2-109", "S2-123")
async def test_a_draft_becomes_a_plan_of_this_very_run() -> None:
    context = drafting()
    outcome = await draft(context)
    composed = context.calls[-1].args
    assert composed["draft"] == {"some": "draft"}
    assert composed["context"] == {
        "scope": INPUTS["scope"],
        "deployment_id": "dep_1",
        "release_id": "rel_1",
        "graph_run_id": "run_1",
        "graph_id": "deploy@1.0.0",
        "policy_version": POLICY_VERSION,
        "account": ACCOUNT.to_json(),
    }
    assert outcome.facts["plan"] == PLAN.to_json()
    assert context.told("plan_drafted") == [{"plan": PLAN.to_json()}]


async def test_the_recipe_is_told_all_that_is_known() -> None:
    known = {"deployment_id": "dep_0", "release": {"version": "1"}}
    context = drafting(answers={"deployment": gave(known)})
    await draft(context)
    args = next(called.args for called in context.calls if called.leaf == "draft")
    assert (args["source"], args["detection"], args["deployment"]) == (SOURCE, DETECTION, known)
    assert (args["package"], args["account"]) == (FACTS["package"], FACTS["account"])


@pytest.mark.spec("S2-127")
@pytest.mark.parametrize("code", sorted(REPLANNABLE))
async def test_a_failure_that_another_plan_can_cure_is_planned_again(code: str) -> None:
    outcome = await draft(drafting(facts={"failure": {**FAILURE, "error_code": code}}))
    assert (outcome.name, outcome.facts["failure"]) == ("drafted", None)


@pytest.mark.parametrize("code", ["E_UNHEALTHY", "E_ACCESS_DENIED", "E_TOO_WIDE", "E_CANCELLED"])
async def test_any_other_failure_is_not(code: str) -> None:
    context = drafting(facts={"failure": {**FAILURE, "error_code": code}})
    outcome = await draft(context)
    assert (outcome.name, dict(outcome.facts), context.calls) == ("no_plan", {}, [])


@pytest.mark.parametrize("leaf", ["deployment", "draft", "compose"])
async def test_there_is_no_plan_where_a_part_of_it_fails(leaf: str) -> None:
    context = drafting(answers={leaf: refused("SOME_CODE")})
    outcome = await draft(context)
    assert (outcome.name, context.told("plan_drafted")) == ("no_plan", [])
    assert context.calls[-1].leaf == leaf


async def test_a_rollback_is_drafted_from_the_release_that_was_named() -> None:
    context = drafting()
    outcome = await draft_rollback(context)
    assert [called.leaf for called in context.calls] == ["identity", "draft", "compose"]
    assert context.calls[0].args == {"region": ACCOUNT.region}
    assert context.calls[1].args == INPUTS["release"]
    assert outcome.facts["account"] == ACCOUNT.to_json()


@pytest.mark.parametrize("leaf", ["identity", "draft", "compose"])
async def test_there_is_no_rollback_where_a_part_of_it_fails(leaf: str) -> None:
    context: ScriptedContext = drafting(answers={leaf: refused("E_NOTHING_TO_UNDO")})
    outcome = await draft_rollback(context)
    failure: Any = outcome.facts["failure"]
    assert (outcome.name, failure["error_code"]) == ("no_plan", "E_NOTHING_TO_UNDO")


async def test_an_operation_is_drafted_from_its_calls() -> None:
    context = operating()
    await draft_operation(context)
    assert [(called.leaf, called.args) for called in context.calls[:1]] == [("draft", OPERATION)]
    composed = context.calls[1].args["context"]
    assert (composed["deployment_id"], composed["account"]) == ("dep_1", FACTS["account"])
    assert context.told("plan_drafted") == [{"plan": PLAN.to_json()}]


@pytest.mark.parametrize("code", ["E_ACCESS_DENIED", "E_NOT_AS_PLANNED"])
async def test_an_operation_that_failed_is_not_tried_again(code: str) -> None:
    context = operating(facts={"failure": {**FAILURE, "error_code": code}})
    assert (await draft_operation(context)).name == "no_plan"
    assert context.calls == []


async def test_an_operation_is_planned_again_where_the_account_has_moved_on() -> None:
    context = operating(facts={"failure": FAILURE})
    assert (await draft_operation(context)).facts["failure"] is None
