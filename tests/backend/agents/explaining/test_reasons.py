"""Every error code that a run can end with is told in a sentence, with what can be done."""

import pytest

from backend.agents.explaining import Situation, explain
from backend.agents.explaining.reasons import REASONS
from backend.domain.canonical import JsonObject
from tests.backend.agents.explaining.source_codes import source_codes
from tests.doubles.situations import ended

IN_RUNS = ("agentpro/", "backend/agents", "backend/aws", "backend/domain", "backend/runs")
"""What runs when a run runs, besides the tools."""
TOOLS = "backend/tools"
NO_CODES = {"OPENAI_BASE_URL", "UV_FIND_LINKS"}
"""Environment variables, whose names look like codes."""
BY_OTHER_MEANS = {
    "ACTOR_MISMATCH",
    "CHECK_FAILED",
    "E_BUG",
    "E_CANCELLED",
    "E_GUARDRAIL",
    "E_INTAKE_EXPIRED",
    "E_REJECTED",
    "GRAPH_SIGNATURE",
    "GUARDRAIL_DENIED",
    "GUARDRAIL_FAILED",
    "NOT_CONFINED",
    "ROLE_DENIED",
    "RUNTIME_MISMATCH",
    "SELF_APPROVAL",
}
"""Given by a table or a variable, or reserved in the list of reason codes."""
CODES = sorted(set(source_codes()) - NO_CODES)


def failed(code: str, **more: str) -> Situation:
    failure: JsonObject = {
        "error_code": code,
        "message": "It did not work.",
        "next_step": "Do the other thing.",
        "node": "execution",
        **more,
    }
    return Situation.from_json({"run": ended("undone", failure=failure).to_json()})


def test_many_codes_are_found() -> None:
    assert len(CODES) > 150


@pytest.mark.spec("S2-113")
@pytest.mark.parametrize("code", CODES)
def test_every_code_is_told_with_its_message_and_next_step(code: str) -> None:
    told = explain("Why did it fail?", failed(code))
    assert told.topic == "outcome"
    assert f"`{code}`" in told.text
    assert '"It did not work."' in told.text
    assert "Do the other thing." in told.text
    if code in REASONS:
        assert REASONS[code].meaning in told.text


@pytest.mark.spec("S2-113")
@pytest.mark.parametrize("code", sorted(REASONS))
def test_without_a_next_step_of_its_own_that_of_the_code_is_told(code: str) -> None:
    told = explain("What can I do next?", failed(code, next_step=""))
    assert REASONS[code].advice in told.text


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_code_is_explained_where_nothing_failed(code: str) -> None:
    told = explain(f"What does {code} mean?", Situation())
    assert REASONS[code].meaning in told.text


@pytest.mark.parametrize("code", sorted(REASONS))
def test_reasons_are_whole_sentences(code: str) -> None:
    reason = REASONS[code]
    for sentence in (reason.meaning, reason.advice):
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_every_code_of_a_run_has_words_of_its_own() -> None:
    of_runs = {
        code
        for code, paths in source_codes().items()
        if any(path.startswith((*IN_RUNS, TOOLS)) for path in paths)
    }
    assert of_runs - set(REASONS) - NO_CODES == set()


def test_no_reason_is_for_nothing() -> None:
    assert set(REASONS) - set(CODES) - BY_OTHER_MEANS == set()
