"""Tag values that every service takes."""

import re

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.plans.ownership import LONGEST_VALUE, tag_value


def test_an_ordinary_arn_stays_as_it_is() -> None:
    arn = "arn:aws:sts::123456789012:assumed-role/deployer/me@example.com"
    assert tag_value(arn) == arn


def test_a_comma_is_no_tag_value() -> None:
    assert tag_value("arn:aws:iam::123456789012:user/a,b") == "arn:aws:iam::123456789012:user/a_b"


@given(st.text())
def test_every_value_is_allowed(text: str) -> None:
    value = tag_value(text)
    assert len(value) <= LONGEST_VALUE
    assert re.fullmatch(r"[\w .:/=+@-]*", value)
