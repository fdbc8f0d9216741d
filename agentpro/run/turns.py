"""Turns: before a visit that a queue limits, a run takes its place in that queue.

A turn is a child run that ends at once: all that matters is when the back end starts it. The wait
is therefore as durable as every other, and is never in a step.
"""

from collections.abc import Mapping

from pydantic import JsonValue

from agentpro.journal import RunInput
from agentpro.run.leaves import Leaves
from agentpro.run.places import Place

OWNER_INPUT = "owner"
"""The run input that names whose turns are counted; without it all runs share one owner."""
_TURN = "turn"


def is_turn(run_input: RunInput) -> bool:
    """Whether a run is nothing but a turn of another."""
    return run_input.graph.keys() == {_TURN}


async def take_turn(
    leaves: Leaves, run_input: RunInput, place: Place, prefix: str, visit: int
) -> None:
    """Wait for a place in the queue of ``place``; at a node without a queue nothing.

    Observers are told ``node_queued`` before, since the wait may be long.
    """
    queue = place.node.queue
    if queue is None:
        return
    payload: dict[str, JsonValue] = {"visit": visit, "queue": queue}
    await leaves.record(prefix + "queued", "node_queued", "waiting", place, payload)
    turn = RunInput(schema_version=run_input.schema_version, graph={_TURN: queue}, inputs={})
    key = prefix + _TURN
    await leaves.child(key, key, turn, _queue_of_owner(queue, run_input.inputs))


def _queue_of_owner(queue: str, inputs: Mapping[str, JsonValue]) -> str:
    owner = inputs.get(OWNER_INPUT)
    return f"{queue}/{owner}" if isinstance(owner, str) and owner else queue
