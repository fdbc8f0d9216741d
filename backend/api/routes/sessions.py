"""Conversations, for whoever does without the socket."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated

from fastapi import Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import TypeAdapter

from backend.api.access.guard import CurrentActor, guarded_router
from backend.api.bodies import body_of, described
from backend.api.service import Talks
from backend.domain.commands import SendMessage
from backend.domain.conversations.frames import TurnPiece
from backend.domain.identifiers import SessionId
from backend.domain.views import EventPage, SessionView

router = guarded_router("/api/v1")
_MESSAGE = TypeAdapter(SendMessage)


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


@router.post("/sessions/{session_id}/messages", status_code=204, openapi_extra=described(_MESSAGE))
async def send_message(
    talks: Talks,
    actor: CurrentActor,
    session_id: str,
    message: Annotated[SendMessage, Depends(body_of(_MESSAGE))],
) -> None:
    """Say something; the answer is among the session's events as soon as this returns."""
    await talks.carry_out(actor, SessionId(session_id), message)


@router.get("/sessions/{session_id}/pieces", response_class=StreamingResponse)
async def pieces(talks: Talks, actor: CurrentActor, session_id: str) -> StreamingResponse:
    """Replies while they are written, a JSON line for each piece, until the client leaves."""
    await talks.position(actor, SessionId(session_id))
    told = talks.live(actor, SessionId(session_id))
    return StreamingResponse(_lines(told), media_type="application/x-ndjson")


async def _lines(told: AsyncGenerator[TurnPiece, None]) -> AsyncIterator[str]:
    async with aclosing(told):
        async for piece in told:
            yield piece.model_dump_json() + "\n"
