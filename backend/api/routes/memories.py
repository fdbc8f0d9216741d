"""What earlier runs have taught: searching it, and erasing it."""

from typing import Annotated

from fastapi import Query

from backend.api.access.guard import CurrentActor, guarded_router
from backend.api.service import Service
from backend.domain.memories import Match

router = guarded_router("/api/v1")
_LONGEST_QUESTION = 2_000


@router.get("/memories")
async def memories(
    service: Service,
    text: Annotated[str, Query(max_length=_LONGEST_QUESTION)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> tuple[Match, ...]:
    """What fits the text best, or without one the newest."""
    return await service.memories(text, limit)


@router.delete("/memories/{memory_id}", status_code=204)
async def forget_memory(service: Service, actor: CurrentActor, memory_id: str) -> None:
    """Delete a memory for good."""
    await service.forget_memory(actor, memory_id)
