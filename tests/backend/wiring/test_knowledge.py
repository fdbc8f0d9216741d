"""Which memories are opened, when, and that the way to them is never shown."""

from pathlib import Path

import pytest

from backend.domain.errors import OperatorMustAct
from backend.settings import settings_from
from backend.tools.qdrant_vector.embedder import HttpEmbedder
from backend.wiring.foundation import open_foundation
from backend.wiring.knowledge import open_knowledge, secrets_of_knowledge
from tests.contracts.knowledge_stores import SCOPE, memory, search

KEY = "FAKE-qdrant-key-EXAMPLE"


async def test_without_a_server_memories_are_in_the_data_directory(tmp_path: Path) -> None:
    settings = settings_from({"COPILOT_HOME": str(tmp_path)})
    assert list(secrets_of_knowledge(settings)) == []
    async with open_foundation(settings, is_reader=False) as base:
        assert (base.knowledge_back_end, base.library.embedder) == ("embedded", None)
        assert not (tmp_path / "knowledge").exists()
        await base.library.remember(memory(expires_at=None))
        async with open_foundation(settings, is_reader=True) as reader:
            assert len((await reader.library.recall(search())).matches) == 1
    assert (tmp_path / "knowledge").exists()


async def test_a_server_is_asked_only_when_it_is_needed(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    url = f"http://127.0.0.1:{unused_tcp_port}"
    given = {"COPILOT_HOME": str(tmp_path), "QDRANT_URL": url, "QDRANT_API_KEY": KEY}
    settings = settings_from(given)
    async with open_foundation(settings, is_reader=True) as base:
        assert base.knowledge_back_end == "qdrant"
        assert base.redactor.text(f"key {KEY}") == "key ***"
    async with open_knowledge(settings, is_reader=False) as store:
        with pytest.raises(OperatorMustAct, match="E_MEMORY_UNAVAILABLE"):
            await store.count(SCOPE.tenant_id)
    assert not (tmp_path / "knowledge").exists()


async def test_with_a_model_memories_are_found_by_meaning_too(tmp_path: Path) -> None:
    given = {"COPILOT_HOME": str(tmp_path), "OPENAI_API_KEY": "sk-FAKE-0123456789-EXAMPLE"}
    settings = settings_from({**given, "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"})
    async with open_foundation(settings, is_reader=True) as base:
        assert isinstance(base.library.embedder, HttpEmbedder)
        assert base.library.embedder.base_url == "http://127.0.0.1:1/v1"
