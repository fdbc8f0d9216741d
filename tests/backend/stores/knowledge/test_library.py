"""The door to the memories: nothing secret goes in, and a model that fails does not close it."""

import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.domain.errors import OperatorMustAct, UserCanFix
from backend.domain.memories import MOST_TOKENS
from backend.domain.redaction import KnownSecrets, Redactor
from backend.stores.knowledge.clients import OwnFolder
from backend.stores.knowledge.embedding import no_embedding, require_usable
from backend.stores.knowledge.in_memory import InMemoryKnowledge
from backend.stores.knowledge.library import Library
from backend.stores.knowledge.qdrant import QdrantKnowledge
from backend.stores.knowledge.store import Embedding
from tests.backend.domain.redaction.samples import IN_CONTEXT, TOKEN_OF
from tests.backend.domain.redaction.test_personal_data import PERSONAL
from tests.contracts.knowledge_stores import NOW, SCOPE, embedding, memory, search

KNOWN = "FAKE-value-that-is-known-EXAMPLE"
SECRETS = {
    **{name: (f"It said {token} there.", token) for name, token in TOKEN_OF.items()},
    **IN_CONTEXT,
    **{value: (f"Ask {value} about it.", value) for value in PERSONAL},
    "known": (f"The value was {KNOWN}.", KNOWN),
}


class Embedder:
    """Answers with one vector for everything, and remembers what it was given."""

    def __init__(self, *, is_out: bool = False) -> None:
        self.is_out = is_out
        self.given: list[str] = []

    async def embed(self, texts: Sequence[str]) -> list[Embedding]:
        self.given.extend(texts)
        if self.is_out:
            raise no_embedding("the service answered 500")
        return [embedding(1.0) for _ in texts]


def redactor() -> Redactor:
    known = KnownSecrets()
    known.register(KNOWN)
    return Redactor(known)


@pytest.fixture
def library() -> Library:
    return Library(store=InMemoryKnowledge(), redactor=redactor(), clock=lambda: NOW)


@pytest.fixture
async def on_disk(tmp_path: Path) -> AsyncGenerator[Library, None]:
    store = QdrantKnowledge(OwnFolder(tmp_path / "knowledge"))
    yield Library(store=store, redactor=redactor(), clock=lambda: NOW, embedder=Embedder())
    await store.close()


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.spec("S2-14", "S2-62", "S2-79", "S2-140", "S2-141")
async def test_no_secret_is_ever_embedded_or_kept_or_on_disk(
    on_disk: Library, tmp_path: Path
) -> None:
    kept = [memory(f"m{number}", text) for number, (text, _) in enumerate(SECRETS.values())]
    await on_disk.remember(*kept)
    recalled = await on_disk.recall(search("", limit=len(kept)))
    texts = {each.memory.memory_id: each.memory.text for each in recalled.matches}
    assert len(texts) == len(kept)
    embedded = on_disk.embedder.given if isinstance(on_disk.embedder, Embedder) else []
    content = bytes_below(tmp_path)
    for number, (_, secret) in enumerate(SECRETS.values()):
        assert secret not in texts[f"m{number}"]
        assert not any(secret in text for text in embedded)
        assert secret.encode() not in content
    assert "***" in texts["m0"]


@pytest.mark.spec("S2-62", "S2-79")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    before=st.text(max_size=30),
    sample=st.sampled_from(sorted(SECRETS.values())),
    after=st.text(max_size=30),
)
async def test_whatever_stands_around_it_no_secret_is_kept(
    before: str, sample: tuple[str, str], after: str
) -> None:
    text, secret = sample
    library = Library(store=InMemoryKnowledge(), redactor=redactor(), clock=lambda: NOW)
    await library.remember(memory(text=f"{before}\n{text}\n{after}"))
    (match,) = (await library.recall(search(""))).matches
    assert secret not in match.memory.text


async def test_a_secret_at_the_limit_is_not_cut_in_half(library: Library) -> None:
    text = "a " * (3 * MOST_TOKENS // 2 - 10) + TOKEN_OF["github_token"]
    await library.remember(memory().model_copy(update={"text": text}))
    (match,) = (await library.recall(search(""))).matches
    assert "ghp_" not in match.memory.text


async def test_a_secret_as_id_is_refused_and_as_tag_left_out(library: Library) -> None:
    with pytest.raises(UserCanFix, match="E_MEMORY_SECRET") as refusal:
        await library.remember(memory(TOKEN_OF["aws_access_key_id"]))
    assert TOKEN_OF["aws_access_key_id"] not in str(refusal.value.as_record())
    secret_tag = "sk-proj-" + "fake1234" * 4
    await library.remember(memory(tags=(secret_tag[:40], "aws")))
    (match,) = (await library.recall(search(""))).matches
    assert match.memory.tags == ("aws",)


async def test_what_is_asked_is_sanitised_before_a_model_sees_it(library: Library) -> None:
    embedder = Embedder()
    await replace(library, embedder=embedder).recall(search(f"fastapi with {KNOWN}"))
    assert embedder.given == ["fastapi with ***"]


@pytest.mark.spec("S2-61")
async def test_a_model_adds_meaning_to_words(library: Library) -> None:
    library = replace(library, embedder=Embedder())
    assert await library.remember(memory()) is None
    both = await library.recall(search("fastapi"))
    assert (both.retrieval, both.degraded_by, len(both.matches)) == ("hybrid", None, 1)
    by_meaning = await library.recall(search("kubernetes"))
    assert [each.memory.memory_id for each in by_meaning.matches] == ["a"]


async def test_a_model_that_is_out_is_told_and_words_do(library: Library) -> None:
    library = replace(library, embedder=Embedder(is_out=True))
    assert await library.remember(memory()) == "E_EMBEDDING_UNAVAILABLE"
    recalled = await library.recall(search("fastapi"))
    assert (recalled.retrieval, recalled.degraded_by) == ("sparse", "E_EMBEDDING_UNAVAILABLE")
    assert len(recalled.matches) == 1


async def test_a_question_without_words_asks_no_model(library: Library) -> None:
    embedder = Embedder()
    library = replace(library, embedder=embedder)
    recalled = await library.recall(search("What did we do last time?"))
    assert (recalled.retrieval, embedder.given) == ("newest", [])
    assert (await library.recall(search("", embedding=embedding(1.0)))).retrieval == "dense"


@pytest.mark.spec("S2-137")
async def test_expired_memories_go_when_another_is_kept(library: Library) -> None:
    await library.remember(memory("old", expires_at=NOW - timedelta(seconds=1)))
    await library.remember(memory("new"))
    assert await library.store.count(SCOPE.tenant_id) == 1


async def test_what_is_forgotten_is_gone_and_what_is_unknown_is_told(library: Library) -> None:
    await library.remember(memory())
    await library.forget(SCOPE.tenant_id, "a")
    with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
        await library.forget(SCOPE.tenant_id, "a")


@pytest.mark.parametrize(
    "vectors",
    [[], [[1.0]], [embedding(float("nan"))], [embedding(0.0)], [embedding(1.0)] * 2],
)
def test_unusable_embeddings_are_refused(vectors: list[Sequence[float]]) -> None:
    with pytest.raises(OperatorMustAct, match="E_EMBEDDING_UNAVAILABLE"):
        require_usable(vectors, 1)


def test_the_corpus_is_not_empty() -> None:
    assert len(SECRETS) > 30
    assert re.search("FAKE", str(SECRETS))
