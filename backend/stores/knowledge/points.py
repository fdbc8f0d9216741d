"""Memories as points of Qdrant, and the filters that bound every question."""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from qdrant_client import models

from backend.domain.canonical import canonical_bytes
from backend.domain.identifiers import Scope
from backend.domain.memories import Match, Memory, MemoryCollection
from backend.stores.knowledge.store import Embedding, Search
from backend.stores.knowledge.words import SparseVector, vector_of_text

DENSE = "meaning"
SPARSE = "words"
NEVER = 2**53
"""Milliseconds since 1970 that no clock will show: the end of what does not expire."""


def milliseconds(moment: datetime) -> int:
    """Since 1970, as times are kept and compared."""
    return round(moment.timestamp() * 1000)


def point_of(memory: Memory, embedding: Embedding | None) -> models.PointStruct:
    """The point that stands for a memory; another scope's memory of the same id is another one."""
    vector: dict[str, Any] = {SPARSE: to_sparse(vector_of_text(_indexed(memory)))}
    if embedding is not None:
        vector[DENSE] = list(embedding)
    return models.PointStruct(id=_point_id(memory), vector=vector, payload=_payload(memory))


def match_of(payload: dict[str, Any] | None, score: float, collection: MemoryCollection) -> Match:
    """The memory of a point that was found."""
    kept = payload or {}
    expires = kept["expires_ms"]
    memory = Memory(
        memory_id=kept["memory_id"],
        collection=collection,
        scope=Scope.from_json({name: kept[name] for name in Scope.model_fields}),
        text=kept["text"],
        tags=tuple(kept["tags"]),
        graph_run_id=kept.get("graph_run_id"),
        deployment_id=kept.get("deployment_id"),
        occurred_at=_moment(kept["occurred_ms"]),
        expires_at=None if expires == NEVER else _moment(expires),
    )
    return Match(memory=memory, score=score)


def to_sparse(vector: SparseVector) -> models.SparseVector:
    """Our sparse vector as Qdrant takes it."""
    return models.SparseVector(indices=list(vector), values=list(vector.values()))


def bounds_of(search: Search) -> models.Filter:
    """Whose memories may be found, and that they have not expired."""
    owner: dict[str, str] = {"tenant_id": search.tenant_id, "environment_id": search.environment_id}
    if search.application_id is not None:
        owner["application_id"] = search.application_id
    tags = [_equals("tags", tag) for tag in search.tags]
    alive = models.FieldCondition(key="expires_ms", range=models.Range(gt=milliseconds(search.now)))
    return models.Filter(must=[*_equal(owner), *tags, alive])


def only(**values: str) -> models.Filter:
    """The points whose fields have these values."""
    return models.Filter(must=[*_equal(values)])


def expired(now: datetime) -> models.Filter:
    """The points whose time is over."""
    over = models.FieldCondition(key="expires_ms", range=models.Range(lte=milliseconds(now)))
    return models.Filter(must=[over])


def _equal(values: dict[str, str]) -> list[models.Condition]:
    return [_equals(key, value) for key, value in values.items()]


def _equals(key: str, value: str) -> models.FieldCondition:
    return models.FieldCondition(key=key, match=models.MatchValue(value=value))


def _indexed(memory: Memory) -> str:
    """A memory is also found by its tags and its application."""
    return " ".join((memory.text, *memory.tags, memory.scope.application_id))


def _point_id(memory: Memory) -> str:
    key = canonical_bytes([*memory.scope.model_dump().values(), memory.memory_id])
    return str(UUID(bytes=blake2b(key, digest_size=16).digest()))


def _payload(memory: Memory) -> dict[str, Any]:
    expires = memory.expires_at
    return {
        **memory.scope.model_dump(),
        "memory_id": memory.memory_id,
        "text": memory.text,
        "tags": list(memory.tags),
        "graph_run_id": memory.graph_run_id,
        "deployment_id": memory.deployment_id,
        "occurred_ms": milliseconds(memory.occurred_at),
        "expires_ms": NEVER if expires is None else milliseconds(expires),
    }


def _moment(value: int) -> datetime:
    return datetime.fromtimestamp(value / 1000, UTC)
