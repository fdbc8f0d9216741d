"""The knowledge port: memories that are found again by what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import (
    ApplicationId,
    DeploymentId,
    EnvironmentId,
    GraphRunId,
    Scope,
    TenantId,
)
from backend.domain.memories import Match, Memory, MemoryCollection

DENSE_SIZE = 1536
"""Numbers in an embedding: those of ``text-embedding-3-small`` (OpenAI API reference)."""
Embedding = tuple[float, ...]
"""``DENSE_SIZE`` finite numbers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """What is looked for, and within which bounds.

    By ``text`` and by ``embedding``, whichever there is; where both are, their rankings are fused.
    With neither, or where the text says nothing, the newest memories are the answer.
    """

    collection: MemoryCollection
    tenant_id: TenantId
    environment_id: EnvironmentId
    application_id: ApplicationId | None = None
    """``None`` for all applications of the environment."""
    text: str = ""
    embedding: Embedding | None = None
    tags: tuple[str, ...] = ()
    """A memory must have all of them."""
    limit: int = 5
    now: datetime
    """What has expired by then is not found."""


class KnowledgeStore(Protocol):
    """Collections of memories.

    All methods raise ``OperatorMustAct(E_MEMORY_UNAVAILABLE)`` when the storage fails. It is given
    sanitised memories only; see :class:`~backend.stores.knowledge.library.Library`.
    """

    async def upsert(self, memories: Sequence[tuple[Memory, Embedding | None]]) -> None:
        """Keep memories; one with the same scope, collection and ``memory_id`` is replaced."""
        ...

    async def query(self, search: Search) -> list[Match]:
        """What fits best, best first; of the newest memories the newest first."""
        ...

    async def assign(
        self, scope: Scope, graph_run_id: GraphRunId, deployment_id: DeploymentId | None
    ) -> None:
        """What a run has taught belongs to this application, which may have got its name later;
        with a deployment it stays as long as that lives.
        """
        ...

    async def expire(
        self, tenant_id: TenantId, deployment_id: DeploymentId, expires_at: datetime
    ) -> None:
        """The deployment is gone: its memories end then."""
        ...

    async def forget(self, tenant_id: TenantId, memory_id: str) -> int:
        """Delete a memory, also from the disk; the answer is how many there were of that id."""
        ...

    async def forget_deployment(self, tenant_id: TenantId, deployment_id: DeploymentId) -> int:
        """Delete all memories of a deployment; the answer is how many."""
        ...

    async def count(self, tenant_id: TenantId) -> int:
        """How many memories a tenant has, expired ones included."""
        ...

    async def purge(self, now: datetime) -> int:
        """Delete what has expired; the answer is how many memories that were."""
        ...

    async def close(self) -> None:
        """Let go of the storage; using it afterwards opens it again."""
        ...


def unavailable(reason: str) -> OperatorMustAct:
    """The error of a store that cannot be used; ``reason`` holds nothing secret."""
    return OperatorMustAct(
        "E_MEMORY_UNAVAILABLE",
        f"The memory of earlier runs cannot be used: {reason}.",
        "Runs go on without it. Check the server of QDRANT_URL, or the disk and the folder"
        " `knowledge` of the data directory.",
    )
