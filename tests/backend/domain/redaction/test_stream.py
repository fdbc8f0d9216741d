"""Text in chunks: no split lets a secret through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.redaction import KnownSecrets, Redactor
from tests.backend.domain.redaction.samples import (
    HARMLESS,
    IN_CONTEXT,
    PRIVATE_KEY,
    TOKEN_OF,
)

KNOWN = "correct horse battery staple FAKE"
PROSE = "ordinary words of an answer, one after the other, until they fill more than the hold. " * 2
CASES = {
    **{name: (f"see {token} here", token) for name, token in TOKEN_OF.items()},
    **IN_CONTEXT,
    "known": (f"see {KNOWN} here", KNOWN),
}


def redactor() -> Redactor:
    known = KnownSecrets()
    known.register(KNOWN)
    return Redactor(known)


def streamed(*chunks: str) -> str:
    stream = redactor().stream()
    return "".join((*(stream.feed(chunk) for chunk in chunks), stream.flush()))


@pytest.mark.spec("S2-140")
@pytest.mark.parametrize("name", CASES)
def test_every_split_point_gives_the_same_as_the_whole(name: str) -> None:
    text, secret = CASES[name]
    whole = redactor().text(text)

    assert secret not in whole
    assert {streamed(text[:at], text[at:]) for at in range(len(text) + 1)} == {whole}


@pytest.mark.parametrize("name", CASES)
def test_character_by_character_gives_the_same_as_the_whole(name: str) -> None:
    text = f"{PROSE}\n{CASES[name][0]}\n{PROSE}"

    assert streamed(*text) == redactor().text(text)


@given(
    parts=st.lists(
        st.sampled_from([*(text for text, _ in CASES.values()), *HARMLESS, PROSE]), max_size=6
    ),
    sizes=st.lists(st.integers(1, 200), min_size=1, max_size=10),
)
def test_any_chunks_give_the_same_as_the_whole(parts: list[str], sizes: list[int]) -> None:
    text = "\n".join(parts)
    chunks: list[str] = []
    while rest := text[sum(map(len, chunks)) :]:
        chunks.append(rest[: sizes[len(chunks) % len(sizes)]])

    assert streamed(*chunks) == redactor().text(text)


def test_ordinary_text_flows_before_the_end() -> None:
    stream = redactor().stream()

    assert PROSE.startswith(stream.feed(PROSE)[:40])
    assert len(stream.feed(PROSE)) > len(PROSE) // 2


def test_an_open_private_key_is_held_until_its_end() -> None:
    stream = redactor().stream()
    body = "RkFLRQ==\n" * 2000

    assert stream.feed("-----BEGIN RSA PRIVATE KEY-----\n" + body) == ""
    rest = stream.feed("-----END RSA PRIVATE KEY-----\n" + PROSE) + stream.flush()

    assert rest == "***\n" + PROSE


def test_a_secret_without_end_closes_the_stream() -> None:
    stream = redactor().stream()
    opening = PRIVATE_KEY.split("-----END")[0]
    shown = stream.feed(opening) + stream.feed("RkFLRQ==\n" * 40_000)

    assert shown == "***"
    assert stream.feed("RkFLRQ==\n" + PROSE) + stream.flush() == ""


def test_a_long_run_without_spaces_is_not_held_for_ever() -> None:
    stream = redactor().stream()

    assert len(stream.feed("abcdefgh" * 4000)) > 16_000
