"""The graph that answers messages: every way leads to a reply, and none can change anything."""

import pytest

from agentpro.loading import load_graph
from tests.agentpro.graphs import Act, always
from tests.agentpro.shipped import CHANGING, tools_of, visited

SCREENED = ["screening", "understanding"]


@pytest.mark.spec("S2-106", "S2-107", "S2-148")
@pytest.mark.parametrize(
    ("acts", "way"),
    [
        ({}, SCREENED),
        ({"compliance.screen": always("refused")}, SCREENED[:1]),
        (
            {"intake.understand": always("question")},
            [*SCREENED, "recall", "plan_explaining", "review"],
        ),
        (
            {"intake.understand": always("question"), "curator.recall": always("verdict")},
            [*SCREENED, "recall", "verdict_explaining", "review"],
        ),
        (
            {"intake.understand": always("question"), "curator.recall": always("outcome")},
            [*SCREENED, "recall", "outcome_explaining", "review"],
        ),
        (
            {"intake.understand": always("question"), "curator.recall": always("other")},
            [*SCREENED, "recall", "answering", "review"],
        ),
    ],
)
async def test_a_message(acts: dict[str, Act], way: list[str]) -> None:
    assert await visited("converse", acts) == [*way, "closure"]


def test_a_conversation_is_granted_nothing_that_changes() -> None:
    definition = load_graph("converse")
    granted = tools_of(definition)
    assert set(granted) == {"openai_llm", "aws_deployer", "qdrant_vector"}
    assert not granted["aws_deployer"] & CHANGING
    assert granted["qdrant_vector"] == {"query"}
    nodes = definition.nodes.items()
    asking = [name for name, node in nodes if node.role != "compliance" and not node.completes]
    assert all("screening" in definition.nodes[name].requires_gates for name in asking)
    assert all(node.waits_for is None for _, node in nodes)
