"""What is asked of Qdrant; every call blocks. Loading this module loads the client."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from qdrant_client import QdrantClient, models

from backend.domain.identifiers import DeploymentId, GraphRunId, Scope, TenantId
from backend.domain.memories import COLLECTIONS, Match, Memory
from backend.stores.knowledge.points import (
    DENSE,
    NEVER,
    SPARSE,
    bounds_of,
    expired,
    match_of,
    milliseconds,
    only,
    point_of,
    to_sparse,
)
from backend.stores.knowledge.store import DENSE_SIZE, Embedding, Search
from backend.stores.knowledge.words import vector_of_question

_PREFIX = "aws_copilot_"
"""A server may have collections of other programs."""
_KEYWORDS = ("environment_id", "application_id", "graph_run_id", "deployment_id", "memory_id")
_NUMBERS = ("occurred_ms", "expires_ms")
_CANDIDATES = 4
"""Of each ranking, how many times the limit is fused."""


class BlockingKnowledge:
    """The knowledge port over an open client, for one thread; see :mod:`.store` for its promises.

    Whatever the client raises comes out as it is.
    """

    def __init__(self, client: QdrantClient, *, is_server: bool) -> None:
        self._client = client
        for collection in COLLECTIONS:
            self._prepare(_PREFIX + collection, is_server=is_server)

    def upsert(self, memories: Sequence[tuple[Memory, Embedding | None]]) -> None:
        """Keep memories."""
        for collection in COLLECTIONS:
            mine = [each for each in memories if each[0].collection == collection]
            if mine:
                points = [point_of(*each) for each in mine]
                self._client.upsert(_PREFIX + collection, points=points, wait=True)

    def query(self, search: Search) -> list[Match]:
        """What fits best."""
        rankings = _rankings(search)
        if not rankings:
            return self._newest(search)
        name = _PREFIX + search.collection
        if len(rankings) == 1:
            asked, used, bounds = rankings[0].query, rankings[0].using, rankings[0].filter
            found = self._client.query_points(
                name, query=asked, using=used, query_filter=bounds, limit=search.limit
            )
        else:
            fusion = models.FusionQuery(fusion=models.Fusion.RRF)
            found = self._client.query_points(
                name, prefetch=rankings, query=fusion, limit=search.limit
            )
        return [match_of(each.payload, each.score, search.collection) for each in found.points]

    def assign(
        self, scope: Scope, graph_run_id: GraphRunId, deployment_id: DeploymentId | None
    ) -> None:
        """Give what a run has taught to its application and deployment."""
        changes: dict[str, Any] = {"application_id": scope.application_id}
        if deployment_id is not None:
            changes |= {"deployment_id": deployment_id, "expires_ms": NEVER}
        self._change(changes, only(tenant_id=scope.tenant_id, graph_run_id=graph_run_id))

    def expire(
        self, tenant_id: TenantId, deployment_id: DeploymentId, expires_at: datetime
    ) -> None:
        """End the memories of a deployment then."""
        changes = {"expires_ms": milliseconds(expires_at)}
        self._change(changes, only(tenant_id=tenant_id, deployment_id=deployment_id))

    def forget(self, tenant_id: TenantId, memory_id: str) -> int:
        """Delete a memory."""
        return self._delete(only(tenant_id=tenant_id, memory_id=memory_id))

    def forget_deployment(self, tenant_id: TenantId, deployment_id: DeploymentId) -> int:
        """Delete the memories of a deployment."""
        return self._delete(only(tenant_id=tenant_id, deployment_id=deployment_id))

    def count(self, tenant_id: TenantId) -> int:
        """How many memories a tenant has."""
        return sum(self._count(_PREFIX + name, only(tenant_id=tenant_id)) for name in COLLECTIONS)

    def purge(self, now: datetime) -> int:
        """Delete what has expired."""
        return self._delete(expired(now))

    def close(self) -> None:
        """Close the client."""
        self._client.close()

    def _newest(self, search: Search) -> list[Match]:
        records, _ = self._client.scroll(
            _PREFIX + search.collection,
            scroll_filter=bounds_of(search),
            order_by=models.OrderBy(key="occurred_ms", direction=models.Direction.DESC),
            limit=search.limit,
        )
        return [match_of(record.payload, 0.0, search.collection) for record in records]

    def _change(self, changes: dict[str, Any], which: models.Filter) -> None:
        for name in COLLECTIONS:
            self._client.set_payload(_PREFIX + name, payload=changes, points=which, wait=True)

    def _delete(self, which: models.Filter) -> int:
        deleted = 0
        for name in COLLECTIONS:
            if found := self._count(_PREFIX + name, which):
                chosen = models.FilterSelector(filter=which)
                self._client.delete(_PREFIX + name, points_selector=chosen, wait=True)
                deleted += found
        return deleted

    def _count(self, name: str, which: models.Filter) -> int:
        return self._client.count(name, count_filter=which, exact=True).count

    def _prepare(self, name: str, *, is_server: bool) -> None:
        """Make what is not there yet; the embedded form has no indexes."""
        if not self._client.collection_exists(name):
            meaning = models.VectorParams(size=DENSE_SIZE, distance=models.Distance.COSINE)
            words = models.SparseVectorParams(modifier=models.Modifier.IDF)
            self._client.create_collection(
                name, vectors_config={DENSE: meaning}, sparse_vectors_config={SPARSE: words}
            )
        if is_server:
            for field, kind in _indexes().items():
                self._client.create_payload_index(name, field, field_schema=kind)


def _rankings(search: Search) -> list[models.Prefetch]:
    """One ranking by words and one by meaning, as far as the question gives them."""
    questions: list[tuple[str, Any]] = []
    if words := vector_of_question(search.text):
        questions.append((SPARSE, to_sparse(words)))
    if search.embedding is not None:
        questions.append((DENSE, list(search.embedding)))
    bounds, limit = bounds_of(search), search.limit * _CANDIDATES
    return [
        models.Prefetch(query=question, using=using, filter=bounds, limit=limit)
        for using, question in questions
    ]


def _indexes() -> dict[str, models.KeywordIndexParams | models.PayloadSchemaType]:
    tenant = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True)
    keywords = dict.fromkeys((*_KEYWORDS, "tags"), models.PayloadSchemaType.KEYWORD)
    numbers = dict.fromkeys(_NUMBERS, models.PayloadSchemaType.INTEGER)
    return {"tenant_id": tenant, **keywords, **numbers}
