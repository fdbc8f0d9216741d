"""Intake: nothing begins before what is mandatory is known and valid."""

from typing import Any

import pytest

from backend.agents.intake import ANSWER_TIME_S, ANSWERS, clarify, collect, handoff
from tests.backend.agents.scenes import CANCEL, REQUEST, scene

MANDATORY = ("source", "target", "region", "application_name")


def knowing(*names: str) -> dict[str, Any]:
    return {"request": {name: REQUEST[name] for name in names}}


@pytest.mark.spec("S2-81")
@pytest.mark.parametrize("name", MANDATORY)
async def test_each_mandatory_value_is_asked_for(name: str) -> None:
    context = scene(inputs=knowing(*(other for other in MANDATORY if other != name)))
    assert (await collect(context)).name == "incomplete"
    await clarify(context)
    (asked,) = context.told("intake_requested")
    assert asked["missing"] == [name]
    assert asked["form"]["required"] == [*MANDATORY]
    assert "default" not in asked["form"]["properties"][name]


@pytest.mark.spec("S2-107")
async def test_the_form_is_prefilled_with_what_is_known() -> None:
    context = scene(inputs=knowing("region"))
    await clarify(context)
    (asked,) = context.told("intake_requested")
    assert asked["form"]["properties"]["region"]["default"] == REQUEST["region"]
    assert context.waits == [(ANSWERS, ANSWER_TIME_S)]


async def test_an_answer_adds_to_what_was_known() -> None:
    known = {"request": {"source": ".", "memory_mb": 1024, "region": "us-east-1"}}
    answer = {"target": "lambda", "application_name": "hello", "region": "eu-central-1"}
    outcome = await clarify(scene(inputs=known, messages=[answer]))
    request: Any = outcome.facts["request"]
    assert {**request, **answer, "source": ".", "memory_mb": 1024} == request


async def test_what_was_answered_is_checked_again() -> None:
    context = scene(facts={"request": {**REQUEST, "application_name": "Not a name"}})
    outcome = await collect(context)
    failure: Any = outcome.facts["failure"]
    assert (outcome.name, failure["error_code"]) == ("refused", "E_INVALID_NAME")


async def test_a_form_that_nobody_answers_ends_the_run_as_expired() -> None:
    outcome = await clarify(scene())
    failure: Any = outcome.facts["failure"]
    assert outcome.facts["completion_state"] == "expired"
    assert failure["error_code"] == "E_INTAKE_EXPIRED"


async def test_a_run_can_be_cancelled_while_its_form_is_open() -> None:
    outcome = await clarify(scene(messages=[CANCEL]))
    assert (outcome.name, outcome.facts["completion_state"]) == ("abandoned", "cancelled")


@pytest.mark.spec("S2-117")
@pytest.mark.parametrize("name", MANDATORY)
async def test_the_gate_stays_shut_while_a_value_is_missing(name: str) -> None:
    context = scene(facts={"request": {**REQUEST, name: None}})
    assert (await handoff(context)).name == "incomplete"
    assert context.events == []


async def test_the_gate_says_what_was_agreed() -> None:
    context = scene()
    assert (await handoff(context)).name == "complete"
    assert context.told("intake_completed") == [{"request": REQUEST}]
