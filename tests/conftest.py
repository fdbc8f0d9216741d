"""What holds for every test: cited ids exist, and generated examples are the same each time."""

import pytest
from hypothesis import settings

from maintenance.files import PROJECT
from maintenance.spec_coverage import load_checklist

# A gate must not fail by chance, nor because the machine is busy.
settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.load_profile("gate")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    known = {item["id"] for item in load_checklist(PROJECT)["items"]}
    for item in items:
        for mark in item.iter_markers("spec"):
            unknown = set(mark.args) - known
            if unknown or not mark.args:
                raise pytest.UsageError(
                    f"{item.nodeid} cites {sorted(unknown)}, which tests/spec/checklist.json lacks"
                )
