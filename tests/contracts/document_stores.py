"""The back ends of the document port's contract suite; a new one adds itself to ``STORES``."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from backend.stores.documents import Clock, DocumentStore
from backend.stores.memory import MemoryDocuments
from backend.stores.sqlite import SqliteDocuments


class HandClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2030, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


StoreFactory = Callable[[Clock], AbstractContextManager[DocumentStore]]


@contextmanager
def memory_store(clock: Clock) -> Generator[DocumentStore]:
    """The twin that most tests use."""
    yield MemoryDocuments(clock)


@contextmanager
def sqlite_store(clock: Clock) -> Generator[DocumentStore]:
    """The file of an installation without a database server."""
    with TemporaryDirectory() as directory:
        store = SqliteDocuments(Path(directory) / "data" / "documents.db", clock)
        try:
            yield store
        finally:
            store.close()


STORES = [pytest.param(memory_store, id="memory"), pytest.param(sqlite_store, id="sqlite")]
