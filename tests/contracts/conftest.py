"""Fixtures that several contract suites share."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio

from backend.stores.documents import DocumentStore
from tests.contracts.document_stores import STORES, HandClock, opened_store
from tests.contracts.journal_hosts import HostFactory


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest_asyncio.fixture(params=STORES)
async def store(
    request: pytest.FixtureRequest, clock: HandClock
) -> AsyncGenerator[DocumentStore, None]:
    async with opened_store(request, clock) as opened:
        yield opened


@pytest.fixture
def run_host(request: pytest.FixtureRequest) -> HostFactory:
    factory: HostFactory = request.param(request)
    return factory
