"""How well questions find their memories by words alone, measured on a set nobody tuned for."""

import sys

import pytest

from backend.stores.knowledge.qdrant import QdrantKnowledge
from backend.stores.knowledge.store import KnowledgeStore
from tests.backend.stores.knowledge.memory_sets import MEMORIES, QUESTIONS
from tests.contracts.knowledge_stores import embedded, in_memory, memory, search

LOWEST_RECALL = 0.95
LOWEST_FIRST = 0.85


async def measured(store: KnowledgeStore) -> tuple[float, float, list[str]]:
    """Recall at 5, how often the first match is right, and the questions that missed one."""
    await store.upsert(
        [(memory(each.memory_id, each.text, tags=each.tags), None) for each in MEMORIES]
    )
    recalls: list[float] = []
    firsts: list[bool] = []
    missed: list[str] = []
    for asked in QUESTIONS:
        found = [each.memory.memory_id for each in await store.query(search(asked.question))]
        recalls.append(len(set(found) & set(asked.expected)) / len(asked.expected))
        firsts.append(bool(found) and found[0] in asked.expected)
        if recalls[-1] < 1:
            missed.append(f"{asked.question} -> {found}")
    return sum(recalls) / len(recalls), sum(firsts) / len(firsts), missed


@pytest.mark.spec("S2-61", "S2-138")
@pytest.mark.parametrize("factory", [in_memory, embedded], ids=["in_memory", "embedded"])
async def test_questions_find_their_memories(factory) -> None:
    async with factory() as store:
        recall, first, missed = await measured(store)
        name = "qdrant" if isinstance(store, QdrantKnowledge) else "in memory"
    sys.stdout.write(f"{name}: recall@5 {recall:.3f}, first is right {first:.3f}, {missed}\n")
    assert recall >= LOWEST_RECALL, missed
    assert first >= LOWEST_FIRST


async def test_the_set_is_varied() -> None:
    known = {each.memory_id for each in MEMORIES}
    assert len(known) == len(MEMORIES) >= 30
    assert len(QUESTIONS) >= 36
    assert all(set(asked.expected) <= known for asked in QUESTIONS)
