"""Personal data is masked; what names things and not people survives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.redaction.personal_data import without_personal_data

PERSONAL = (
    "jane.doe+fake@mail.example.com",
    "FAKE_person@example.co.uk",
    "+49 151 0000 0000",
    "+1 (555) 010-9999",
    "0044 20 7946 0000",
    "DE89 3704 0044 0532 0130 00",
    "GB82WEST12345698765432",
    "4111 1111 1111 1111",
    "5555-5555-5555-4444",
)
HARMLESS = (
    "arn:aws:iam::123456789012:role/hello-us-east-1",
    "account 123456789012",
    "2030-01-02T10:11:12.123456Z",
    "sha256:30e4c5907695e14458b3059149dc380de42adf6aebe3681f9b77126228e3dad9",
    "fastapi==0.163.2 on python3.13, memory_mb 3008",
    "commit 48a4b3f2011c",
    "run_0123456789abcdef",
    "10.0.0.1:8000",
    "E_UNHEALTHY at validation",
)


@pytest.mark.spec("S2-14")
@pytest.mark.parametrize("value", PERSONAL)
def test_it_is_masked_wherever_it_stands(value: str) -> None:
    assert without_personal_data(f"Ask {value}, please.") == "Ask ***, please."
    assert without_personal_data(value) == "***"


@pytest.mark.parametrize("text", HARMLESS)
def test_what_names_things_survives(text: str) -> None:
    assert without_personal_data(text) == text


@given(st.text(max_size=200), st.sampled_from(PERSONAL), st.text(max_size=200))
def test_masking_again_changes_nothing(before: str, value: str, after: str) -> None:
    once = without_personal_data(f"{before} {value} {after}")
    assert without_personal_data(once) == once
