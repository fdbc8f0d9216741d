"""The last turn about a run says what a person needs, and what to say next."""

from typing import Any

import pytest

from backend.agents.explaining import closing_of
from backend.agents.interpreter import Action
from backend.agents.interpreter.turns.rules import read
from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Effect, UndoLabel
from backend.domain.plans.plan import OPERATION_TARGET, Plan
from tests.backend.agents.scenes import APPLIED, PLAN
from tests.doubles.sample_plans import BUCKET, DELETION, plan_of
from tests.doubles.situations import FAILURE, HEALTH, LEFT

DRIFTED: JsonObject = {**FAILURE, "error_code": "PREVIEW_DRIFTED"}


def closed(graph_id: str, payload: dict[str, Any]) -> tuple[str, list[str]]:
    """Text and suggestions of the closing turn."""
    found = closing_of(graph_id, "run_1", payload)
    assert found is not None
    return found.text, [each.text for each in found.suggestions]


def succeeded(plan: Plan, **more: Any) -> dict[str, Any]:
    return {"completion_state": "succeeded", "plan": plan.to_json(), **more}


@pytest.mark.spec("S2-112", "S2-131")
def test_a_deployment_tells_where_it_runs_how_it_was_checked_and_what_it_made() -> None:
    url = "https://hello.example/"
    payload = succeeded(PLAN, steps=APPLIED, outputs={"url": url}, health=HEALTH)
    text, suggestions = closed("deploy@1.0.0", payload)
    assert text.startswith(f"Deployed and healthy. It answers at {url}\n\n- Where: ")
    for part in (
        "`123456789012`, `eu-central-1`",
        "`https://hello.example/health` answered `200` at try 2",
        "1 bucket, 1 object, 1 log group",
        "2 permissions of a function",
        "`./hello`",
        'say "Roll back hello"; all of it can be undone exactly',
    ):
        assert part in text
    assert suggestions == ["What is running?", "What did it create?", "Roll back hello"]


def test_what_was_so_already_was_not_made() -> None:
    steps = {step.step_id: {"is_changed": step.action == "create_bucket"} for step in PLAN.steps}
    text, _ = closed("deploy@1.0.0", succeeded(PLAN, steps=steps))
    assert "Applied: 1 bucket\n" in text


@pytest.mark.spec("S2-131")
def test_a_rollback_tells_what_was_taken_back() -> None:
    text, suggestions = closed("rollback@1.0.0", succeeded(plan_of("run_1", DELETION)))
    assert text.startswith("Rolled back: ")
    assert "Taken back: 1 bucket" in text
    assert "the sandbox account" in text
    assert suggestions == ["What is running?"]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (UndoLabel.EXACT, "all of it can be undone exactly"),
        (UndoLabel.COMPENSATABLE, "1 change cannot be taken back exactly"),
        (UndoLabel.IRREVERSIBLE, "what cannot be undone: Create the bucket"),
    ],
)
@pytest.mark.spec("S2-131")
def test_an_operation_tells_how_it_can_be_undone(label: UndoLabel, said: str) -> None:
    plan = plan_of("run_1", BUCKET.model_copy(update={"label": label}))
    text, _ = closed("operate@1.0.0", succeeded(plan))
    assert text.startswith(f"Done: {plan.intent}")
    assert "Changed: 1 bucket" in text
    assert f"`copilot runs undo run_1`; {said}" in text


def test_a_read_needs_no_ending() -> None:
    plan = plan_of("run_1", BUCKET.model_copy(update={"effect": Effect.READ}))
    read_only = plan.model_copy(update={"target": OPERATION_TARGET})
    assert closing_of("operate@1.0.0", "run_1", succeeded(read_only)) is None


def test_an_operation_that_found_everything_so_has_changed_nothing() -> None:
    payload = succeeded(plan_of("run_1", BUCKET), steps={"bucket": {"is_changed": False}})
    assert "Everything was so already." in closed("operate@1.0.0", payload)[0]


@pytest.mark.spec("S2-113", "S2-131")
@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("undone", "The deployment failed, and nothing of it is left. "),
        ("escalated", "The deployment could not be completed nor undone completely; "),
    ],
)
def test_a_failure_tells_what_happened_was_undone_and_is_left(state: str, said: str) -> None:
    undo = {"undone": [{"step_id": "x", "resource": "iam:role/a"}], "left": [LEFT]}
    payload: dict[str, Any] = {
        "completion_state": state,
        "plan": PLAN.to_json(),
        "failure": FAILURE,
        "undo": undo,
    }
    text, suggestions = closed("deploy@1.0.0", payload)
    assert text.startswith(said)
    for part in (
        "AWS refused lambda:CreateFunction: not authorized.",
        "Give the caller this permission",
        "Undone: 1 role.",
        "Still there, and to be looked at by hand:",
        "The bucket is not empty.",
        "Planning the same again gives the same result",
    ):
        assert part in text
    assert suggestions == ["Why did it fail?", "What now?"]


@pytest.mark.spec("S2-113")
def test_planning_again_is_suggested_where_it_can_help_and_says_the_same() -> None:
    steps = tuple(step for step in PLAN.steps if step.action == "create_bucket")
    plan = PLAN.model_copy(update={"steps": steps, "outputs": {}, "health": None})
    payload = {"completion_state": "undone", "plan": plan.to_json(), "failure": DRIFTED}
    text, suggestions = closed("deploy@1.0.0", payload)
    assert "Asking for the same again can succeed" in text
    again = read(suggestions[-1])
    assert again.action is Action.DEPLOY_REPO
    assert (again.slots.source, again.slots.region) == ("./hello", "eu-central-1")
    assert again.slots.name == "hello"


def test_planning_again_is_not_suggested_where_values_would_be_lost() -> None:
    payload = {"completion_state": "undone", "plan": PLAN.to_json(), "failure": DRIFTED}
    assert closed("deploy@1.0.0", payload)[1] == ["Why did it fail?", "What now?"]


@pytest.mark.parametrize("state", ["cancelled", "rejected", "expired"])
def test_a_person_who_ended_it_is_not_asked_why(state: str) -> None:
    failure = {**FAILURE, "error_code": "E_REJECTED", "message": f"The plan was {state}."}
    text, suggestions = closed(
        "deploy@1.0.0", {"completion_state": state, "plan": None, "failure": failure}
    )
    assert text.startswith("The deployment ")
    assert suggestions == []


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("The plan was rejected.", ""),
        ("The plan was rejected: too early.", ' The reason given was `"too early"`.'),
    ],
)
def test_a_rejection_is_told_once_with_the_reason_that_was_given(message: str, said: str) -> None:
    failure = {"error_code": "E_REJECTED", "message": message, "node": "approval"}
    text, _ = closed("deploy@1.0.0", {"completion_state": "rejected", "failure": failure})
    ending = "The deployment ended because the plan was rejected; nothing was changed."
    assert text == f"{ending}{said}"


def test_an_unknown_state_is_said_as_it_is() -> None:
    assert "`strange`" in closed("deploy@1.0.0", {"completion_state": "strange"})[0]
