"""The two checks: the local one always, the hosted one in addition, and never open by accident."""

from dataclasses import replace

import pytest

from backend.domain.guardrails import SecurityCheckOutput
from backend.tools.openai_llm.turns import TurnFailed
from tests.doubles.guardrail_checks import (
    BROKEN,
    CHECKS,
    MALICIOUS,
    SENSITIVE,
    ScriptedModeration,
)

FLAGGED = SecurityCheckOutput(is_malicious=True, reasoning="Flagged.")
PASSED = SecurityCheckOutput(is_malicious=False, reasoning="Passed.")


@pytest.mark.parametrize(("text", "is_malicious"), [("hi", False), (MALICIOUS, True), ("", False)])
async def test_the_local_check_is_enough(text: str, is_malicious: bool) -> None:
    assert (await CHECKS.of_input(text)).is_malicious is is_malicious


@pytest.mark.parametrize(("verdict", "is_malicious"), [(FLAGGED, True), (PASSED, False)])
async def test_the_hosted_check_has_the_last_word(
    verdict: SecurityCheckOutput, is_malicious: bool
) -> None:
    hosted = ScriptedModeration(verdict)
    found = await replace(CHECKS, hosted=hosted).of_input("hi")
    assert (found.is_malicious, hosted.texts) == (is_malicious, ["hi"])


@pytest.mark.parametrize("text", [MALICIOUS, BROKEN])
async def test_what_the_local_check_refuses_goes_nowhere(text: str) -> None:
    hosted = ScriptedModeration(PASSED)
    assert (await replace(CHECKS, hosted=hosted).of_input(text)).is_malicious
    assert hosted.texts == []


async def test_where_nothing_is_offered_the_local_verdict_stands() -> None:
    checks = replace(CHECKS, hosted=ScriptedModeration(None))
    assert (await checks.of_input("hi")).reasoning == "It is clean."


async def test_a_hosted_check_must_answer() -> None:
    checks = replace(CHECKS, hosted=ScriptedModeration(None, is_silent=True))
    with pytest.raises(TurnFailed) as caught:
        await checks.of_input("hi")
    assert caught.value.error.error_code == "E_MODEL_UNAVAILABLE"


@pytest.mark.parametrize(
    ("value", "is_sensitive"),
    [
        ("hi", False),
        (SENSITIVE, True),
        ({"a": ["b", {"c": SENSITIVE}]}, True),
        ({SENSITIVE: 1}, True),
        ({"a": 1}, False),
        (BROKEN, True),
        ({"a": float("nan")}, True),
    ],
)
async def test_an_answer_is_looked_at_whatever_its_form(value: object, is_sensitive: bool) -> None:
    found = await CHECKS.of_output(value)  # type: ignore[arg-type]
    assert found.contains_sensitive_info is is_sensitive


async def test_what_a_check_raises_is_not_told() -> None:
    assert BROKEN not in (await CHECKS.of_input(BROKEN)).reasoning
    assert BROKEN not in (await CHECKS.of_output(BROKEN)).reasoning
