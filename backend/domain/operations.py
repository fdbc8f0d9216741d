"""Operations: single actions of the catalogue, or chains of them, as a person asks for them.

An operation belongs to no deployment. All of them run under one application id of their own, so
that two never change the same account and region at once.
"""

from pydantic import Field

from backend.domain.canonical import JsonObject
from backend.domain.identifiers import ApplicationId, StepId, Value
from backend.domain.plans.drafting import ToolCall

OPERATIONS = ApplicationId("operations")
MOST_CALLS = 20
_GRAPH = "operate@"


class Operation(Value):
    """The calls in their order, and where; names and arguments are judged by the catalogue."""

    calls: tuple[ToolCall, ...] = Field(min_length=1, max_length=MOST_CALLS)
    region: str = Field(min_length=1, max_length=32)


class OperationAnswer(Value):
    """What a read of an operation found.

    ``answer`` is ``{"columns", "rows", "total"}`` for a list, of which ``rows`` may be the
    beginning, or ``{"facts": {…}}`` for one thing.
    """

    step_id: StepId
    title: str
    action: str
    answer: JsonObject


def is_operation(graph_id: str) -> bool:
    """Whether a run of that graph performs an operation."""
    return graph_id.startswith(_GRAPH)
