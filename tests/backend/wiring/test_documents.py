"""Which store is opened, and that what leads there is never shown."""

from pathlib import Path

import pytest

from backend.domain.errors import OperatorMustAct
from backend.settings import settings_from
from backend.stores.sqlite import SqliteDocuments
from backend.wiring.documents import open_documents, secrets_of_documents
from backend.wiring.foundation import now, open_foundation
from tests.contracts.document_stores import HandClock

URI = "mongodb://copilot:FAKE-secret%40value@127.0.0.1:1/x?serverSelectionTimeoutMS=50"


async def test_without_a_server_documents_are_embedded(tmp_path: Path) -> None:
    settings = settings_from({"COPILOT_HOME": str(tmp_path)})
    async with open_documents(settings, HandClock()) as documents:
        assert isinstance(documents, SqliteDocuments)
        await documents.insert("any", {"_id": "a"})
    assert (tmp_path / "documents.db").exists()
    assert list(secrets_of_documents(settings)) == []
    async with open_foundation(settings, is_reader=True) as base:
        assert base.documents_back_end == "embedded"


async def test_a_server_that_is_not_there_stops_the_start_and_makes_no_file(
    tmp_path: Path,
) -> None:
    settings = settings_from({"COPILOT_HOME": str(tmp_path), "MONGODB_URI": URI})
    with pytest.raises(OperatorMustAct) as told:
        async with open_documents(settings, now):
            pass
    assert told.value.error_code == "E_STORE_UNAVAILABLE"
    assert not (tmp_path / "documents.db").exists()


def test_passwords_on_the_way_are_known_secrets(tmp_path: Path) -> None:
    settings = settings_from({"COPILOT_HOME": str(tmp_path), "MONGODB_URI": URI})
    assert set(secrets_of_documents(settings)) == {"FAKE-secret%40value", "FAKE-secret@value"}
