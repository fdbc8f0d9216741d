"""Intake at a message: certain readings stand, a model is asked about the rest."""

from typing import Any

import pytest
from pydantic import JsonValue

from agentpro.tools import ToolResult
from backend.agents.conversing.intake import understand
from backend.domain.canonical import JsonObject
from tests.backend.agents.conversing.messages import MAY_NOT_ASK, a_message
from tests.doubles.node_contexts import gave, refused

UNSURE = "so many blobs in Frankfurt, a home for them"


def model(value: JsonValue) -> dict[str, ToolResult]:
    return {"ask": gave({"value": value, "tool_calls": []})}


def reading(action: str | None, **quotes: str) -> JsonObject:
    slots: list[JsonValue] = [
        {"name": name, "value": quote, "quote": quote} for name, quote in quotes.items()
    ]
    return {"action": action, "slots": slots}


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("list my buckets", "list_buckets"),
        ("hello", "small_talk"),
        ("approve the plan", "approve_plan"),
        ("don't delete anything", "clarify"),
        ("create a bucket in Paris and in Tokyo called x-1", "clarify"),
        ("what did it cost us", "aws_cost_analysis"),
    ],
)
async def test_what_is_certain_asks_nobody(text: str, action: str) -> None:
    context = a_message(text)
    outcome = await understand(context)
    frame: Any = outcome.facts["frame"]
    assert (outcome.name, frame["action"], context.calls) == ("wish", action, [])


@pytest.mark.parametrize(
    ("text", "topic"),
    [("why did it fail?", "outcome"), ("what did we do last time?", "memory"), ("why?", None)],
)
async def test_a_question_is_one(text: str, topic: str | None) -> None:
    outcome = await understand(a_message(text, facts=MAY_NOT_ASK))
    assert outcome.name == "question"
    assert topic in (None, outcome.facts["topic"])


async def test_a_proposed_reading_is_a_wish_with_what_was_said() -> None:
    context = a_message(UNSURE, answers=model(reading("create_bucket", region="Frankfurt")))
    outcome = await understand(context)
    frame: Any = outcome.facts["frame"]
    assert (outcome.name, frame["action"]) == ("wish", "create_bucket")
    assert (frame["slots"], frame["missing"]) == ({"region": "eu-central-1"}, ["bucket_name"])
    assert context.events == []


async def test_an_invented_value_is_told_without_repeating_it() -> None:
    context = a_message(UNSURE, answers=model(reading("create_bucket", bucket_name="evil-9")))
    frame: Any = (await understand(context)).facts["frame"]
    assert frame["slots"] == {}
    (told,) = context.told("guardrail_tripped")
    assert told["reason_code"] == "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"
    assert "evil" not in str(context.events)


@pytest.mark.spec("S2-75")
async def test_a_destructive_reading_is_asked_about() -> None:
    context = a_message(UNSURE, answers=model(reading("delete_bucket", region="Frankfurt")))
    outcome = await understand(context)
    meant: Any = outcome.facts["meant"]
    assert "frame" not in outcome.facts
    assert meant["text"].startswith("Did you mean: delete bucket?")
    assert meant["suggestions"][0]["text"] == "delete_bucket region=eu-central-1"


@pytest.mark.parametrize("value", [reading(None), reading("approve_plan"), None, "text"])
async def test_what_is_no_reading_makes_it_a_question(value: JsonValue) -> None:
    outcome = await understand(a_message(UNSURE, answers=model(value)))
    assert (outcome.name, outcome.facts) == ("question", {"topic": "general"})


@pytest.mark.parametrize(
    ("code", "is_told"),
    [("TOOL_UNAVAILABLE", False), ("E_BUDGET", False), ("E_MODEL_UNAVAILABLE", True)],
)
async def test_without_an_answer_the_reading_goes_on_as_it_came(code: str, is_told: bool) -> None:
    outcome = await understand(a_message(UNSURE, answers={"ask": refused(code)}))
    frame: Any = outcome.facts["frame"]
    assert (outcome.name, frame["action"]) == ("wish", "clarify")
    assert (outcome.facts["notice"] is not None) == is_told
