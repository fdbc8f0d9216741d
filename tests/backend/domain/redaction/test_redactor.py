"""The redactor on whole texts and on JSON."""

import json
import pickle
from base64 import b64encode
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from backend.domain.redaction import PLACEHOLDER, KnownSecrets, Redactor
from backend.domain.redaction.known import encoded_forms
from tests.backend.domain.redaction.samples import (
    ACCESS_KEY_ID,
    HARMLESS,
    IN_CONTEXT,
    SECRET_KEY,
    TOKEN_OF,
)

KNOWN = 'FAKE pass/word+with "quotes" & ünïcode'
FRAGMENTS = st.sampled_from(
    [
        *TOKEN_OF.values(),
        *(text for text, _ in IN_CONTEXT.values()),
        *HARMLESS,
        *("password=", "token: ", '"', "'", "\\", "://", "@", ":", "***", "\n", "{", "-----BEGIN "),
        KNOWN,
    ]
)
TEXTS = st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), max_size=8).map("".join)
SECRETS = st.text(
    st.characters(codec="utf-8", exclude_characters="*"), min_size=8, max_size=60
).filter(lambda text: len(set(text)) > 3)


def redactor(*values: str) -> Redactor:
    known = KnownSecrets()
    for value in values:
        known.register(value)
    return Redactor(known)


@pytest.mark.spec("S2-141")
def test_the_placeholder_is_three_stars() -> None:
    assert PLACEHOLDER == "***"
    assert redactor().text(f"id={ACCESS_KEY_ID}!") == "id=***!"


@pytest.mark.spec("S2-14", "S2-140")
@pytest.mark.parametrize(("text", "secret"), IN_CONTEXT.values(), ids=IN_CONTEXT)
def test_a_secret_in_context_is_replaced(text: str, secret: str) -> None:
    assert secret not in redactor().text(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_survives(text: str) -> None:
    assert redactor().text(text) == text


@pytest.mark.parametrize(
    "form",
    [
        KNOWN,
        quote(KNOWN, safe=""),
        quote(KNOWN),
        quote_plus(KNOWN),
        json.dumps(KNOWN)[1:-1],
        json.dumps(KNOWN, ensure_ascii=False)[1:-1],
        json.dumps(json.dumps(KNOWN))[3:-3],
        KNOWN.encode().hex(),
        KNOWN.encode().hex().upper(),
    ],
)
def test_a_known_value_is_found_in_every_encoding(form: str) -> None:
    assert redactor(KNOWN).text(f"<{form}>") == "<***>"


@given(secret=SECRETS, before=st.binary(max_size=4), after=st.binary(max_size=4))
def test_a_known_value_is_found_within_base64(secret: str, before: bytes, after: bytes) -> None:
    encoded = b64encode(before + secret.encode() + after).decode()

    assert any(form in encoded for form in encoded_forms(secret))
    assert PLACEHOLDER in redactor(secret).text(encoded)


@given(secret=SECRETS, before=TEXTS, after=TEXTS)
def test_no_known_value_survives(secret: str, before: str, after: str) -> None:
    assert secret not in redactor(secret).text(before + secret + after)


@given(TEXTS)
def test_redacting_twice_is_redacting_once(text: str) -> None:
    port = redactor(KNOWN)
    once = port.text(text)

    assert port.text(once) == once


def test_overlapping_known_values_leave_no_remainder() -> None:
    port = redactor("FAKEabcdef", "cdefFAKEgh")

    assert port.text("<FAKEabcdefFAKEgh>") == "<***>"


def test_a_value_is_forgotten_after_its_last_use() -> None:
    known = KnownSecrets()
    port = Redactor(known)
    known.register(KNOWN)
    known.register(KNOWN)
    known.forget(KNOWN)
    assert port.text(KNOWN) == PLACEHOLDER

    known.forget(KNOWN)
    known.forget(KNOWN)

    assert port.text(KNOWN) == KNOWN


def test_values_too_short_to_tell_from_words_are_ignored() -> None:
    assert redactor("dev", "").text("the dev environment") == "the dev environment"


def test_known_secrets_cannot_be_shown_or_pickled() -> None:
    known = KnownSecrets()
    known.register(KNOWN)

    assert repr(known) == "<KnownSecrets: 1 values>"
    with pytest.raises(TypeError, match="never pickled"):
        pickle.dumps(known)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"secret_access_key": "x"}, {"secret_access_key": "***"}),
        ({"DBPassword": ["a", {"b": "c"}]}, {"DBPassword": ["***", "***"]}),
        ({"password": {"a": "b"}, "n": 1}, {"password": "***", "n": 1}),
        ({"token": None, "password": ""}, {"token": None, "password": ""}),
        ({ACCESS_KEY_ID: 1}, {"***": 1}),
        ({"name": "DB_PASSWORD", "value": "x"}, {"name": "DB_PASSWORD", "value": "***"}),
        ({"name": "STAGE", "value": "dev"}, {"name": "STAGE", "value": "dev"}),
        (["--password", "x", "y"], ["--password", "***", "y"]),
        ({"id": ACCESS_KEY_ID, "x": SECRET_KEY}, {"id": "***", "x": "***"}),
        ({"x": SECRET_KEY}, {"x": SECRET_KEY}),
        ({"NextToken": "abc", "n": [True, 1.5]}, {"NextToken": "abc", "n": [True, 1.5]}),
        ({"secret": "arn:aws:x:::y"}, {"secret": "arn:aws:x:::y"}),
        (123456789, "***"),
    ],
)
def test_json_is_redacted_in_keys_values_and_pairs(value: JsonValue, expected: JsonValue) -> None:
    assert redactor("123456789").value(value) == expected


def test_nesting_without_end_is_cut_off() -> None:
    value: JsonValue = ACCESS_KEY_ID
    for _ in range(5000):
        value = [value]

    redacted = json.dumps(redactor().value(value))

    assert redacted == "[" * 65 + '"***"' + "]" * 65
