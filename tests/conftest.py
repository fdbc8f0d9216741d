"""What holds for every test: cited ids exist, and generated examples are the same each time."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from maintenance.files import PROJECT
from maintenance.spec_coverage import load_checklist
from tests.doubles.ferretdb import HOW_TO_GET, PROGRAM, RunningFerretDb
from tests.doubles.postgresql import (
    HOW_TO_GET_IT,
    PostgresServer,
    postgresql_binaries,
    running_postgresql,
)

# A gate must not fail by chance, nor because the machine is busy.
settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.register_profile("quick", settings.get_profile("gate"), max_examples=20)


def pytest_configure(config: pytest.Config) -> None:
    is_quick = config.getoption("markexpr") == "not slow"
    settings.load_profile("quick" if is_quick else "gate")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    known = {item["id"] for item in load_checklist(PROJECT)["items"]}
    for item in items:
        for mark in item.iter_markers("spec"):
            unknown = set(mark.args) - known
            if unknown or not mark.args:
                raise pytest.UsageError(
                    f"{item.nodeid} cites {sorted(unknown)}, which tests/spec/checklist.json lacks"
                )


def pytest_collection_finish() -> None:
    """Every module that was imported stays: the garbage collector need not look at it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def wire_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that speaks MongoDB's wire protocol: the one that was given, else FerretDB."""
    if given := os.environ.get("TEST_MONGODB_URI"):
        yield given
        return
    if not PROGRAM.exists():
        pytest.skip(f"{HOW_TO_GET}; or set TEST_MONGODB_URI to a MongoDB server")
    server = RunningFerretDb(tmp_path_factory.mktemp("ferretdb"))
    yield server.url
    assert server.stop() == 0


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """One server for all tests; each takes a database of its own."""
    if postgresql_binaries() is None:
        pytest.skip(HOW_TO_GET_IT)
    with running_postgresql(tmp_path_factory.mktemp("postgresql")) as server:
        yield server
