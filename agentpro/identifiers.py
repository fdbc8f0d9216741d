"""Identifiers: one ``NewType`` per noun, and the few words that are fixed."""

from typing import Literal, NewType, get_args

GraphId = NewType("GraphId", str)
"""``name@version`` of an immutable graph definition."""
GraphRunId = NewType("GraphRunId", str)
"""One execution of a graph version."""
NodeName = NewType("NodeName", str)
"""A place in a graph."""
RoleName = NewType("RoleName", str)
"""A set of grants and guardrails, shared by the nodes of one agent."""
OutcomeName = NewType("OutcomeName", str)
"""The word that a node returns to choose its edge."""

CompletionState = Literal["succeeded", "rejected", "expired", "cancelled", "undone", "escalated"]
"""How a run ended; the last node states it as the fact ``completion_state``."""

COMPLETION_STATES: frozenset[str] = frozenset(get_args(CompletionState))
COMPLETION_STATE_FACT = "completion_state"


def graph_id(name: str, version: str) -> GraphId:
    """The id of one version of a graph."""
    return GraphId(f"{name}@{version}")
