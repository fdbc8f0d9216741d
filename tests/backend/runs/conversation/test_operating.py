"""Operations in plain words."""

import pytest

from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Effect
from backend.runs.conversation.operating import answers_in_words, operation_in_words
from tests.doubles.sample_plans import BUCKET, plan_of

READ = BUCKET.model_copy(update={"effect": Effect.READ})
FAILURE: JsonObject = {
    "error_code": "E",
    "message": "AWS refused.",
    "next_step": "Ask differently.",
}


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


def test_what_was_changed_is_said_and_what_was_only_read_is_not() -> None:
    plan = plan_of("run_1", BUCKET).to_json()
    reads = plan_of("run_1", READ).to_json()
    done = operation_in_words({"completion_state": "succeeded", "plan": plan})
    assert done == f"Done: {plan['intent']}"
    assert operation_in_words({"completion_state": "succeeded", "plan": reads}) is None


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            "undone",
            "The operation failed, and nothing of it is left. AWS refused. Ask differently.",
        ),
        ("cancelled", "The operation was cancelled; what it had applied was undone."),
    ],
)
def test_why_it_ended_is_said(state: str, said: str) -> None:
    assert operation_in_words({"completion_state": state, "failure": FAILURE}) == said
