"""What is found by shape and surroundings, and what is left alone."""

from base64 import b64encode

import pytest

from backend.domain.redaction import CERTAIN_KINDS, Finding, find_secrets
from tests.backend.domain.redaction.samples import (
    ACCESS_KEY_ID,
    HARMLESS,
    IN_CONTEXT,
    PRIVATE_KEY,
    SECRET_KEY,
    TOKEN_OF,
)


def covered(text: str, secret: str) -> bool:
    start = text.index(secret)
    return any(
        found.start <= start and start + len(secret) <= found.end for found in find_secrets(text)
    )


@pytest.mark.spec("S2-140")
@pytest.mark.parametrize("name", TOKEN_OF)
def test_a_token_is_found_by_its_own_shape(name: str) -> None:
    text = f"before {TOKEN_OF[name]} after"

    assert covered(text, TOKEN_OF[name])


@pytest.mark.spec("S2-140")
@pytest.mark.parametrize("name", IN_CONTEXT)
def test_a_secret_is_found_by_what_surrounds_it(name: str) -> None:
    text, secret = IN_CONTEXT[name]

    assert covered(text, secret)


@pytest.mark.parametrize("text", HARMLESS)
def test_identifiers_digests_and_prose_are_left_alone(text: str) -> None:
    assert find_secrets(text) == ()


@pytest.mark.parametrize("padding", ["", "x", "xy", "xyz"])
def test_base64_is_decoded_once_whatever_its_alignment(padding: str) -> None:
    encoded = b64encode(f"{padding}the id {ACCESS_KEY_ID} of a user".encode()).decode()

    assert [found.kind for found in find_secrets(f"data: {encoded}!")] == ["encoded"]


def test_base64_is_not_decoded_twice() -> None:
    encoded = b64encode(b64encode(f"the id {ACCESS_KEY_ID} of a user".encode())).decode()

    assert find_secrets(encoded) == ()


def test_a_private_key_without_end_runs_to_the_end_of_the_text() -> None:
    text = "key:\n" + PRIVATE_KEY.removesuffix("-----END PRIVATE KEY-----")

    assert Finding(kind="private_key", start=5, end=len(text)) in find_secrets(text)


def test_a_key_pair_is_certain_and_a_named_value_is_not() -> None:
    pair = {found.kind for found in find_secrets(f"{ACCESS_KEY_ID} {SECRET_KEY}")}
    named = {found.kind for found in find_secrets("password = hunter2FAKE")}

    assert pair <= CERTAIN_KINDS
    assert named == {"named_value"}


def test_a_finding_never_shows_the_secret() -> None:
    (found,) = find_secrets(ACCESS_KEY_ID)

    assert ACCESS_KEY_ID not in repr(found)
