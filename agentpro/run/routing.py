"""Routing: where a run goes next, within its bounds."""

from collections.abc import Mapping
from typing import NamedTuple

from agentpro.definition import Limits
from agentpro.errors import RunError
from agentpro.run.places import Place
from agentpro.run.state import RunState


class Way(NamedTuple):
    """Where to go, and the node that was passed over because its visits are used up."""

    place: Place
    exhausted: str | None = None


def next_way(
    places: Mapping[str, Place], place: Place, outcome: str, state: RunState, limits: Limits
) -> Way:
    """Where ``outcome`` leads from ``place``.

    Raises:
        RunError: ``OUTCOME_UNROUTED``, or ``LOOP_LIMIT`` if no visit is left.
    """
    target = place.ways.get(outcome)
    if target is None:
        raise RunError(
            "OUTCOME_UNROUTED",
            f"No way leads on from {place.name!r} after {outcome!r}.",
            "Report this with the run's id.",
        )
    if state.total_visits >= limits.max_total_visits:
        raise _loop_limit(f"The run has visited {state.total_visits} nodes, as many as it may.")
    if _has_visits_left(places[target], state):
        return Way(places[target])
    return _detour(places, places[target], state)


def _detour(places: Mapping[str, Place], exhausted: Place, state: RunState) -> Way:
    instead = exhausted.node.when_exhausted
    if instead is None or not _has_visits_left(places[instead], state):
        visits = state.visits[exhausted.name]
        raise _loop_limit(
            f"The run has been at {exhausted.name!r} {visits} times, the most it may."
        )
    return Way(places[instead], exhausted.name)


def _has_visits_left(place: Place, state: RunState) -> bool:
    return state.visits.get(place.name, 0) < place.visit_limit


def _loop_limit(message: str) -> RunError:
    return RunError("LOOP_LIMIT", message, "Look at what failed again and again, then start anew.")
