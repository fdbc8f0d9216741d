"""The engine: walks a graph from node to node over a journal.

A node visit is ordinary code between two records; the leaves that its handler uses are recorded one
by one. After a crash the same code runs again over the same records, so it comes to the same place.
"""

import logging
from collections.abc import Mapping
from functools import partial

from pydantic import JsonValue, ValidationError

from agentpro.definition import GraphDefinition
from agentpro.errors import RunError, error_record
from agentpro.guardrails import TRIPPED, OutcomeReached, first_denial
from agentpro.handlers import Outcome
from agentpro.identifiers import COMPLETION_STATE_FACT, COMPLETION_STATES
from agentpro.journal import JournalUnavailable, RunBody, RunInput, RunJournal
from agentpro.registry import Registry
from agentpro.run.budget import token_budget
from agentpro.run.forks import ForkPoint
from agentpro.run.guarded_tools import GuardedTools
from agentpro.run.leaves import Leaves
from agentpro.run.node_visit import NodeVisit, RunParts
from agentpro.run.places import Place, places_of
from agentpro.run.routing import next_way
from agentpro.run.state import RunState
from agentpro.run.turns import is_turn, take_turn

RUN_INPUT_VERSION = 1
"""The ``schema_version`` of run inputs without a fork."""
FORKED_INPUT_VERSION = 2
"""With one: an engine that knows nothing of forks refuses it, and does not begin at the start."""

_log = logging.getLogger(__name__)


def run_body(registry: Registry) -> RunBody:
    """The engine as a host executes it."""
    return partial(run, registry=registry)


async def run(run_input: RunInput, journal: RunJournal, registry: Registry) -> JsonValue:
    """Walk the graph of ``run_input`` to its end.

    Returns ``{"completion_state", "error", "facts"}``. ``error`` is ``None``, or the
    ``error_code``, ``message`` and ``next_step`` of what ended the run as ``graph_failed``; its
    completion state then is ``escalated``. A turn has no graph to walk and ends at once with
    ``None``.

    Raises:
        JournalUnavailable: the journal cannot be written now; the run stops where its record ends.
    """
    if is_turn(run_input):
        return None
    walk = _Walk(run_input, Leaves(journal, registry.observers), registry)
    try:
        completion_state = await walk.to_the_end()
    except Exception as error:  # noqa: BLE001 - whatever a handler fails with ends the run, told and recorded
        failure = walk.leaves.failure
        if isinstance(failure, JournalUnavailable):
            raise failure from None
        if failure is not None:
            return await walk.give_up(failure)
        _log.exception("the run %s failed", journal.graph_run_id)
        return await walk.fail(error)
    return _final_value(completion_state, None, walk.state.facts)


class _Walk:
    """One run on its way: the only thing that changes is which immutable state it holds."""

    def __init__(self, run_input: RunInput, leaves: Leaves, registry: Registry) -> None:
        self._input = run_input
        self._registry = registry
        self._place: Place | None = None
        self.leaves = leaves
        self.state = RunState()

    async def to_the_end(self) -> str:
        """Visit node after node; return the completion state."""
        definition = _definition(self._input)
        places = places_of(definition, self._registry)
        parts = self._parts(definition)
        await self._record_start(definition)
        place = places[self._begin_at(definition)]
        while True:
            self._place = place
            outcome = await self._visit(parts, place)
            if place.node.completes:
                return await self._complete()
            way = next_way(places, place, outcome, self.state, definition.limits)
            if way.exhausted is not None:
                await self._record_exhausted(place, way.exhausted)
            place = way.place

    def _begin_at(self, definition: GraphDefinition) -> str:
        if self._input.fork is None:
            return definition.start
        fork = ForkPoint.from_data(self._input.fork)
        self.state = RunState(facts=fork.facts)
        return fork.node

    async def fail(self, error: Exception) -> JsonValue:
        """Record that the run cannot go on."""
        key, payload = self._failure(error)
        await self.leaves.record(key, "graph_failed", "failed", self._place, payload)
        return _final_value("escalated", error_record(error), self.state.facts)

    async def give_up(self, error: Exception) -> JsonValue:
        """Tell that the run cannot go on, past a journal that has no place for it."""
        key, payload = self._failure(error)
        await self.leaves.tell(key, "graph_failed", "failed", self._place, payload)
        return _final_value("escalated", error_record(error), self.state.facts)

    def _failure(self, error: Exception) -> tuple[str, dict[str, JsonValue]]:
        payload: dict[str, JsonValue] = {**error_record(error), "completion_state": "escalated"}
        return f"{self.leaves.graph_run_id}:graph:0:failed", payload

    async def _visit(self, parts: RunParts, place: Place) -> str:
        self.state = state = self.state.entered(place.name)
        visit = NodeVisit(parts, place, state)
        await take_turn(self.leaves, self._input, place, visit.prefix, visit.visit)
        payload: dict[str, JsonValue] = {"visit": visit.visit}
        record = self.leaves.record
        await record(visit.prefix + "started", "node_started", "started", place, payload)
        outcome = await place.handler(visit)
        if self.leaves.failure is not None:
            raise self.leaves.failure
        await self._check_outcome(place, outcome, visit.prefix)
        payload = {"visit": visit.visit, "outcome": outcome.name, "facts": dict(outcome.facts)}
        await record(visit.prefix + "completed", "node_completed", "completed", place, payload)
        self.state = state.learned(outcome.facts)
        return outcome.name

    async def _check_outcome(self, place: Place, outcome: Outcome, prefix: str) -> None:
        if outcome.name not in place.handler.outcomes:
            raise RunError(
                "OUTCOME_UNDECLARED",
                f"The handler {place.node.handler!r} declares no outcome {outcome.name!r}.",
                "Report this with the run's id.",
            )
        if not place.guardrails:
            return
        reached = OutcomeReached(
            graph_run_id=self.leaves.graph_run_id,
            node=place.name,
            role=place.node.role,
            outcome=outcome.name,
            facts=outcome.facts,
        )
        denial = first_denial(place.guardrails, self._registry.guardrails, reached)
        if denial is not None:
            told = denial.told(place.node.role)
            await self.leaves.record(prefix + "guardrail", TRIPPED, "failed", place, told)
            raise RunError(denial.error_code, denial.message, denial.next_step)

    async def _complete(self) -> str:
        state = self.state.facts.get(COMPLETION_STATE_FACT)
        if not isinstance(state, str) or state not in COMPLETION_STATES:
            raise RunError(
                "COMPLETION_STATE_MISSING",
                "The last node did not say how the run ended.",
                f"Its handler must state the fact {COMPLETION_STATE_FACT!r}.",
            )
        key = f"{self.leaves.graph_run_id}:graph:0:completed"
        payload: dict[str, JsonValue] = {"completion_state": state}
        await self.leaves.record(key, "graph_completed", "completed", self._place, payload)
        self.state = self.state.ended(state)
        return state

    def _parts(self, definition: GraphDefinition) -> RunParts:
        inputs = self._input.inputs
        budget = token_budget(definition.limits, inputs)
        tools = GuardedTools(self._registry, definition.limits, budget)
        return RunParts(definition, inputs, self.leaves, tools)

    async def _record_start(self, definition: GraphDefinition) -> None:
        key = f"{self.leaves.graph_run_id}:graph:0:started"
        payload: dict[str, JsonValue] = {
            "graph_id": definition.graph_id,
            "inputs": self._input.inputs,
        }
        if self._input.fork is not None:
            payload["fork"] = self._input.fork
        await self.leaves.record(key, "graph_started", "started", None, payload)

    async def _record_exhausted(self, place: Place, exhausted: str) -> None:
        facts: dict[str, JsonValue] = {"exhausted_node": exhausted}
        visit = self.state.visits[place.name]
        key = f"{self.leaves.graph_run_id}:{place.name}:{visit}:exhausted"
        payload: dict[str, JsonValue] = {"facts": facts}
        await self.leaves.record(key, "node_exhausted", "reported", place, payload)
        self.state = self.state.learned(facts)


def _definition(run_input: RunInput) -> GraphDefinition:
    known = RUN_INPUT_VERSION if run_input.fork is None else FORKED_INPUT_VERSION
    if run_input.schema_version != known:
        raise RunError(
            "RUN_INPUT_VERSION",
            f"The run was started with inputs of version {run_input.schema_version}, "
            f"this program reads version {known}.",
            "Continue the run with the version that it began with.",
        )
    try:
        return GraphDefinition.from_data(run_input.graph)
    except ValidationError as error:
        raise RunError(
            "GRAPH_INVALID",
            "The graph that the run was started with cannot be read.",
            "Continue the run with the version that it began with.",
        ) from error


def _final_value(
    completion_state: str, error: Mapping[str, str] | None, facts: Mapping[str, JsonValue]
) -> JsonValue:
    return {
        "completion_state": completion_state,
        "error": None if error is None else dict(error),
        "facts": dict(facts),
    }
