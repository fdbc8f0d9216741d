"""The definition of a graph: immutable, versioned, strict.

Defaults are part of this schema: a published graph relies on them as if they were written in its
file.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    PositiveFloat,
    PositiveInt,
    StringConstraints,
    model_validator,
)

from agentpro.identifiers import GraphId, graph_id

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
"""A word in snake_case."""
HandlerName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,94}$")]
"""``role.verb``."""
Version = Annotated[
    str, StringConstraints(pattern=r"^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$")
]
"""A semantic version of three numbers; published graphs have no pre-releases."""
Grants = dict[Name, Annotated[tuple[Name, ...], Field(min_length=1)]]
"""Tool name to the capabilities that may be called."""


class Value(BaseModel):
    """Base of every part of a definition: frozen, strict, without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TokenLimit(Value):
    """What a run may spend by default, and the most that it may be started with."""

    default: PositiveInt
    ceiling: PositiveInt

    @model_validator(mode="after")
    def _default_within_ceiling(self) -> Self:
        if self.default > self.ceiling:
            raise ValueError("the default is above the ceiling")
        return self


def _input_tokens() -> TokenLimit:
    return TokenLimit(default=80_000, ceiling=120_000)


def _output_tokens() -> TokenLimit:
    return TokenLimit(default=40_000, ceiling=60_000)


class Limits(Value):
    """What a run may use; what the engine does not enforce, tools read."""

    max_node_visits: PositiveInt = 5
    """Visits to one node that does not set its own ``max_visits``."""
    max_total_visits: PositiveInt = 60
    approval_timeout_s: PositiveInt = 86_400
    """The longest time that any node waits for a message."""
    concurrent_tool_calls: PositiveInt = 10
    input_tokens: TokenLimit = Field(default_factory=_input_tokens)
    output_tokens: TokenLimit = Field(default_factory=_output_tokens)
    metered_tools: tuple[Name, ...] = ()
    """Tools that cost tokens; they alone are refused when the tokens are spent."""
    planning_cycles_per_minute: PositiveInt = 4
    shell_timeout_s: PositiveInt = 120
    aws_requests_per_second: PositiveFloat = 2.0

    @property
    def queues(self) -> Mapping[str, int]:
        """The queues that nodes may name, with the turns that each owner may take per minute."""
        return {"planning_cycles": self.planning_cycles_per_minute}


class Role(Value):
    """What an agent may do, wherever it appears in the graph."""

    tools: Grants
    guardrails: tuple[Name, ...] = ()
    model: str | None = None
    """The language model of this role; by default the application chooses."""
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None


class Gate(Value):
    """Makes a node a gate: other nodes can require that it was passed."""

    opens_on: Name
    """The outcome that passes the gate; every other outcome leaves it shut."""
    holds_for: Literal["run", "visit"] = "visit"
    """``visit``: passed before every visit of what requires it; ``run``: once is enough."""
    voided_by: tuple[Name, ...] = ()
    """Nodes after which it must be passed anew, such as the one that drafts what it judged."""


class Node(Value):
    """A place in the graph, with the role that acts there."""

    role: Name
    phase: Name
    handler: HandlerName
    tools: Grants | None = None
    """A subset of the role's grants; by default all of them."""
    gate: Gate | None = None
    requires_gates: tuple[Name, ...] = ()
    """Gates without which no path may lead here."""
    waits_for: Name | None = None
    """The one topic on which this node may receive messages."""
    queue: Name | None = None
    """The queue of :attr:`Limits.queues` in which every visit first takes a turn."""
    max_visits: PositiveInt | None = None
    when_exhausted: Name | None = None
    """Where a run goes instead when ``max_visits`` are used up; by default it fails."""
    completes: bool = False
    """Whether the run ends after this node."""


class Edge(Value):
    """An allowed move: where ``from`` goes after ``outcome``."""

    model_config = ConfigDict(serialize_by_alias=True)

    from_: Name = Field(alias="from")
    outcome: Name
    to: Name


class GraphDefinition(Value):
    """One version of a graph; ``name@version`` never changes once published."""

    name: Name
    version: Version
    description: str
    limits: Limits = Field(default_factory=Limits)
    start: Name
    roles: Annotated[dict[Name, Role], Field(min_length=1)]
    nodes: Annotated[dict[Name, Node], Field(min_length=1)]
    edges: tuple[Edge, ...]

    @property
    def graph_id(self) -> GraphId:
        """``name@version``."""
        return graph_id(self.name, self.version)

    def as_data(self) -> dict[str, JsonValue]:
        """The whole definition as plain JSON, defaults included; what a run is pinned to."""
        return self.model_dump(mode="json")

    @classmethod
    def from_data(cls, data: dict[str, JsonValue]) -> "GraphDefinition":
        """The inverse of :meth:`as_data`.

        Raises:
            pydantic.ValidationError: if ``data`` is not a definition.
        """
        return cls.model_validate_json(json.dumps(data))


def grants_of(definition: GraphDefinition, node: Node) -> Grants:
    """What may be called at ``node``: its own narrowing, or else all of its role."""
    return definition.roles[node.role].tools if node.tools is None else node.tools


def visit_limit(definition: GraphDefinition, name: str) -> int:
    """How many times a run may come to the node called ``name``."""
    return definition.nodes[name].max_visits or definition.limits.max_node_visits
