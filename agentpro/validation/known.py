"""What the validation of a graph has to know besides the graph."""

from collections.abc import Mapping
from dataclasses import dataclass

from agentpro.definition import GraphDefinition
from agentpro.errors import Problem
from agentpro.loading import Source


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownNames:
    """What an application offers to its graphs."""

    tools: Mapping[str, frozenset[str]]
    """Tool name to its capabilities."""
    gated: Mapping[str, frozenset[str]]
    """Tool name to those capabilities that demand a gate; a tool may have none."""
    handlers: Mapping[str, frozenset[str]]
    """Handler name to its declared outcomes."""
    guardrails: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A definition under examination."""

    definition: GraphDefinition
    source: Source
    known: KnownNames

    def problem(self, reason: str, *path: str | int) -> Problem:
        """``reason``, at the line where ``path`` was written."""
        return self.source.problem(reason, *path)
