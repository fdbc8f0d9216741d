"""The questions themselves, and the thresholds that the answers keep on them."""

import pytest

from backend.agents.explaining.aspects import ASPECTS
from tests.doubles.situations import SITUATIONS
from tests.evaluations.questions import SETS, lines, measure, questions

LEAST = {"questions": 0.98, "questions_held_out": 0.70}


@pytest.mark.spec("S2-113", "S2-179")
@pytest.mark.parametrize("name", SETS)
def test_questions_are_answered(name: str) -> None:
    found = measure(questions(name))
    total = found.count.total()
    assert found.right_topic.total() / total >= LEAST[name]
    assert found.complete.total() / total >= LEAST[name], "\n".join(lines(found))


def test_the_sets_are_large_and_apart() -> None:
    asked = [(each.question.lower(), each.situation) for name in SETS for each in questions(name)]
    assert len(asked) > 400
    assert len(set(asked)) == len(asked)
    assert {each.situation for name in SETS for each in questions(name)} <= set(SITUATIONS)
    assert len(ASPECTS) > 25
