"""Memories are brief and well formed; personal data is no part of them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backend.domain.memories import MOST_TOKENS, Match, cut_to_brief, is_brief
from tests.contracts.knowledge_stores import memory


@pytest.mark.spec("S2-79")
def test_a_memory_has_at_most_two_thousand_tokens() -> None:
    longest = "a" * (3 * MOST_TOKENS)
    assert memory(text=longest).text == longest
    with pytest.raises(ValidationError, match="2000 tokens"):
        memory(text=longest + "a")


@pytest.mark.spec("S2-79")
@given(st.text(max_size=40).map(lambda text: text * 500))
def test_what_is_cut_is_brief_and_a_beginning(text: str) -> None:
    cut = cut_to_brief(text)
    assert is_brief(cut)
    assert cut == text if is_brief(text) else text.startswith(cut.removesuffix("…"))


def test_it_is_cut_between_words() -> None:
    cut = cut_to_brief("word " * 2000)
    assert cut.endswith("word…")


@pytest.mark.parametrize(
    "wrong",
    [{"memory_id": "a b"}, {"memory_id": ""}, {"tags": ("With Space",)}, {"collection": "other"}],
)
def test_what_is_malformed_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        memory(**wrong)


def test_a_reference_names_what_it_is_about() -> None:
    kept = memory(tags=("aws",), occurred_at=datetime(2030, 1, 1, tzinfo=UTC))
    assert Match(memory=kept, score=0.123456).to_reference() == {
        "memory_id": "a",
        "collection": "briefs",
        "text": "A fastapi application.",
        "tags": ["aws"],
        "score": 0.1235,
        "occurred_at": "2030-01-01T00:00:00Z",
        "graph_run_id": None,
        "deployment_id": None,
    }
