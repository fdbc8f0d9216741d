"""Answers of operations in plain words."""

import pytest

from backend.runs.conversation.operating import answers_in_words


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"columns": ["a"], "rows": [[1], [2]], "total": 2}, "2 found"),
        ({"columns": ["a"], "rows": [], "total": 0}, "0 found"),
        ({"columns": ["a"], "rows": [[1]], "total": 7}, "7 found, of which the first 1 are shown"),
        ({"facts": {"region": "eu-west-1"}}, "1 fact"),
        ({"facts": {"region": "eu-west-1", "size": 2}}, "2 facts"),
    ],
)
def test_an_answer_says_how_much_was_found(answer: dict[str, object], said: str) -> None:
    assert answers_in_words([{"title": "List", "answer": answer}]) == f"List: {said}."
