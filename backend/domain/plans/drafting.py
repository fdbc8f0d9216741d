"""What a recipe proposes: tool calls in order, before the catalogue has judged them."""

from typing import Any

from pydantic import Field, JsonValue

from backend.domain.canonical import JsonObject
from backend.domain.identifiers import GraphRunId, StepId, Value
from backend.domain.plans.actions import Provenance
from backend.domain.plans.plan import ArtefactReference, HealthExpectation, SourceReference


class ToolCall(Value):
    """A tool call as a model emits it: ``{"tool": "create_bucket", "args": {…}}``."""

    tool: str
    args: dict[str, Any]


class DraftStep(Value):
    """One proposed tool call, and where each of its arguments comes from."""

    step_id: StepId
    call: ToolCall
    provenance: dict[str, Provenance]


class PlanDraft(Value):
    """A whole proposal; the catalogue turns it into a plan or refuses it."""

    intent: str
    target: str
    source: SourceReference | None
    artefacts: tuple[ArtefactReference, ...] = ()
    steps: tuple[DraftStep, ...] = Field(min_length=1)
    outputs: JsonObject = Field(default_factory=dict[str, JsonValue])
    health: HealthExpectation | None = None
    undoes: GraphRunId | None = None
    confirmation: str | None = None
