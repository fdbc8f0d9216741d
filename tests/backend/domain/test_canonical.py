"""Equal values give equal bytes, and what peers would read differently is refused."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.canonical import canonical_bytes, digest_of, portable, require_portable
from backend.domain.errors import UserCanFix

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def reordered(value: Any) -> Any:
    match value:
        case dict():
            return {key: reordered(value[key]) for key in reversed([*value])}
        case list():
            return [reordered(item) for item in value]
        case _:
            return value


@given(JSON)
def test_the_order_of_keys_does_not_matter(value: Any) -> None:
    assert canonical_bytes(reordered(value)) == canonical_bytes(value)


@given(JSON)
def test_the_bytes_say_the_same_value(value: Any) -> None:
    assert json.loads(canonical_bytes(value), parse_int=float) == value


@given(JSON, JSON)
def test_other_values_give_other_digests(one: Any, other: Any) -> None:
    is_same = json.dumps(reordered(one), sort_keys=True) == json.dumps(other, sort_keys=True)
    if not is_same and one != other:
        assert digest_of(one) != digest_of(other)
    assert digest_of(one) == digest_of(one)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 2**53, -(2**53)])
def test_numbers_that_peers_would_change_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match=r".*"):
        canonical_bytes({"number": number})


def test_text_without_an_encoding_is_refused() -> None:
    with pytest.raises(ValueError, match=r".*"):
        canonical_bytes("\ud800")


def test_text_is_neither_escaped_nor_normalised() -> None:
    found = canonical_bytes({"\u00e9": "\u20ac", "e\u0301": "\n"})
    assert found == '{"e\u0301":"\\n","\u00e9":"\u20ac"}'.encode()


def test_a_digest_names_its_algorithm() -> None:
    empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert digest_of({}) == f"sha256:{empty}"


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (1, "1"), (None, "null")])
def test_values_of_other_types_are_other_values(one: Any, other: Any) -> None:
    assert digest_of([one]) != digest_of([other])


@given(JSON)
def test_what_has_canonical_bytes_is_portable_as_it_is(value: Any) -> None:
    assert portable(value) == value


@pytest.mark.parametrize(
    "value",
    [10**30, -(2**53), math.nan, "cut \ud83d", {"\ud83d": 1}, {"a\0b": 1}, [{"x": [{"\0": 1}]}]],
    ids=repr,
)
def test_what_a_store_would_lose_or_refuse_is_not_portable(value: Any) -> None:
    with pytest.raises(UserCanFix) as refused:
        require_portable({"inputs": value})
    assert refused.value.error_code == "E_VALUE_NOT_PORTABLE"


def test_a_value_that_is_nested_too_deep_is_not_portable() -> None:
    value: dict[str, Any] = {}
    for _ in range(5_000):
        value = {"in": value}
    with pytest.raises(UserCanFix):
        require_portable(value)


@given(st.text(max_size=20))
def test_any_text_can_be_made_portable(text: str) -> None:
    made = portable({"line": text})
    assert json.loads(canonical_bytes(made)) == made
