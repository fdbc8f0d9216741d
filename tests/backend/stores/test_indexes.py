"""Index entries sort as values do, and an index never changes what a query finds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Bug
from backend.stores.codec import normalised
from backend.stores.indexes import Index, best_range
from backend.stores.operators import check_query, matches, sort_key

NUMBERS = st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False)
MOMENTS = st.integers(-(10**12), 10**12).map(
    lambda ms: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
)
VALUES = st.none() | st.booleans() | NUMBERS | st.text() | st.binary() | MOMENTS
ONE = Index(fields=("f",), is_unique=False)
TWO = Index(fields=("f", "g"), is_unique=False)


@given(VALUES, VALUES)
def test_equal_values_and_only_those_have_equal_entries(left: Any, right: Any) -> None:
    left, right = normalised(left), normalised(right)
    are_equal = sort_key(left) == sort_key(right)
    assert (ONE.entry({"f": left}) == ONE.entry({"f": right})) is are_equal


@given(NUMBERS, NUMBERS)
def test_entries_of_numbers_are_never_in_the_wrong_order(left: float, right: float) -> None:
    if float(left) < float(right):
        assert ONE.entry({"f": left}) < ONE.entry({"f": right})


@given(VALUES, VALUES, VALUES, NUMBERS | MOMENTS, st.sampled_from(["$gt", "$gte", "$lt", "$lte"]))
def test_a_range_holds_whatever_matches(f: Any, g: Any, wanted: Any, bound: Any, op: str) -> None:
    document = {"_id": "a", "f": normalised(f), "g": normalised(g)}
    for query in (
        {"f": wanted},
        {"f": f},
        {"f": {op: bound}},
        {"f": f, "g": wanted},
        {"f": f, "g": {op: bound}},
    ):
        check_query(query)
        narrow = best_range([ONE, TWO], query)
        assert narrow is not None
        if matches(query, document):
            assert narrow.lower <= narrow.index.entry(document) < narrow.upper


def test_the_index_that_knows_most_is_used() -> None:
    found = best_range([ONE, TWO], {"f": 1, "g": {"$gt": 2}})
    assert found is not None
    assert (found.index, found.depth) == (TWO, 2)
    assert best_range([ONE, TWO], {"g": 1}) is None
    assert best_range([ONE, TWO], {"f": {"$ne": 1}}) is None
    assert best_range([ONE, TWO], {"f": {"$exists": True}}) is None


def test_lists_and_fields_cannot_be_indexed() -> None:
    with pytest.raises(Bug, match="E_DOCUMENT_INVALID"):
        ONE.entry({"f": [1]})
