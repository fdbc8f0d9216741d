"""The memories of this installation: a Qdrant server's, or the ones in the data directory."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager

from backend.domain.redaction import Redactor
from backend.settings import Settings
from backend.stores.documents import Clock
from backend.stores.knowledge.clients import CopiedFolder, OwnFolder, Server, Way
from backend.stores.knowledge.embedding import Embedder
from backend.stores.knowledge.library import Library
from backend.stores.knowledge.qdrant import QdrantKnowledge
from backend.stores.knowledge.store import KnowledgeStore
from backend.tools.openai_llm.endpoint import ModelEndpoint
from backend.tools.qdrant_vector.embedder import HttpEmbedder

KNOWLEDGE_FOLDER = "knowledge"


@asynccontextmanager
async def open_knowledge(
    settings: Settings, *, is_reader: bool
) -> AsyncGenerator[KnowledgeStore, None]:
    """The store that ``QDRANT_URL`` names, else a folder of the data directory.

    Neither is opened before the first question. A reader gets a copy of the folder, which belongs
    to the process that holds the data directory's lock.
    """
    store = QdrantKnowledge(_way(settings, is_reader=is_reader))
    try:
        yield store
    finally:
        await store.close()


def make_library(
    settings: Settings, store: KnowledgeStore, redactor: Redactor, clock: Clock
) -> Library:
    """The only door to the memories; by meaning, too, where a key for a model is set."""
    return Library(store=store, redactor=redactor, clock=clock, embedder=_embedder(settings))


def secrets_of_knowledge(settings: Settings) -> Iterable[str]:
    """What must never be shown of the way to the memories."""
    key = settings.qdrant.api_key if settings.qdrant else None
    return () if key is None else (key.reveal(),)


def _way(settings: Settings, *, is_reader: bool) -> Way:
    if settings.qdrant is not None:
        return Server(settings.qdrant)
    folder = settings.home / KNOWLEDGE_FOLDER
    return CopiedFolder(folder) if is_reader else OwnFolder(folder)


def _embedder(settings: Settings) -> Embedder | None:
    endpoint = settings.model.endpoint if settings.model else None
    if not isinstance(endpoint, ModelEndpoint):
        return None
    return HttpEmbedder(base_url=endpoint.base_url, api_key=endpoint.api_key)
