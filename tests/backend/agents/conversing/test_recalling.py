"""The curator at a message: memories by topic, and none where there is no memory."""

from typing import Any

import pytest

from backend.agents.conversing.curator import recall
from tests.backend.agents.conversing.messages import a_message
from tests.doubles.node_contexts import gave, refused

MEMORY: dict[str, Any] = {
    "memory_id": "brief:run_1",
    "collection": "briefs",
    "text": "It was deployed.",
    "tags": ["lambda"],
    "score": 0.5,
    "occurred_at": "2030-01-02T00:00:00Z",
    "graph_run_id": "run_1",
    "deployment_id": None,
}


@pytest.mark.spec("S3-100")
@pytest.mark.parametrize(
    ("topic", "outcome", "asked"),
    [
        ("plan", "plan", []),
        ("verdict", "verdict", []),
        ("outcome", "outcome", ["failures"]),
        ("memory", "other", ["briefs", "failures"]),
        ("general", "other", ["briefs", "templates"]),
    ],
)
async def test_the_topic_says_where_is_looked_and_who_goes_on(
    topic: str, outcome: str, asked: list[str]
) -> None:
    found = {"qdrant_vector.query": gave({"matches": [MEMORY, {"text": "no memory"}, 3]})}
    context = a_message("what happened?", facts={"topic": topic}, answers=found)
    recalled = await recall(context)
    assert recalled.name == outcome
    assert [called.args["collection"] for called in context.calls] == asked
    assert recalled.facts == {"memories": [MEMORY] * len(asked)}


async def test_without_a_memory_nothing_is_remembered() -> None:
    missing = {"qdrant_vector.query": refused("TOOL_UNAVAILABLE")}
    context = a_message("what happened?", facts={"topic": "memory"}, answers=missing)
    assert (await recall(context)).facts == {"memories": []}
