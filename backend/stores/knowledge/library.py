"""The only door to the memories: what goes in is sanitised first, and so is what is looked for."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from backend.domain.errors import OperatorMustAct, UserCanFix
from backend.domain.identifiers import DeploymentId, GraphRunId, Scope, TenantId
from backend.domain.memories import Match, Memory, cut_to_brief
from backend.domain.redaction import Redactor
from backend.domain.redaction.personal_data import without_personal_data
from backend.stores.knowledge.embedding import Embedder
from backend.stores.knowledge.store import Embedding, KnowledgeStore, Search
from backend.stores.knowledge.words import vector_of_question

Retrieval = Literal["hybrid", "dense", "sparse", "newest"]
"""By words and by meaning, by one of them, or nothing was said and the newest are given."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recalled:
    """What was found, and how."""

    matches: tuple[Match, ...]
    retrieval: Retrieval
    degraded_by: str | None = None
    """The error code of the embedder, where words alone had to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """Memories without secrets and personal data.

    All methods raise ``OperatorMustAct(E_MEMORY_UNAVAILABLE)`` when the storage fails.
    """

    store: KnowledgeStore
    redactor: Redactor
    clock: Callable[[], datetime]
    embedder: Embedder | None = None

    async def remember(self, *memories: Memory) -> str | None:
        """Keep memories; what has expired goes meanwhile. The error code of the embedder, if it
        failed: then they are found by their words alone.

        Raises:
            UserCanFix: ``E_MEMORY_SECRET``: an id is, or holds, a secret.
        """
        clean = [self._sanitised(memory) for memory in memories]
        vectors, error_code = await self._embedded([memory.text for memory in clean])
        await self.store.upsert(list(zip(clean, vectors, strict=True)))
        await self.purge()
        return error_code

    async def recall(self, search: Search) -> Recalled:
        """What fits a question best; ``now`` is the library's own."""
        asked = replace(search, text=self.sanitised_text(search.text), now=self.clock())
        has_words = bool(vector_of_question(asked.text))
        degraded_by = None
        if has_words and asked.embedding is None:
            (embedding,), degraded_by = await self._embedded([asked.text])
            asked = replace(asked, embedding=embedding)
        return Recalled(
            matches=tuple(await self.store.query(asked)),
            retrieval=_retrieval(has_words, asked.embedding),
            degraded_by=degraded_by,
        )

    async def assign(
        self, scope: Scope, graph_run_id: GraphRunId, deployment_id: DeploymentId | None
    ) -> None:
        """What a run has taught is this application's, and its deployment's if there is one."""
        await self.store.assign(scope, graph_run_id, deployment_id)

    async def expire(
        self, tenant_id: TenantId, deployment_id: DeploymentId, expires_at: datetime
    ) -> None:
        """The deployment is gone: its memories end then."""
        await self.store.expire(tenant_id, deployment_id, expires_at)

    async def forget(self, tenant_id: TenantId, memory_id: str) -> None:
        """Delete a memory for good.

        Raises:
            UserCanFix: ``E_NOT_FOUND``.
        """
        if not await self.store.forget(tenant_id, memory_id):
            raise UserCanFix(
                "E_NOT_FOUND",
                f"There is no memory {self.sanitised_text(memory_id)[:128]!r}.",
                "`copilot memory list` shows their ids.",
            )

    async def purge(self) -> None:
        """Delete what has expired."""
        await self.store.purge(self.clock())

    def sanitised_text(self, text: str) -> str:
        """``text`` without secrets and personal data."""
        return without_personal_data(self.redactor.text(text))

    def _sanitised(self, memory: Memory) -> Memory:
        """Redacted before it is cut, so that no half of a secret remains."""
        if self.redactor.text(memory.memory_id) != memory.memory_id:
            raise UserCanFix(
                "E_MEMORY_SECRET",
                "The id of a memory holds what looks like a secret.",
                "Make the id from the run that the memory comes from.",
            )
        clean = cut_to_brief(self.sanitised_text(memory.text))
        tags = tuple(tag for tag in memory.tags if self.sanitised_text(tag) == tag)
        return memory.model_copy(update={"text": clean, "tags": tags})

    async def _embedded(
        self, texts: Sequence[str]
    ) -> tuple[Sequence[Embedding | None], str | None]:
        """A vector for each text, or none for any and why."""
        nothing = [None] * len(texts)
        if self.embedder is None or not texts:
            return nothing, None
        try:
            return await self.embedder.embed(texts), None
        except OperatorMustAct as error:
            _log.warning("memories are found by their words alone: %s", error)
            return nothing, error.error_code


def _retrieval(has_words: bool, embedding: Embedding | None) -> Retrieval:
    if embedding is None:
        return "sparse" if has_words else "newest"
    return "hybrid" if has_words else "dense"
