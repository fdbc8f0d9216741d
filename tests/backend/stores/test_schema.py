"""Versions of documents: upgraded on reading and at start, and newer ones refused."""

import pytest

from backend.domain.errors import Bug, OperatorMustAct
from backend.stores.documents import Document
from backend.stores.memory import MemoryDocuments
from backend.stores.schema import Migration, Schema
from tests.contracts.document_stores import HandClock


def rename_colour(document: Document) -> Document:
    return {"color" if name == "colour" else name: value for name, value in document.items()}


def add_size(document: Document) -> Document:
    return {**document, "size": 1}


MIGRATIONS = (
    Migration(collection="things", from_version=1, upgrade=rename_colour),
    Migration(collection="things", from_version=2, upgrade=add_size),
)
SCHEMA = Schema(MIGRATIONS)
OLD: Document = {"_id": "a", "schema_version": 1, "colour": "red"}
MIDDLE: Document = {"_id": "b", "schema_version": 2, "color": "blue"}
CURRENT: Document = {"_id": "c", "schema_version": 3, "color": "green", "size": 7}


def test_a_document_is_written_in_the_current_version() -> None:
    assert SCHEMA.stamped("things", {"_id": "a"}) == {"_id": "a", "schema_version": 3}
    assert SCHEMA.stamped("others", {"_id": "a"}) == {"_id": "a", "schema_version": 1}


def test_every_older_version_is_upgraded_on_reading() -> None:
    upgraded = {"_id": "a", "schema_version": 3, "color": "red", "size": 1}
    assert SCHEMA.upgraded("things", OLD) == upgraded
    assert SCHEMA.upgraded("things", MIDDLE) == {**MIDDLE, "schema_version": 3, "size": 1}
    assert SCHEMA.upgraded("things", CURRENT) == CURRENT


def test_a_newer_version_is_refused() -> None:
    with pytest.raises(OperatorMustAct, match="E_SCHEMA_TOO_NEW") as refused:
        SCHEMA.upgraded("things", {"_id": "a", "schema_version": 4})
    assert "newer release" in refused.value.next_step


@pytest.mark.parametrize("version", [None, 0, "1"])
def test_a_document_without_a_version_is_a_bug(version: object) -> None:
    with pytest.raises(Bug, match="E_SCHEMA_MISSING"):
        SCHEMA.upgraded("things", {"_id": "a", "schema_version": version})


def test_a_gap_between_migrations_is_a_bug() -> None:
    with pytest.raises(Bug, match="E_SCHEMA_GAP"):
        Schema(MIGRATIONS[1:])


async def test_a_start_rewrites_what_is_older_once() -> None:
    store = MemoryDocuments(HandClock())
    for document in (OLD, MIDDLE, CURRENT):
        await store.insert("things", document)
    assert await SCHEMA.migrate(store) == 2
    assert await SCHEMA.migrate(store) == 0
    found = await store.find("things", {})
    assert [document["schema_version"] for document in found] == [3, 3, 3]
    assert found[0]["color"] == "red"


async def test_a_start_over_newer_documents_changes_nothing() -> None:
    store = MemoryDocuments(HandClock())
    newer: Document = {"_id": "z", "schema_version": 9}
    for document in (OLD, newer):
        await store.insert("things", document)
    with pytest.raises(OperatorMustAct, match="E_SCHEMA_TOO_NEW"):
        await SCHEMA.migrate(store)
    assert await store.find("things", {}) == [OLD, newer]
