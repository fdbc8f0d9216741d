"""A fresh command line for each test."""

from pathlib import Path

import pytest

from tests.backend.cli.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(home=tmp_path)
