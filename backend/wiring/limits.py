"""What all runs together may use, from the limits of the shipped graphs.

Of several graphs the strictest limit counts, each in its newest version: queues and rates belong to
people and accounts, not to one run.
"""

from collections.abc import Sequence
from contextlib import suppress

from agentpro.definition import GraphDefinition, Limits
from agentpro.errors import GraphError
from agentpro.loading import graph_ids, load_graph, shipped_graphs
from backend.durable.queues import RunQueue
from backend.settings import Settings

_TURNS_AT_ONCE = 10
"""A turn ends as soon as it begins, so that this never delays anybody."""


def run_queues(settings: Settings) -> tuple[RunQueue, ...]:
    """The queues in which runs take turns."""
    limits = _shipped_limits()
    starts = {
        name: min(each.queues[name] for each in limits if name in each.queues)
        for name in {name for each in limits for name in each.queues}
    }
    if settings.planning_cycles_per_minute is not None:
        starts["planning_cycles"] = settings.planning_cycles_per_minute
    return tuple(
        RunQueue(name=name, at_once=_TURNS_AT_ONCE, starts_per_minute=limit)
        for name, limit in sorted(starts.items())
    )


def aws_requests_per_second() -> float:
    """How many requests one access key may send."""
    return min(limits.aws_requests_per_second for limits in _shipped_limits())


def newest_graphs() -> list[GraphDefinition]:
    """Every shipped graph in its newest version."""
    found: list[GraphDefinition] = []
    for name in {graph_id.partition("@")[0] for graph_id in graph_ids(shipped_graphs())}:
        # Who asks for a graph that cannot be loaded is told so; the runs of others go on.
        with suppress(GraphError):
            found.append(load_graph(name))
    return found


def _shipped_limits() -> Sequence[Limits]:
    """Without any graph, the defaults."""
    return [graph.limits for graph in newest_graphs()] or [Limits()]
