"""An office for every test, empty or furnished."""

from pathlib import Path

import pytest

from tests.backend.tools.aws_deployer.operations.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
async def furnished(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    await office.furnished()
    return office
