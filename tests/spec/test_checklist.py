"""The checklist itself: complete, in order, and cited only by ids that it has."""

import pytest

from maintenance.files import PROJECT
from maintenance.spec_coverage import citations, document_of, load_checklist

ASKED = {"S0": 55, "S1": 112, "S2": 206, "S3": 153, "S4": 155, "G": 32}


@pytest.mark.parametrize(("document", "count"), ASKED.items())
def test_every_capability_of_a_document_is_listed_in_order(document: str, count: int) -> None:
    listed = [item["id"] for item in load_checklist(PROJECT)["items"]]
    prefix = document if document == "G" else f"{document}-"
    assert [each for each in listed if document_of(each) == document] == [
        f"{prefix}{number}" for number in range(1, count + 1)
    ]


def test_titles_say_something() -> None:
    items = load_checklist(PROJECT)["items"]
    assert items
    assert [item["id"] for item in items if len(item["title"].strip()) < 5] == []


def test_tests_cite_only_ids_of_the_checklist() -> None:
    known = {item["id"] for item in load_checklist(PROJECT)["items"]}
    cited = citations(PROJECT)
    assert cited
    assert sorted(set(cited) - known) == []
