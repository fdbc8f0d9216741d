"""Conversations, for whoever does without the socket."""

from typing import Annotated

from fastapi import Query

from backend.api.access.guard import CurrentActor, guarded_router
from backend.api.service import Talks
from backend.domain.identifiers import SessionId
from backend.domain.views import EventPage, SessionView

router = guarded_router("/api/v1")


@router.get("/sessions")
async def sessions(talks: Talks, actor: CurrentActor) -> tuple[SessionView, ...]:
    """The person's conversations, the last active first."""
    return await talks.of_person(actor)


@router.post("/sessions", status_code=201)
async def begin_session(talks: Talks, actor: CurrentActor) -> SessionView:
    """Begin a conversation; it goes on over `/ws/agent`."""
    return await talks.begin(actor)


@router.get("/sessions/{session_id}/events")
async def session_events(
    talks: Talks,
    actor: CurrentActor,
    session_id: str,
    after_sequence: Annotated[int, Query(ge=0)] = 0,
) -> EventPage:
    """The events behind `after_sequence`, some hundreds at a time."""
    return await talks.page(actor, SessionId(session_id), after_sequence)
