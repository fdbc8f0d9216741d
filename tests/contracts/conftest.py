"""Fixtures that several contract suites share."""

from collections.abc import Iterator

import pytest

from backend.stores.documents import DocumentStore
from tests.contracts.document_stores import STORES, HandClock, StoreFactory


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, clock: HandClock) -> Iterator[DocumentStore]:
    factory: StoreFactory = request.param
    with factory(clock) as opened:
        yield opened
