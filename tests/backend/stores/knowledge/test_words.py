"""Words of texts: stable numbers, identifiers whole and in parts, endings that do not matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.stores.knowledge.words import (
    vector_of_question,
    vector_of_text,
    word_number,
    words_in,
)


def test_a_word_has_the_same_number_everywhere() -> None:
    assert word_number("fastapi") == 1942897379
    assert word_number("vite") != word_number("fastapi")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("E_UNHEALTHY", {"e_unhealthy", "e", "unhealthy"}),
        ("AccessDeniedException", {"accessdeniedexception", "acces", "den", "exception"}),
        ("image-resizer", {"image-resizer", "imag", "resizer"}),
        ("memory_mb", {"memory_mb", "memory", "mb"}),
        ("eu-central-1.", {"eu-central-1", "eu", "central", "1"}),
        ("app/main.py:7", {"app/main.py:7", "app", "main", "py", "7"}),
        ("ＦＡＳＴＡＰＩ", {"fastapi"}),
        ("What did we do last time?", set[str]()),
    ],
)
def test_identifiers_are_found_whole_and_in_parts(text: str, words: set[str]) -> None:
    assert set(words_in(text)) == words


@pytest.mark.parametrize(
    ("asked", "kept"), [("failing", "failed"), ("deployment", "deployed"), ("buckets", "bucket")]
)
def test_an_ending_does_not_matter(asked: str, kept: str) -> None:
    assert vector_of_question(asked).keys() == vector_of_text(kept).keys()


def test_the_tenth_mention_adds_little_and_long_texts_weigh_less() -> None:
    number = word_number("lambda")
    once, twice = vector_of_text("lambda")[number], vector_of_text("lambda lambda")[number]
    often = vector_of_text("lambda " * 10)[number]
    assert once < twice < often < 2 * twice
    assert vector_of_text("lambda " + "other words " * 100)[number] < once


@given(st.text())
def test_every_text_has_a_vector_of_positive_weights(text: str) -> None:
    assert all(weight > 0 for weight in vector_of_text(text).values())
    assert vector_of_question(text).keys() == vector_of_text(text).keys()
