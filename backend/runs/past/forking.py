"""Forking: a new run that begins where an earlier one had come to a node."""

from typing import Any

from pydantic import JsonValue

from agentpro.errors import AgentproError
from agentpro.run.turns import OWNER_INPUT
from backend.domain.commands import ForkRun
from backend.domain.errors import UserCanFix
from backend.domain.events import Event, EventType
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.approval import Actor
from backend.runs.past.records import events_of, graph_event_of
from backend.runs.places import TENANT, new_place
from backend.runs.service import RunService
from backend.stores.repositories.runs import RunRecord


async def fork_run(service: RunService, actor: Actor, command: ForkRun) -> GraphRunId:
    """Start a run of the same graph version at the node; it belongs to who forks it.

    Raises:
        UserCanFix: ``FORK_PASSES_GATE``, ``FORK_UNKNOWN``, ``E_CANNOT_FORK`` or ``E_NOT_FOUND``.
    """
    source = await service.repositories.runs.get(TENANT, command.graph_run_id)
    events = await events_of(service.repositories, command.graph_run_id)
    told = [graph_event_of(event) for event in events]
    inputs = _inputs_of(source, events)
    runtime, place = service.runtime, new_place(source.session_id)
    try:
        point = runtime.fork_point(source.graph_id, told, command.node, command.visit)
    except AgentproError as error:
        raise UserCanFix(error.error_code, error.message, error.next_step) from error
    detail: dict[str, JsonValue] = {**command.to_json(), "new_run_id": place.graph_run_id}
    await service.audit.append("run_forked", actor=actor.user_id, scope=source.scope, detail=detail)
    await service.repositories.runs.add(
        RunRecord(
            **source.scope.model_dump(),
            created_at=service.clock(),
            graph_run_id=place.graph_run_id,
            graph_id=source.graph_id,
            session_id=place.session_id,
            actor=actor.to_json(),
        )
    )
    own: dict[str, JsonValue] = {"actor": actor.to_json(), OWNER_INPUT: actor.user_id}
    await runtime.fork_run(
        source.graph_id, {**inputs, **own}, point, graph_run_id=place.graph_run_id
    )
    return place.graph_run_id


def _inputs_of(source: RunRecord, events: list[Event]) -> dict[str, Any]:
    started = next((each for each in events if each.type is EventType.GRAPH_STARTED), None)
    inputs = started.payload.get("inputs") if started else None
    if not isinstance(inputs, dict):
        raise UserCanFix(
            "E_CANNOT_FORK",
            f"The run {source.graph_run_id} did not write down what it was started with.",
            "Start a new run instead.",
        )
    return inputs
