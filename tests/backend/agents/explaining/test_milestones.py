"""What is said on the way: one sentence, and only where it matters to a person who waits."""

from typing import Any

import pytest

from backend.agents.explaining import milestone
from backend.domain.events import EventType
from tests.backend.agents.scenes import PLAN

PREFLIGHT: dict[str, Any] = {
    "account": PLAN.account.to_json(),
    "checks": [],
    "package": {
        "artefact": {"name": "hello.zip", "size_bytes": 20_480, "dependencies": ["fastapi==1"]},
        "runtime": "python3.13",
    },
}
PAYLOADS: dict[str, dict[str, Any]] = {
    "intake_requested": {
        "missing": ["target", "region", "application_name"],
        "form": {"properties": {"target": {"enum": ["lambda"]}, "region": {"type": "string"}}},
    },
    "preflight_completed": PREFLIGHT,
    "approval_requested": {"plan": PLAN.to_json()},
    "approval_decided": {"answer": "approved"},
    "step_failed": {"failure": {"node": "execution", "message": "AWS refused."}},
    "graph_failed": {"message": "It broke.", "next_step": "Report it."},
}


@pytest.mark.spec("S2-73")
@pytest.mark.parametrize(
    ("event_type", "said"),
    [
        ("intake_requested", "Please fill in the form. Missing: region and application name."),
        ("preflight_completed", "a package of 20 KB with 1 bundled package, for `python3.13`. It "),
        ("approval_requested", "It has 12 steps, on its card."),
        ("approval_decided", "Approved. I apply the plan now"),
        ("step_failed", "A step failed: AWS refused. I am undoing what was applied."),
        ("graph_failed", "The run broke off: It broke. Report it."),
    ],
)
def test_a_milestone_is_said(event_type: str, said: str) -> None:
    text = milestone(event_type, PAYLOADS[event_type])
    assert text is not None
    assert said in text


def test_the_sandbox_is_called_so() -> None:
    account = {**PREFLIGHT["account"], "is_sandbox": True}
    text = milestone("preflight_completed", {**PREFLIGHT, "account": account})
    assert text is not None
    assert "It goes to the sandbox, as " in text


def test_a_large_package_is_told_in_megabytes() -> None:
    package = {**PREFLIGHT["package"], "artefact": {"size_bytes": 3_266_560}}
    text = milestone("preflight_completed", {**PREFLIGHT, "package": package})
    assert text is not None
    assert "a package of 3.1 MB with 0 bundled packages" in text


def test_a_form_that_is_filled_in_is_only_to_be_checked() -> None:
    form = {"properties": {"target": {"enum": ["lambda"]}}}
    text = milestone("intake_requested", {"missing": ["target"], "form": form})
    assert text == "Please check the form."


@pytest.mark.parametrize("answer", ["rejected", "expired", "cancelled"])
def test_an_answer_that_ends_the_run_is_told_by_its_ending(answer: str) -> None:
    assert milestone("approval_decided", {"answer": answer}) is None


def test_where_nothing_was_applied_nothing_is_undone() -> None:
    assert milestone("step_failed", {"failure": {"node": "reading", "message": "No."}}) is None


def test_all_else_is_silent() -> None:
    silent = set(EventType) - set(PAYLOADS)
    assert {each for each in silent if milestone(each, {}) is not None} == set()
