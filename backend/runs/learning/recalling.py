"""Memories as a person asks for them, over all applications and collections."""

from backend.domain.identifiers import ApplicationId
from backend.domain.memories import COLLECTIONS, Match
from backend.domain.plans.approval import Actor
from backend.runs.places import ENVIRONMENT, TENANT, scope_of
from backend.runs.service import Audit
from backend.stores.knowledge.library import Library
from backend.stores.knowledge.store import Search

_EVERY = ApplicationId("*")


async def recalled(library: Library, text: str, limit: int) -> tuple[Match, ...]:
    """The best matches of all collections, or the newest where the text says nothing.

    Raises:
        OperatorMustAct: ``E_MEMORY_UNAVAILABLE``.
    """
    found: list[Match] = []
    for collection in COLLECTIONS:
        search = Search(
            collection=collection,
            tenant_id=TENANT,
            environment_id=ENVIRONMENT,
            text=text,
            limit=limit,
            now=library.clock(),
        )
        found.extend((await library.recall(search)).matches)
    best = sorted(found, key=lambda each: (each.score, each.memory.occurred_at), reverse=True)
    return tuple(best[:limit])


async def forgotten(library: Library, audit: Audit, actor: Actor, memory_id: str) -> None:
    """Delete a memory for good; that somebody did is audited, what it said is not kept.

    Raises:
        UserCanFix: ``E_NOT_FOUND``.
        OperatorMustAct: ``E_MEMORY_UNAVAILABLE``.
    """
    await library.forget(TENANT, memory_id)
    detail = {"memory_id": memory_id}
    scope = scope_of(_EVERY)
    await audit.append("memory_forgotten", actor=actor.user_id, scope=scope, detail={**detail})
