"""What is known when a message comes: the end of its conversation, and what that is about."""

from pydantic import JsonValue, TypeAdapter

from backend.agents.conversing.turn import LAST_TURNS
from backend.domain.canonical import JsonObject
from backend.domain.events import EventType
from backend.domain.identifiers import SessionId
from backend.domain.views import RunView
from backend.runs.conversation.reply import PendingWish, Wish
from backend.runs.copilot import LocalCopilot
from backend.runs.places import TENANT
from backend.runs.views import event_of

_PENDING = TypeAdapter(PendingWish)
_RECENT_EVENTS = 1_000
"""How far back turns are looked for: a run tells some dozens of events for each turn."""


async def situation(copilot: LocalCopilot, wish: Wish) -> JsonObject:
    """``{turns, pending, question, run, deployments, credentials}``, each as its view's JSON.

    ``run`` is the one that asks, or else the newest of the conversation.
    """
    session_id = wish.place.session_id
    run = await _run(copilot, session_id)
    question = run.question if run else None
    deployments: list[JsonValue] = [each.to_json() for each in await copilot.deployments()]
    credentials: list[JsonValue] = [each.to_json() for each in await copilot.credentials()]
    return {
        "turns": await _turns(copilot, session_id),
        "pending": wish.pending and _PENDING.dump_python(wish.pending, mode="json"),
        "question": question.to_json() if question else None,
        "run": run.to_json() if run else None,
        "deployments": deployments,
        "credentials": credentials,
    }


async def _run(copilot: LocalCopilot, session_id: SessionId) -> RunView | None:
    runs = await copilot.repositories.runs.of_session(TENANT, session_id)
    asking = [run for run in runs if run.status == "waiting"]
    meant = asking or runs
    return await copilot.run(meant[-1].graph_run_id) if meant else None


async def _turns(copilot: LocalCopilot, session_id: SessionId) -> list[JsonValue]:
    """The last turns, the message that is being answered among them."""
    events = copilot.repositories.events
    last = await events.last_sequence(TENANT, session_id)
    records = await events.after(TENANT, session_id, max(0, last - _RECENT_EVENTS))
    told = [event_of(record) for record in records]
    turns = [event.payload for event in told if event.type is EventType.TURN_ADDED]
    return [*turns[-LAST_TURNS:]]
