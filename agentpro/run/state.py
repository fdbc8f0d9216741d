"""The state of a run: immutable, and the same whether built on the way or from the events."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, cast

from pydantic import JsonValue

from agentpro.observers import GraphEvent


class RunState(NamedTuple):
    """Where a run is and what it knows."""

    node: str | None = None
    """The node that was entered last; ``None`` before the first."""
    facts: Mapping[str, JsonValue] = {}
    visits: Mapping[str, int] = {}
    total_visits: int = 0
    completion_state: str | None = None
    """``None`` while the run goes on."""

    def entered(self, node: str) -> "RunState":
        """After coming to ``node`` once more."""
        visits = {**self.visits, node: self.visits.get(node, 0) + 1}
        return RunState(node, self.facts, visits, self.total_visits + 1, None)

    def learned(self, facts: Mapping[str, JsonValue]) -> "RunState":
        """With ``facts`` added; one of the same name is replaced."""
        return self._replace(facts={**self.facts, **facts}) if facts else self

    def ended(self, completion_state: str) -> "RunState":
        """After the end of the run."""
        return self._replace(completion_state=completion_state)

    def after(self, event: GraphEvent) -> "RunState":
        """After ``event``; events that say nothing about the state change nothing."""
        match event.event_type:
            case "graph_started":
                return RunState(facts=_inherited(event))
            case "node_started" if event.node is not None:
                return self.entered(event.node)
            case "node_completed" | "node_exhausted":
                return self.learned(cast("Mapping[str, JsonValue]", event.payload["facts"]))
            case "graph_completed" | "graph_failed":
                return self.ended(str(event.payload["completion_state"]))
            case _:
                return self


def _inherited(event: GraphEvent) -> Mapping[str, JsonValue]:
    """The facts that a forked run begins with."""
    fork = event.payload.get("fork")
    facts = fork.get("facts") if isinstance(fork, dict) else None
    return facts if isinstance(facts, dict) else {}


def state_after(events: Iterable[GraphEvent]) -> RunState:
    """The state that a run's events, in their order, lead to."""
    state = RunState()
    for event in events:
        state = state.after(event)
    return state
