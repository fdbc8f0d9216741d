"""The arguments of ``query`` and ``upsert``; whose memories they are is never among them."""

from typing import Self

from pydantic import Field, field_validator, model_validator

from backend.domain.identifiers import DeploymentId, GraphRunId, Value
from backend.domain.memories import MOST_TOKENS, MemoryCollection, MemoryId, Tags, is_brief
from backend.stores.knowledge.embedding import is_usable
from backend.stores.knowledge.store import DENSE_SIZE

_LONGEST_QUESTION = 20_000
_MOST_MATCHES = 20
_MOST_ITEMS = 20


class QueryArgs(Value):
    """What is looked for: a text, or its embedding instead; with neither, the newest memories."""

    collection: MemoryCollection
    text: str = Field(default="", max_length=_LONGEST_QUESTION)
    embedding: tuple[float, ...] | None = None
    top_k: int = Field(default=5, ge=1, le=_MOST_MATCHES)
    tags: Tags = ()

    @model_validator(mode="after")
    def _asks_in_one_way(self) -> Self:
        if self.embedding is None:
            return self
        if self.text or not is_usable(self.embedding):
            raise ValueError(f"an embedding has {DENSE_SIZE} numbers and stands instead of a text")
        return self


class ItemArgs(Value):
    """One memory to keep."""

    memory_id: MemoryId
    text: str = Field(min_length=1)
    tags: Tags = ()
    graph_run_id: GraphRunId | None = None
    deployment_id: DeploymentId | None = None

    @field_validator("text")
    @classmethod
    def _is_brief(cls, text: str) -> str:
        if not is_brief(text):
            raise ValueError(f"a memory has at most {MOST_TOKENS} tokens")
        return text


class UpsertArgs(Value):
    """Memories to keep, or to replace by their ids."""

    collection: MemoryCollection
    items: tuple[ItemArgs, ...] = Field(min_length=1, max_length=_MOST_ITEMS)
