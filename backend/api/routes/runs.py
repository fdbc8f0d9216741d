"""Runs: looking, following, answering, cancelling."""

import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import Field, TypeAdapter

from backend.api.access.guard import CurrentActor, guarded_router
from backend.api.bodies import body_of, described
from backend.api.service import Service, StartedRun
from backend.domain.commands import AnswerIntake, CancelRun, DecideApproval, ForkRun, UndoRun
from backend.domain.errors import CopilotError, error_to_value
from backend.domain.events import Event
from backend.domain.identifiers import GraphRunId, Value
from backend.domain.views import RunReplay, RunView

router = guarded_router("/api/v1")
_DECIDE = TypeAdapter(DecideApproval)
_ANSWER = TypeAdapter(AnswerIntake)
_CANCEL = TypeAdapter(CancelRun)
MOST_RUNS = 500


class ForkRequest(Value):
    """Where a run shall begin: at the last visit of the node, or at that one."""

    node: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    visit: int | None = Field(default=None, ge=1)


_FORK = TypeAdapter(ForkRequest)


@router.get("/runs")
async def runs(
    service: Service, limit: Annotated[int, Query(ge=1, le=MOST_RUNS)] = 50
) -> tuple[RunView, ...]:
    """The newest runs first."""
    return await service.runs(limit)


@router.get("/runs/{graph_run_id}")
async def run(service: Service, graph_run_id: str) -> RunView:
    """One run as it stands."""
    return await service.run(GraphRunId(graph_run_id))


@router.get("/runs/{graph_run_id}/events", response_class=StreamingResponse)
async def events(
    service: Service, graph_run_id: str, after_sequence: Annotated[int, Query(ge=0)] = 0
) -> StreamingResponse:
    """One JSON line for each event, until the run ends; a line ``{"failure": …}`` breaks off."""
    await service.run(GraphRunId(graph_run_id))
    told = service.events(GraphRunId(graph_run_id), after_sequence)
    return StreamingResponse(_lines(told), media_type="application/x-ndjson")


@router.get("/runs/{graph_run_id}/replay")
async def replay_run(service: Service, graph_run_id: str) -> RunReplay:
    """A run rebuilt from its events alone, held against its records."""
    return await service.replay_run(GraphRunId(graph_run_id))


@router.post("/runs/{graph_run_id}/fork", status_code=202, openapi_extra=described(_FORK))
async def fork_run(
    service: Service,
    actor: CurrentActor,
    graph_run_id: str,
    asked: Annotated[ForkRequest, Depends(body_of(_FORK))],
) -> StartedRun:
    """Start a run where this one had come to a node; no approval is reused."""
    command = ForkRun(graph_run_id=GraphRunId(graph_run_id), node=asked.node, visit=asked.visit)
    return StartedRun(graph_run_id=await service.fork_run(actor, command))


@router.post("/runs/{graph_run_id}/undo", status_code=202)
async def undo_run(service: Service, actor: CurrentActor, graph_run_id: str) -> StartedRun:
    """Start a run that takes back what this one, which has ended, has left."""
    command = UndoRun(graph_run_id=GraphRunId(graph_run_id))
    return StartedRun(graph_run_id=await service.undo_run(actor, command))


async def _lines(told: AsyncIterator[Event]) -> AsyncIterator[str]:
    try:
        async for event in told:
            yield event.model_dump_json() + "\n"
    except CopilotError as error:
        yield json.dumps({"failure": error_to_value(error)}) + "\n"


@router.post("/commands/decide_approval", status_code=204, openapi_extra=described(_DECIDE))
async def decide_approval(
    service: Service,
    actor: CurrentActor,
    command: Annotated[DecideApproval, Depends(body_of(_DECIDE))],
) -> None:
    """Answer an open question; only the first answer counts."""
    await service.decide_approval(actor, command)


@router.post("/commands/answer_intake", status_code=204, openapi_extra=described(_ANSWER))
async def answer_intake(
    service: Service,
    actor: CurrentActor,
    command: Annotated[AnswerIntake, Depends(body_of(_ANSWER))],
) -> None:
    """Answer a run's form."""
    await service.answer_intake(actor, command)


@router.post("/commands/cancel_run", status_code=204, openapi_extra=described(_CANCEL))
async def cancel_run(
    service: Service,
    actor: CurrentActor,
    command: Annotated[CancelRun, Depends(body_of(_CANCEL))],
) -> None:
    """Stop a run; what it applied is undone first."""
    await service.cancel_run(actor, command)
