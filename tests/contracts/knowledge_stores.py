"""The back ends of the knowledge port's contract suite, and what its tests are made of."""

import os
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from backend.domain.identifiers import ApplicationId, EnvironmentId, Scope, TenantId
from backend.domain.memories import Memory
from backend.domain.secrets import Secret
from backend.stores.knowledge.address import QdrantAddress
from backend.stores.knowledge.clients import OwnFolder, Server
from backend.stores.knowledge.in_memory import InMemoryKnowledge
from backend.stores.knowledge.qdrant import QdrantKnowledge
from backend.stores.knowledge.store import DENSE_SIZE, Embedding, KnowledgeStore, Search

NOW = datetime(2030, 1, 2, tzinfo=UTC)
SCOPE = Scope(
    tenant_id=TenantId("local"),
    environment_id=EnvironmentId("default"),
    application_id=ApplicationId("hello"),
)
StoreFactory = Callable[[], AbstractAsyncContextManager[KnowledgeStore]]


def memory(memory_id: str = "a", text: str = "A fastapi application.", **changes: Any) -> Memory:
    """A memory of yesterday that expires tomorrow."""
    given: dict[str, Any] = {
        "collection": "briefs",
        "scope": SCOPE,
        "occurred_at": NOW - timedelta(days=1),
        "expires_at": NOW + timedelta(days=1),
        **changes,
    }
    return Memory(memory_id=memory_id, text=text, **given)


def search(text: str = "fastapi", **changes: Any) -> Search:
    """A question of the same tenant and environment."""
    given: dict[str, Any] = {
        "collection": "briefs",
        "tenant_id": SCOPE.tenant_id,
        "environment_id": SCOPE.environment_id,
        "now": NOW,
        **changes,
    }
    return Search(text=text, **given)


def embedding(*numbers: float) -> Embedding:
    """A vector that begins with these numbers."""
    return (*numbers, *(0.0 for _ in range(DENSE_SIZE - len(numbers))))


@asynccontextmanager
async def in_memory() -> AsyncGenerator[KnowledgeStore, None]:
    """The twin that most tests use."""
    yield InMemoryKnowledge()


@asynccontextmanager
async def embedded() -> AsyncGenerator[KnowledgeStore, None]:
    """The folder of an installation without a server."""
    with TemporaryDirectory() as directory:
        store = QdrantKnowledge(OwnFolder(Path(directory) / "knowledge"))
        try:
            yield store
        finally:
            await store.close()


@asynccontextmanager
async def server() -> AsyncGenerator[KnowledgeStore, None]:
    """A real server, if there is one; its collections keep nothing of ours afterwards."""
    url = os.environ.get("TEST_QDRANT_URL")
    if not url:
        pytest.skip("no Qdrant server: start one, set TEST_QDRANT_URL (docs/contributing.md)")
    key = os.environ.get("TEST_QDRANT_API_KEY")
    address = QdrantAddress(url=url, api_key=Secret(key) if key else None)
    store = QdrantKnowledge(Server(address))
    try:
        yield store
    finally:
        await store.purge(datetime(9000, 1, 1, tzinfo=UTC))
        await store.close()


STORES = [
    pytest.param(in_memory, id="in_memory"),
    pytest.param(embedded, id="embedded"),
    pytest.param(server, id="server", marks=pytest.mark.slow),
]
