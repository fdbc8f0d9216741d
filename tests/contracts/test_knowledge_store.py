"""Every back end of the knowledge port gives the same answer to the same question."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from backend.domain.identifiers import (
    ApplicationId,
    DeploymentId,
    EnvironmentId,
    GraphRunId,
    TenantId,
)
from backend.stores.knowledge.store import KnowledgeStore, Search
from tests.contracts.knowledge_stores import (
    NOW,
    SCOPE,
    STORES,
    StoreFactory,
    embedding,
    memory,
    search,
)

RUN, DEPLOYMENT = GraphRunId("run_1"), DeploymentId("dep_1")
TENANT = SCOPE.tenant_id
LATER = NOW + timedelta(days=400)


@pytest_asyncio.fixture(params=STORES)
async def knowledge(request: pytest.FixtureRequest) -> AsyncGenerator[KnowledgeStore, None]:
    factory: StoreFactory = request.param
    async with factory() as store:
        yield store


async def ids(store: KnowledgeStore, asked: Search) -> list[str]:
    return [match.memory.memory_id for match in await store.query(asked)]


@pytest.mark.spec("S2-61", "S2-138")
async def test_a_memory_comes_back_as_it_was_kept(knowledge: KnowledgeStore) -> None:
    kept = memory(tags=("fastapi", "aws"), graph_run_id=RUN, deployment_id=DEPLOYMENT)
    await knowledge.upsert([(kept, None)])
    (match,) = await knowledge.query(search())
    assert match.memory == kept
    assert match.score > 0


async def test_what_fits_better_comes_first_and_what_does_not_fit_not_at_all(
    knowledge: KnowledgeStore,
) -> None:
    texts = {
        "both": "E_UNHEALTHY: the health check of the function failed.",
        "one": "The function was created.",
        "none": "A brief of something else.",
    }
    await knowledge.upsert([(memory(name, text), None) for name, text in texts.items()])
    assert await ids(knowledge, search("unhealthy function")) == ["both", "one"]
    assert await ids(knowledge, search("unhealthy function", limit=1)) == ["both"]
    assert await ids(knowledge, search("kubernetes")) == []


async def test_the_same_memory_again_replaces_it(knowledge: KnowledgeStore) -> None:
    await knowledge.upsert([(memory(text="A flask application."), None)])
    await knowledge.upsert([(memory(text="A fastapi application."), None)])
    assert await knowledge.count(TENANT) == 1
    assert await ids(knowledge, search("flask")) == []
    assert await ids(knowledge, search("fastapi")) == ["a"]


OTHERS = {
    "tenant": {"tenant_id": TenantId("other")},
    "environment": {"environment_id": EnvironmentId("production")},
    "application": {"application_id": ApplicationId("other")},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
async def test_nobody_finds_or_overwrites_what_is_somebody_elses(
    knowledge: KnowledgeStore, other: dict[str, Any]
) -> None:
    theirs = memory(text="A fastapi one of theirs.", scope=SCOPE.model_copy(update=other))
    await knowledge.upsert([(theirs, embedding(1.0))])
    own = search(application_id=SCOPE.application_id)
    assert await ids(knowledge, own) == []
    assert await ids(knowledge, search("", application_id=SCOPE.application_id)) == []
    by_meaning = search("", embedding=embedding(1.0), application_id=SCOPE.application_id)
    assert await ids(knowledge, by_meaning) == []
    await knowledge.upsert([(memory(), None)])
    (match,) = await knowledge.query(own)
    assert match.memory == memory()
    (still,) = await knowledge.query(search(**other))
    assert still.memory == theirs


async def test_without_an_application_all_of_the_environment_are_searched(
    knowledge: KnowledgeStore,
) -> None:
    other = SCOPE.model_copy(update=OTHERS["application"])
    await knowledge.upsert([(memory("a"), None), (memory("b", scope=other), None)])
    assert set(await ids(knowledge, search())) == {"a", "b"}


@pytest.mark.spec("S2-139")
async def test_tags_narrow_the_search_and_are_words_too(knowledge: KnowledgeStore) -> None:
    await knowledge.upsert(
        [
            (memory("a", "An application.", tags=("fastapi", "eu-central-1")), None),
            (memory("b", "An application.", tags=("fastapi", "vite")), None),
        ]
    )
    assert set(await ids(knowledge, search(tags=("fastapi",)))) == {"a", "b"}
    assert await ids(knowledge, search(tags=("fastapi", "vite"))) == ["b"]
    assert await ids(knowledge, search("eu-central-1")) == ["a"]


async def test_each_collection_is_searched_alone(knowledge: KnowledgeStore) -> None:
    await knowledge.upsert([(memory("a"), None), (memory("b", collection="failures"), None)])
    assert await ids(knowledge, search()) == ["a"]
    assert await ids(knowledge, search(collection="failures")) == ["b"]
    assert await ids(knowledge, search(collection="templates")) == []


async def test_a_question_that_says_nothing_gets_the_newest(knowledge: KnowledgeStore) -> None:
    for day in (3, 1, 2):
        await knowledge.upsert([(memory(str(day), occurred_at=NOW - timedelta(days=day)), None)])
    assert await ids(knowledge, search("What did we do last time?", limit=2)) == ["1", "2"]


async def test_meaning_is_searched_too_and_both_are_fused(knowledge: KnowledgeStore) -> None:
    await knowledge.upsert(
        [
            (memory("near", "A flask application."), embedding(1.0, 0.1)),
            (memory("far", "A fastapi application of nine files."), embedding(0.0, 1.0)),
            (memory("both", "fastapi"), embedding(1.0, 0.2)),
            (memory("plain", "A django application."), None),
        ]
    )
    asked = embedding(1.0)
    assert (await ids(knowledge, search("", embedding=asked)))[:2] == ["near", "both"]
    fused = await ids(knowledge, search("fastapi", embedding=asked))
    assert fused[0] == "both"
    assert set(fused) == {"near", "far", "both"}


@pytest.mark.spec("S2-137")
async def test_what_has_expired_is_neither_found_nor_kept(knowledge: KnowledgeStore) -> None:
    await knowledge.upsert(
        [(memory("short", expires_at=NOW), None), (memory("long", expires_at=LATER), None)]
    )
    assert await ids(knowledge, search()) == ["long"]
    assert await ids(knowledge, search("", embedding=None)) == ["long"]
    assert await knowledge.count(TENANT) == 2
    assert await knowledge.purge(NOW) == 1
    assert await knowledge.purge(NOW) == 0
    assert await knowledge.count(TENANT) == 1


@pytest.mark.spec("S2-137")
async def test_memory_of_a_living_deployment_stays_and_ends_after_it(
    knowledge: KnowledgeStore,
) -> None:
    await knowledge.upsert(
        [(memory("a", graph_run_id=RUN), None), (memory("b", graph_run_id="run_2"), None)]
    )
    await knowledge.assign(SCOPE, RUN, DEPLOYMENT)
    assert await knowledge.purge(LATER) == 1
    (match,) = await knowledge.query(search(now=LATER))
    assert (match.memory.deployment_id, match.memory.expires_at) == (DEPLOYMENT, None)
    until = LATER + timedelta(days=90)
    await knowledge.expire(TENANT, DEPLOYMENT, until)
    (match,) = await knowledge.query(search(now=LATER))
    assert match.memory.expires_at == until
    assert await knowledge.purge(until) == 1


async def test_a_run_that_got_its_name_later_takes_its_memories_along(
    knowledge: KnowledgeStore,
) -> None:
    unnamed = SCOPE.model_copy(update={"application_id": ApplicationId("unnamed")})
    kept = memory(scope=unnamed, graph_run_id=RUN)
    await knowledge.upsert([(kept, None)])
    await knowledge.assign(SCOPE, RUN, None)
    (match,) = await knowledge.query(search(application_id=SCOPE.application_id))
    assert match.memory == kept.model_copy(update={"scope": SCOPE})


async def test_another_tenants_run_changes_nothing(knowledge: KnowledgeStore) -> None:
    other = SCOPE.model_copy(update=OTHERS["tenant"])
    kept = memory(graph_run_id=RUN, deployment_id=DEPLOYMENT)
    await knowledge.upsert([(kept, None)])
    await knowledge.assign(other, RUN, DeploymentId("dep_2"))
    await knowledge.expire(other.tenant_id, DEPLOYMENT, NOW)
    assert await knowledge.forget(other.tenant_id, kept.memory_id) == 0
    assert await knowledge.forget_deployment(other.tenant_id, DEPLOYMENT) == 0
    (match,) = await knowledge.query(search())
    assert match.memory == kept


async def test_memories_are_forgotten_one_by_one_or_with_their_deployment(
    knowledge: KnowledgeStore,
) -> None:
    await knowledge.upsert(
        [
            (memory("a"), None),
            (memory("b", deployment_id=DEPLOYMENT), None),
            (memory("c", collection="failures", deployment_id=DEPLOYMENT), None),
        ]
    )
    assert await knowledge.forget(TENANT, "a") == 1
    assert await knowledge.forget(TENANT, "a") == 0
    assert await knowledge.forget_deployment(TENANT, DEPLOYMENT) == 2
    assert await knowledge.count(TENANT) == 0


async def test_it_opens_again_with_what_was_kept(knowledge: KnowledgeStore) -> None:
    await knowledge.upsert([(memory(), embedding(1.0))])
    await knowledge.close()
    assert await ids(knowledge, search()) == ["a"]
    assert await ids(knowledge, search("", embedding=embedding(1.0))) == ["a"]
