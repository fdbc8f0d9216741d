"""Errors survive the journal unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import (
    Bug,
    CopilotError,
    ModelCanFix,
    OperatorMustAct,
    UserCanFix,
    error_from_value,
    error_to_value,
)

KINDS = (UserCanFix, ModelCanFix, OperatorMustAct, Bug)


@given(st.sampled_from(KINDS), st.text(), st.text(), st.text())
def test_an_error_comes_back_as_it_was(
    kind: type[CopilotError], code: str, message: str, next_step: str
) -> None:
    error = error_from_value(error_to_value(kind(code, message, next_step)))
    assert type(error) is kind
    assert error.as_record() == {
        "error_code": code,
        "message": message,
        "next_step": next_step,
    }


@pytest.mark.parametrize("kind", ["", "SystemExit", "CopilotError", "Exception"])
def test_an_unknown_kind_is_a_bug(kind: str) -> None:
    value = {"kind": kind, "error_code": "E", "message": "m", "next_step": "n"}
    assert type(error_from_value(value)) is Bug


def test_its_text_names_the_code() -> None:
    assert str(UserCanFix("E_CODE", "What happened.", "Do this.")) == "E_CODE: What happened."
