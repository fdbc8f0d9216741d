"""The reviewed table of reads names only what exists and only what reads."""

import json
import re
from importlib.resources import files
from typing import Any

import botocore.session
import pytest

TABLE: Any = json.loads(files("backend.aws").joinpath("read_operations.json").read_text())
ENTRIES = [(service, name) for service, names in TABLE["operations"].items() for name in names]
VERBS = re.compile(r"(Get|List|Describe|Head|Filter)[A-Z]")


@pytest.mark.parametrize(("service", "operation"), ENTRIES)
def test_every_entry_exists_and_sounds_like_a_read(service: str, operation: str) -> None:
    model = botocore.session.Session().get_service_model(service)
    assert operation in model.operation_names
    assert VERBS.match(operation)


def test_the_table_says_when_it_was_reviewed_and_from_what() -> None:
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", TABLE["reviewed"])
    assert "Service Authorization Reference" in TABLE["source"]


def test_no_entry_hands_out_a_secret() -> None:
    """Reads that answer with credentials are not for everyone."""
    assert not [each for each in ENTRIES if "Secret" in each[1] or "Token" in each[1]]
