"""What may enter the engine's database."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from backend.domain.errors import Bug, UserCanFix
from backend.durable.records import MAX_RECORD_BYTES, Recorder, opened, unredacted

RECORDER = Recorder(redact=unredacted)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)
JSON = st.recursive(
    SCALARS | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(JSON)
def test_json_comes_back_as_it_was(value: JsonValue) -> None:
    assert RECORDER.value(value) == value
    assert opened(RECORDER.success(value)) == value


@pytest.mark.parametrize("value", [math.nan, math.inf, {1, 2}, b"bytes", object()])
def test_anything_else_is_a_bug_that_is_recorded(value: JsonValue) -> None:
    with pytest.raises(Bug, match="E_NOT_JSON"):
        RECORDER.value(value)
    with pytest.raises(Bug, match="E_NOT_JSON"):
        opened(RECORDER.success(value))


def test_a_large_value_is_a_bug_with_a_way_out() -> None:
    assert RECORDER.value("x" * (MAX_RECORD_BYTES - 2))
    with pytest.raises(Bug, match="E_RECORD_TOO_LARGE") as refused:
        RECORDER.value("x" * MAX_RECORD_BYTES)
    assert "artefact store" in refused.value.next_step


def test_an_error_of_ours_keeps_its_kind() -> None:
    error = UserCanFix("E_TEST", "It went wrong.", "Do it again.")
    with pytest.raises(UserCanFix) as raised:
        opened(RECORDER.failure(error))
    assert raised.value.as_record() == error.as_record()


def test_another_error_becomes_a_bug_and_is_redacted() -> None:
    def hide(value: JsonValue) -> JsonValue:
        assert isinstance(value, dict)
        return {key: str(part).replace("FAKE-SECRET", "***") for key, part in value.items()}

    with pytest.raises(Bug, match=r"ValueError: near \*\*\*"):
        opened(Recorder(redact=hide).failure(ValueError("near FAKE-SECRET")))


def test_a_value_that_looks_like_an_error_is_a_value() -> None:
    assert opened(RECORDER.success({"error": {"kind": "Bug"}})) == {"error": {"kind": "Bug"}}
