"""What comes from elsewhere is shown as it is, and cannot be markup."""

from datetime import UTC, datetime

import pytest
from pydantic import JsonValue

from backend.agents.explaining.phrasing import (
    MOST_ITEMS,
    counted,
    joined,
    listed,
    members,
    moment,
    name,
    quoted,
    sentence,
    shown,
    value,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a`b", "`a'b`"),
        (" two\nlines ", "`two lines`"),
        ("hid\u202eden\x07", "`hidden`"),
        ("", "`(empty)`"),
    ],
)
def test_a_name_stays_in_its_span(text: str, expected: str) -> None:
    assert name(text) == expected


def test_a_quotation_is_short_and_marked() -> None:
    assert quoted("no") == '`"no"`'
    assert quoted("x" * 500, 10) == f'`"{"x" * 9}…"`'


@pytest.mark.parametrize(
    "text", ["[a](b)", "**a**", "see www.x.y", "http://x", "<b>", "_a_", "a|b", "# a", "a@b.c"]
)
def test_what_could_be_markup_is_put_into_a_span(text: str) -> None:
    assert shown(text) == f"`{text}`"


def test_a_plain_sentence_stays_plain() -> None:
    assert shown("Create the role hello_app.") == "Create the role hello_app."
    assert sentence("not estimated") == "not estimated."


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("x", "`x`"),
        ("", "empty"),
        (512, "`512`"),
        (None, "`null`"),
        (["a"], '`["a"]`'),
        ("sha256:" + "0" * 64, "`sha256:000000000000…`"),
        ({"$output": "create_role.role_arn"}, "known after the step `create_role`"),
        ({"$secret": "cred_0.PASSWORD"}, "a secret of the vault (for `PASSWORD`)"),
        ({"P": {"$secret": "cred_0.P"}}, '`{"P": "***"}`'),
        ({"v": [{"$output": "a.b"}]}, '`{"v": ["(known later)"]}`'),
        ({"Statement": {"Action": "s3:Get"}}, "a policy that allows `s3:Get`"),
    ],
)
def test_a_value_is_said_for_people(found: JsonValue, expected: str) -> None:
    assert value(found) == expected


def test_settings_are_told_one_by_one_and_policies_as_a_whole() -> None:
    policy: JsonValue = {"Statement": [{"Action": ["a:B"]}]}
    found = members(
        {"c": {"handler": "h"}, "p": policy, "tags": {}, "r": {"$output": "a.b"}},
        frozenset({"tags"}),
    )
    assert found == {"c.handler": "h", "p": policy, "r": {"$output": "a.b"}}


def test_lists_say_what_they_leave_out() -> None:
    assert listed(["a", "b"]) == "- a\n- b"
    many = listed(str(each) for each in range(MOST_ITEMS + 3))
    assert many.endswith("- and 3 more")


def test_small_words() -> None:
    assert [joined([]), joined(["a"]), joined(["a", "b", "c"])] == ["nothing", "a", "a, b and c"]
    assert [counted(1, "step"), counted(2, "step")] == ["1 step", "2 steps"]
    assert moment(datetime(2030, 1, 2, 3, 4, tzinfo=UTC)) == "2 January 2030, 03:04 UTC"
