"""The knowledge port in this process's memory: for tests, and wherever nothing is to stay."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.domain.identifiers import DeploymentId, GraphRunId, Scope, TenantId
from backend.domain.memories import Match, Memory
from backend.stores.knowledge.store import Embedding, Search
from backend.stores.knowledge.words import SparseVector, vector_of_question, vector_of_text

_FUSION = 2
"""The constant of reciprocal rank fusion: 1 / (2 + rank), as Qdrant has it."""
_Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    memory: Memory
    words: SparseVector
    embedding: Embedding | None


@dataclass(slots=True)
class InMemoryKnowledge:
    """The twin of :class:`~backend.stores.knowledge.qdrant.QdrantKnowledge`."""

    _kept: dict[_Key, _Kept] = field(default_factory=dict[_Key, _Kept], init=False)

    async def upsert(self, memories: Sequence[tuple[Memory, Embedding | None]]) -> None:
        for memory, embedding in memories:
            indexed = " ".join((memory.text, *memory.tags, memory.scope.application_id))
            self._kept[_key(memory)] = _Kept(
                memory=memory, words=vector_of_text(indexed), embedding=embedding
            )

    async def query(self, search: Search) -> list[Match]:
        found = [each for each in self._kept.values() if _is_within(each.memory, search)]
        rankings: list[list[tuple[_Kept, float]]] = []
        if words := vector_of_question(search.text):
            rankings.append(self._by_words(found, words, search))
        if search.embedding is not None:
            rankings.append(_by_meaning(found, search.embedding))
        if rankings:
            best = rankings[0] if len(rankings) == 1 else _fused(rankings)
        else:
            newest = sorted(found, key=lambda each: each.memory.occurred_at, reverse=True)
            best = [(each, 0.0) for each in newest]
        return [Match(memory=each.memory, score=score) for each, score in best[: search.limit]]

    async def assign(
        self, scope: Scope, graph_run_id: GraphRunId, deployment_id: DeploymentId | None
    ) -> None:
        changes: dict[str, Any] = {"scope": scope}
        if deployment_id is not None:
            changes |= {"deployment_id": deployment_id, "expires_at": None}
        self._change(
            lambda memory: (
                (memory.scope.tenant_id, memory.graph_run_id) == (scope.tenant_id, graph_run_id)
            ),
            changes,
        )

    async def expire(
        self, tenant_id: TenantId, deployment_id: DeploymentId, expires_at: datetime
    ) -> None:
        self._change(_is_of(tenant_id, deployment_id), {"expires_at": expires_at})

    async def forget(self, tenant_id: TenantId, memory_id: str) -> int:
        return self._delete(
            lambda memory: (memory.scope.tenant_id, memory.memory_id) == (tenant_id, memory_id)
        )

    async def forget_deployment(self, tenant_id: TenantId, deployment_id: DeploymentId) -> int:
        return self._delete(_is_of(tenant_id, deployment_id))

    async def count(self, tenant_id: TenantId) -> int:
        return sum(each.memory.scope.tenant_id == tenant_id for each in self._kept.values())

    async def purge(self, now: datetime) -> int:
        return self._delete(lambda memory: _has_expired(memory, now))

    async def close(self) -> None:
        """Nothing is held."""

    def _by_words(
        self, found: list[_Kept], words: SparseVector, search: Search
    ) -> list[tuple[_Kept, float]]:
        """By the words in common; a word that many memories of the collection have says little."""
        all_kept = [
            each for each in self._kept.values() if each.memory.collection == search.collection
        ]
        having = Counter(number for each in all_kept for number in each.words)
        rarity = {
            number: math.log(1 + (len(all_kept) - having[number] + 0.5) / (having[number] + 0.5))
            for number in words
        }
        scored = [
            (each, sum(each.words.get(number, 0.0) * rarity[number] for number in words))
            for each in found
        ]
        return sorted((each for each in scored if each[1] > 0), key=lambda each: -each[1])

    def _change(self, is_meant: Callable[[Memory], bool], changes: dict[str, Any]) -> None:
        for key, kept in self._kept.items():
            if is_meant(kept.memory):
                changed = kept.memory.model_copy(update=changes)
                self._kept[key] = _Kept(memory=changed, words=kept.words, embedding=kept.embedding)

    def _delete(self, is_meant: Callable[[Memory], bool]) -> int:
        gone = [key for key, kept in self._kept.items() if is_meant(kept.memory)]
        for key in gone:
            del self._kept[key]
        return len(gone)


def _key(memory: Memory) -> _Key:
    scope = memory.scope
    owner = (scope.tenant_id, scope.environment_id, scope.application_id)
    return (*owner, memory.collection, memory.memory_id)


def _is_within(memory: Memory, search: Search) -> bool:
    owner = (memory.scope.tenant_id, memory.scope.environment_id)
    return (
        owner == (search.tenant_id, search.environment_id)
        and search.application_id in (None, memory.scope.application_id)
        and memory.collection == search.collection
        and set(search.tags) <= set(memory.tags)
        and not _has_expired(memory, search.now)
    )


def _is_of(tenant_id: TenantId, deployment_id: DeploymentId) -> Callable[[Memory], bool]:
    return lambda memory: (
        (memory.scope.tenant_id, memory.deployment_id) == (tenant_id, deployment_id)
    )


def _has_expired(memory: Memory, now: datetime) -> bool:
    return memory.expires_at is not None and memory.expires_at <= now


def _by_meaning(found: list[_Kept], embedding: Embedding) -> list[tuple[_Kept, float]]:
    scored = [
        (each, _cosine(each.embedding, embedding)) for each in found if each.embedding is not None
    ]
    return sorted(scored, key=lambda each: -each[1])


def _cosine(one: Embedding, other: Embedding) -> float:
    together = sum(a * b for a, b in zip(one, other, strict=True))
    return together / (math.hypot(*one) * math.hypot(*other))


def _fused(rankings: list[list[tuple[_Kept, float]]]) -> list[tuple[_Kept, float]]:
    scores: dict[_Key, float] = {}
    by_key: dict[_Key, _Kept] = {}
    for ranking in rankings:
        for rank, (each, _) in enumerate(ranking):
            key = _key(each.memory)
            by_key[key] = each
            scores[key] = scores.get(key, 0.0) + 1 / (_FUSION + rank)
    best = sorted(scores.items(), key=lambda item: -item[1])
    return [(by_key[key], score) for key, score in best]
