"""The validator: AWS as planned and an application that answers; it changes nothing."""

from typing import Any

import pytest

from agentpro.handlers import Outcome
from backend.agents.validator import check, confirm_removed
from tests.backend.agents.scenes import PLAN, STEPS, URL, validating
from tests.doubles.node_contexts import gave, refused


def failure_of(outcome: Outcome) -> dict[str, Any]:
    failure: Any = outcome.facts["failure"]
    return failure


@pytest.mark.spec("S2-98", "S2-99", "S2-112", "S2-129")
async def test_a_healthy_deployment_gives_its_outputs() -> None:
    context = validating()
    outcome = await check(context)
    assert outcome.facts["outputs"] == {"url": URL}
    health: Any = outcome.facts["health"]
    assert health["is_healthy"]
    assert context.told("health_checked") == [health]


async def test_the_endpoint_of_the_plan_is_asked() -> None:
    context = validating()
    await check(context)
    asked = context.calls[-2].args
    assert (asked["url"], asked["path"], asked["expect_status"]) == (URL, "/health", 200)


@pytest.mark.spec("S2-101")
async def test_it_reads_and_probes_and_does_nothing_else() -> None:
    context = validating()
    await check(context)
    await confirm_removed(removed := validating())
    looks = "aws_deployer.digest"
    assert context.call_names() == ["aws_deployer.read", "health_probe.check", looks]
    assert removed.call_names() == ["aws_deployer.read", looks]


@pytest.mark.parametrize(
    ("health", "said"),
    [
        ({"status": 503, "body_excerpt": "no database\n"}, "GET /health gave 503: no database"),
        (
            {"status": None, "body_excerpt": "", "reason": "timed out"},
            "GET /health gave timed out.",
        ),
        ({"status": None, "body_excerpt": "", "reason": ""}, "GET /health gave no answer."),
    ],
)
async def test_what_the_application_answered_is_told(health: Any, said: str) -> None:
    outcome = await check(validating({**health, "is_healthy": False}))
    assert failure_of(outcome)["error_code"] == "E_UNHEALTHY"
    assert failure_of(outcome)["message"].endswith(said)
    answered: Any = outcome.facts["health"]
    assert not answered["is_healthy"]


@pytest.mark.parametrize("handler", [check, confirm_removed])
@pytest.mark.parametrize("odd", [STEPS[0], STEPS[-1]])
async def test_what_is_not_as_planned_is_named(handler: Any, odd: str) -> None:
    steps: list[Any] = [
        {"step_id": step, "resource": f"some/{step}", "is_as_planned": step != odd}
        for step in STEPS
    ]
    context = validating(answers={"read": gave({"steps": steps})})
    outcome = await handler(context)
    assert failure_of(outcome)["error_code"] == "E_NOT_AS_PLANNED"
    assert f"some/{odd}" in failure_of(outcome)["message"]
    assert context.call_names() == ["aws_deployer.read"]


@pytest.mark.parametrize("leaf", ["read", "health"])
async def test_a_question_that_fails_is_the_reason(leaf: str) -> None:
    outcome = await check(validating(answers={leaf: refused("SOME_CODE")}))
    assert (outcome.name, failure_of(outcome)["error_code"]) == ("failed", "SOME_CODE")


async def test_a_plan_without_an_endpoint_is_not_probed() -> None:
    silent = PLAN.model_copy(update={"health": None, "outputs": {}})
    context = validating(facts={"plan": silent.to_json()})
    outcome = await check(context)
    assert (outcome.name, outcome.facts["health"]) == ("healthy", None)
    assert "health_probe.check" not in context.call_names()


async def test_an_output_of_a_step_that_is_not_there_is_nothing() -> None:
    outcome = await check(validating(facts={"steps": {}}))
    assert outcome.facts["outputs"] == {"url": None}
