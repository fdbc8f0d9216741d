"""Observers: who is told, durably and once, what a run does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from pydantic import JsonValue


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphEvent:
    """Something that happened in a run: ``graph_started``, ``node_started``, ``node_completed``, ….

    ``event_id`` is derived from the run, node, visit and position, so it is the same after a
    replay.
    """

    event_id: str
    event_type: str
    graph_run_id: str
    node: str | None
    role: str | None
    phase: str | None
    status: str
    payload: Mapping[str, JsonValue]


class Observer(Protocol):
    """Told of every event inside a leaf; must be idempotent by ``event_id``."""

    async def observe(self, event: GraphEvent) -> None: ...
