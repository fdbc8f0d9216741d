"""Memories in Qdrant, off the event loop.

The client blocks, and its embedded form belongs to one thread: every call takes its turn on a
thread of its own, which also loads and opens the client when the first one comes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from backend.domain.identifiers import DeploymentId, GraphRunId, Scope, TenantId
from backend.domain.memories import Match, Memory
from backend.stores.knowledge.clients import Way
from backend.stores.knowledge.store import Embedding, Search, unavailable

if TYPE_CHECKING:
    from backend.stores.knowledge.blocking import BlockingKnowledge

R = TypeVar("R")


class QdrantKnowledge:
    """The knowledge port over a server or a folder."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._opened: BlockingKnowledge | None = None
        self._is_used = False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="knowledge")

    async def upsert(self, memories: Sequence[tuple[Memory, Embedding | None]]) -> None:
        await self._do(lambda knowledge: knowledge.upsert(memories))

    async def query(self, search: Search) -> list[Match]:
        return await self._do(lambda knowledge: knowledge.query(search))

    async def assign(
        self, scope: Scope, graph_run_id: GraphRunId, deployment_id: DeploymentId | None
    ) -> None:
        await self._do(lambda knowledge: knowledge.assign(scope, graph_run_id, deployment_id))

    async def expire(
        self, tenant_id: TenantId, deployment_id: DeploymentId, expires_at: datetime
    ) -> None:
        await self._do(lambda knowledge: knowledge.expire(tenant_id, deployment_id, expires_at))

    async def forget(self, tenant_id: TenantId, memory_id: str) -> int:
        return await self._erase(lambda knowledge: knowledge.forget(tenant_id, memory_id))

    async def forget_deployment(self, tenant_id: TenantId, deployment_id: DeploymentId) -> int:
        return await self._erase(
            lambda knowledge: knowledge.forget_deployment(tenant_id, deployment_id)
        )

    async def count(self, tenant_id: TenantId) -> int:
        return await self._do(lambda knowledge: knowledge.count(tenant_id))

    async def purge(self, now: datetime) -> int:
        return await self._erase(lambda knowledge: knowledge.purge(now))

    async def close(self) -> None:
        if self._is_used:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._close)

    async def _erase(self, work: Callable[[BlockingKnowledge], int]) -> int:
        """Delete; what was deleted is also gone from the disk then."""

        def erased(knowledge: BlockingKnowledge) -> int:
            deleted = work(knowledge)
            if deleted and not self._way.is_server:
                self._close()
                self._way.erase_deleted()
            return deleted

        return await self._do(erased)

    async def _do(self, work: Callable[[BlockingKnowledge], R]) -> R:
        self._is_used = True
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._explained, work)

    def _explained(self, work: Callable[[BlockingKnowledge], R]) -> R:
        try:
            return work(self._open())
        except Exception as error:
            # Whatever it is (a connection, a disk, a damaged file): its text may quote a memory.
            raise unavailable(type(error).__name__) from error

    def _open(self) -> BlockingKnowledge:
        if self._opened is None:
            from backend.stores.knowledge.blocking import BlockingKnowledge

            try:
                client = self._way.open()
                self._opened = BlockingKnowledge(client, is_server=self._way.is_server)
            except Exception:
                self._way.closed()
                raise
        return self._opened

    def _close(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None
            self._way.closed()
