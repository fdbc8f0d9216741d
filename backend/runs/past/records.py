"""The records of one run, and its events as the runtime had told them."""

from agentpro.observers import GraphEvent
from backend.domain.events import Event
from backend.domain.identifiers import GraphRunId
from backend.runs.places import TENANT
from backend.runs.views import event_of
from backend.stores.repositories.events import EventRecord
from backend.stores.repositories.everything import Repositories
from backend.stores.repositories.runs import RunRecord


async def session_records(repositories: Repositories, run: RunRecord) -> list[EventRecord]:
    """Everything in the log of the run's session, in order."""
    return await repositories.events.after(TENANT, run.session_id, 0)


async def events_of(repositories: Repositories, graph_run_id: GraphRunId) -> list[Event]:
    """The events of a run, in order.

    Raises:
        UserCanFix: ``E_NOT_FOUND``.
    """
    run = await repositories.runs.get(TENANT, graph_run_id)
    events = [event_of(record) for record in await session_records(repositories, run)]
    return [event for event in events if event.graph_run_id == graph_run_id]


def graph_event_of(event: Event) -> GraphEvent:
    """The event as the runtime had told it."""
    node = event.payload.get("node")
    return GraphEvent(
        event_id=event.event_id,
        event_type=event.type.value,
        graph_run_id=str(event.graph_run_id),
        node=node if isinstance(node, str) else None,
        role=event.agent,
        phase=event.phase,
        status=event.status or "reported",
        payload=event.payload,
    )
