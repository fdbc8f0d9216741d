"""From a draft to a plan: what the catalogue says, whatever the draft says."""

from typing import Any

import pytest

from backend.domain.errors import CopilotError
from backend.domain.identifiers import StepId
from backend.domain.plans.actions import Effect, Provenance, UndoLabel
from backend.domain.plans.drafting import DraftStep, PlanDraft, ToolCall
from backend.domain.plans.plan import Plan
from backend.domain.plans.policy import review
from backend.domain.plans.verdict import Decision
from backend.tools.aws_deployer.catalog import action_named
from backend.tools.aws_deployer.compose import require_declared
from backend.tools.aws_deployer.iam_policy import policy_for
from backend.tools.github_deployer.recipes import lambda_recipe
from tests.backend.tools.aws_deployer.hello import (
    ACCOUNT,
    SCOPE,
    facts,
    hello_plan,
    plan_of,
    with_step,
)
from tests.backend.tools.aws_deployer.samples import SAMPLES


def call(tool: str, step_id: str | None = None, **args: Any) -> DraftStep:
    known = {**SAMPLES[tool][0], **args} if tool in SAMPLES else args
    return DraftStep(
        step_id=StepId(step_id or tool),
        call=ToolCall(tool=tool, args=known),
        provenance=dict.fromkeys(known, Provenance.DEFAULT),
    )


def draft(*steps: DraftStep, **more: Any) -> PlanDraft:
    return PlanDraft(intent="Test.", target="lambda", source=None, steps=steps, **more)


def plan(*steps: DraftStep, **more: Any) -> Plan:
    return plan_of(draft(*steps, **more), "run_1")


def code_of(*steps: DraftStep, **more: Any) -> str:
    with pytest.raises(CopilotError) as error:
        plan(*steps, **more)
    return error.value.error_code


@pytest.mark.spec("S2-123")
def test_the_recipe_makes_a_plan_that_compliance_approves() -> None:
    composed = hello_plan()
    assert review(composed).decision is Decision.APPROVED
    assert [step.action for step in composed.steps][:2] == ["create_bucket", "upload_s3"]


def test_the_facts_of_a_step_come_from_the_catalogue() -> None:
    (step,) = plan(call("create_role")).steps
    action = action_named("create_role")
    assert (step.effect, step.label, step.compensation) == (
        Effect.WRITE,
        UndoLabel.EXACT,
        action.undo_action,
    )
    assert step.resource == "iam:role/hello-role"
    assert step.title == "Create the role hello-role, usable by lambda.amazonaws.com alone"
    assert step.iam_actions == ("iam:CreateRole", "iam:GetRole", "iam:PassRole", "iam:TagRole")


def test_a_grant_on_what_existed_before_is_destructive() -> None:
    (step,) = plan(call("put_role_policy")).steps
    assert step.effect is Effect.DESTRUCTIVE


def test_a_grant_on_what_the_same_plan_creates_is_a_write() -> None:
    steps = plan(call("create_role"), call("put_role_policy")).steps
    assert [step.effect for step in steps] == [Effect.WRITE, Effect.WRITE]


def test_a_grant_before_the_creation_is_destructive() -> None:
    steps = plan(call("put_role_policy"), call("create_role")).steps
    assert steps[0].effect is Effect.DESTRUCTIVE


def test_a_public_endpoint_is_told() -> None:
    exposed = [step.step_id for step in hello_plan().steps if step.exposes]
    assert exposed == ["allow_public_url"]


def test_an_unknown_tool_is_refused() -> None:
    assert code_of(call("delete_everything")) == "E_UNKNOWN_ACTION"


@pytest.mark.parametrize(
    "args",
    [
        {"role_name": "a/b"},
        {"role_name": 5},
        {"role_name": None},
        {"confirm": True},
        {"tags": {"a": 1}},
        {"service_principal": {"$secret": "cred_0.X"}},
    ],
)
def test_an_invalid_argument_is_refused_with_its_name(args: dict[str, Any]) -> None:
    with pytest.raises(CopilotError) as error:
        plan(call("create_role", **args))
    assert error.value.error_code == "E_INVALID_STEP"
    assert next(iter(args)) in error.value.message


def test_the_message_does_not_quote_the_value() -> None:
    with pytest.raises(CopilotError) as error:
        plan(call("create_role", role_name="FAKE secret/value"))
    assert "FAKE secret" not in error.value.message


@pytest.mark.parametrize(
    "name", ["create_role.nonsense", "create_role", "deploy_lambda.x", "later.y"]
)
def test_an_output_that_no_earlier_step_gives_is_refused(name: str) -> None:
    steps = call("create_role"), call("deploy_lambda", role={"$output": name})
    assert code_of(*steps) == "E_INVALID_STEP"


def test_an_output_of_the_plan_that_no_step_gives_is_refused() -> None:
    outputs = {"url": {"$output": "create_role.url"}}
    assert code_of(call("create_role"), outputs=outputs) == "E_INVALID_STEP"


def test_a_draft_does_not_choose_what_confirms_it() -> None:
    assert code_of(call("delete_bucket"), confirmation="yes") == "E_INVALID_STEP"
    assert plan(call("delete_bucket"), confirmation=SCOPE.application_id).confirmation == "hello"


@pytest.mark.parametrize(
    "changes",
    [
        {"effect": Effect.READ},
        {"label": UndoLabel.IRREVERSIBLE},
        {"title": "Nothing to see here"},
        {"resource": "iam:role/other"},
        {"compensation": None},
        {"iam_actions": ()},
        {"exposes": "Nobody."},
        {"action": "delete_role"},
    ],
)
def test_a_plan_that_lies_about_a_step_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(CopilotError):
        require_declared(with_step(hello_plan(), "create_role", **changes))


def test_a_plan_that_lies_about_its_permissions_is_refused() -> None:
    lying = hello_plan().model_copy(update={"iam_policy": {"Version": "2012-10-17"}})
    with pytest.raises(CopilotError) as error:
        require_declared(lying)
    assert error.value.error_code == "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"


def test_an_honest_plan_passes() -> None:
    honest = hello_plan()
    require_declared(honest)
    assert Plan.from_json(honest.to_json()) == honest


@pytest.mark.spec("S2-15", "S2-200")
def test_the_policy_of_a_plan_is_least() -> None:
    statements: Any = hello_plan().iam_policy["Statement"]
    actions = [action for statement in statements for action in statement["Action"]]
    resources = [arn for statement in statements for arn in statement["Resource"]]
    assert len(actions) == len(set(actions))
    assert not [action for action in actions if "*" in action]
    assert "*" not in resources
    assert all(arn.startswith("arn:aws:") and "{" not in arn for arn in resources)
    assert [arn for arn in resources if "hello" not in arn] == [
        "arn:aws:logs:eu-central-1:123456789012:log-group:*"
    ]


def test_the_policy_covers_applying_and_undoing() -> None:
    step = plan(call("create_bucket")).steps
    (statement,) = policy_for(step, ACCOUNT)["Statement"]  # type: ignore[misc]
    assert statement == {
        "Effect": "Allow",
        "Action": [
            "s3:CreateBucket",
            "s3:DeleteBucket",
            "s3:GetBucketTagging",
            "s3:ListBucket",
            "s3:TagResource",
        ],
        "Resource": ["arn:aws:s3:::hello-bucket"],
    }


@pytest.mark.parametrize("tool", list(SAMPLES))
def test_every_action_alone_makes_a_plan_that_can_be_stored(tool: str) -> None:
    composed = plan(call(tool, "step"))
    require_declared(Plan.from_json(composed.to_json()))
    assert Plan.from_json(composed.to_json()).digest == composed.digest


def test_composing_is_repeatable() -> None:
    one, other = (plan_of(lambda_recipe(facts("run_1", b"package")), "run_1") for _ in range(2))
    assert one.digest == other.digest
