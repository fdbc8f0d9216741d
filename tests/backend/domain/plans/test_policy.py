"""Every rule of the policy, kept and broken."""

from typing import Any

import pytest

from backend.domain.plans.actions import Effect, Provenance
from backend.domain.plans.plan import Plan
from backend.domain.plans.policy import (
    NEVER_FROM_REPOSITORY,
    POLICY_VERSION,
    RULES,
    is_misplaced,
    review,
)
from backend.domain.plans.verdict import Decision, Verdict
from tests.backend.tools.aws_deployer.hello import hello_plan, with_step
from tests.backend.tools.aws_deployer.samples import POLICY

HELLO = hello_plan()
ARN = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/hello:*"


def rules_of(verdict: Verdict) -> set[str]:
    return {finding.rule for finding in verdict.findings}


def broken(plan: Plan) -> set[str]:
    verdict = review(plan)
    assert verdict.plan_digest == plan.digest
    return rules_of(verdict)


def with_policy(policy: Any) -> Plan:
    step = HELLO.step("allow_logs")
    return with_step(HELLO, "allow_logs", params={**step.params, "policy": policy})


def with_statement(**changes: Any) -> Plan:
    statement = {**POLICY["Statement"][0], **changes}
    return with_policy({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.spec("S2-103", "S2-124")
def test_the_recipe_breaks_no_rule() -> None:
    verdict = review(HELLO)
    assert (verdict.decision, verdict.findings) == (Decision.APPROVED, ())
    assert (verdict.rules_checked, verdict.policy_version) == (len(RULES), POLICY_VERSION)


def test_a_verdict_is_the_same_every_time() -> None:
    assert review(HELLO).digest == review(HELLO).digest


def test_an_argument_of_unknown_origin_can_be_fixed() -> None:
    verdict = review(with_step(HELLO, "create_role", provenance={}))
    assert rules_of(verdict) == {"provenance_is_known"}
    assert verdict.decision is Decision.FIXABLE


@pytest.mark.parametrize("step", HELLO.steps, ids=lambda step: step.step_id)
def test_a_repository_decides_nothing_of_access(step: Any) -> None:
    """Whatever a repository says, it names no role, no bucket and no permission."""
    for name in NEVER_FROM_REPOSITORY & set(step.params):
        provenance = {**step.provenance, name: Provenance.REPO_FACT}
        verdict = review(with_step(HELLO, step.step_id, provenance=provenance))
        assert rules_of(verdict) == {"repository_decides_nothing_of_access"}
        assert verdict.decision is Decision.VETOED


@pytest.mark.parametrize("step", HELLO.steps, ids=lambda step: step.step_id)
def test_a_model_decides_nothing_of_what_changes_something(step: Any) -> None:
    for name in step.params:
        provenance = {**step.provenance, name: Provenance.MODEL}
        verdict = review(with_step(HELLO, step.step_id, provenance=provenance))
        assert rules_of(verdict) == {"repository_decides_nothing_of_access"}
        assert verdict.decision is Decision.VETOED


def test_a_model_may_say_what_is_looked_at() -> None:
    assert not is_misplaced("bucket_name", Provenance.MODEL, Effect.READ)
    assert is_misplaced("bucket_name", Provenance.MODEL, Effect.WRITE)
    assert is_misplaced("bucket_name", Provenance.REPO_FACT, Effect.READ)


@pytest.mark.parametrize(
    "name", ["role", "role_name", "region", "bucket_name", "policy", "code", "function_name"]
)
def test_what_decides_of_access_is_listed(name: str) -> None:
    assert name in NEVER_FROM_REPOSITORY


def test_a_repository_may_decide_settings() -> None:
    assert HELLO.step("create_function").provenance["configuration"] is Provenance.REPO_FACT
    assert broken(HELLO) == set()


@pytest.mark.spec("S2-15")
@pytest.mark.parametrize(
    "changes",
    [
        {"Action": "*"},
        {"Action": ["*"]},
        {"Action": ["logs:*"]},
        {"Action": ["iam:*"]},
        {"Action": ["logs:Put?ogEvents"]},
        {"Action": ["logs:PutLogEvents", "s3:Get*"]},
        {"Action": ["**"]},
        {"Action": [""]},
        {"Action": {"logs:PutLogEvents": 1}},
        {"Resource": "*"},
        {"Resource": ["*"]},
        {"Resource": "**"},
        {"Resource": "*:*"},
        {"Resource": "?" * 40},
        {"Resource": "arn:*"},
        {"Resource": "arn:aws:s3:::*"},
        {"Resource": "arn:aws:*:*:*:*"},
        {"Resource": "arn:aws:logs:*:123456789012:log-group:hello"},
        {"Resource": [ARN, "*"]},
        {"NotAction": ["iam:CreateUser"]},
        {"NotResource": ARN},
        {"Principal": "*"},
        {"action": "*"},
    ],
)
def test_a_wide_grant_is_vetoed(changes: dict[str, Any]) -> None:
    verdict = review(with_statement(**changes))
    assert rules_of(verdict) == {"no_wide_grants"}
    assert verdict.decision is Decision.VETOED


def test_a_single_statement_without_its_list_is_looked_at() -> None:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    assert broken(with_policy({"Statement": statement})) == {"no_wide_grants"}


@pytest.mark.parametrize(
    "changes", [{}, {"Action": "logs:PutLogEvents"}, {"Resource": [ARN]}, {"Sid": "Own*"}]
)
def test_an_exact_grant_passes(changes: dict[str, Any]) -> None:
    assert broken(with_statement(**changes)) == set()


def test_a_plan_that_needs_wide_permissions_is_vetoed() -> None:
    wide = {"Statement": [{"Effect": "Allow", "Action": ["iam:*"], "Resource": ["*"]}]}
    plan = HELLO.model_copy(update={"iam_policy": wide})
    assert broken(plan) == {"caller_policy_is_least"}


SECRETS = [
    "AKIAFAKEFAKEFAKE1234",
    "ghp_FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE1234",
    "-----BEGIN PRIVATE KEY-----\nFAKE\n-----END PRIVATE KEY-----",
    "https://user:FAKE-password@example.com/",
]


@pytest.mark.spec("S2-151")
@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_in_a_parameter_is_vetoed(secret: str) -> None:
    step = HELLO.step("create_function")
    configuration: Any = step.params["configuration"]
    told: Any = {**step.params, "configuration": {**configuration, "description": secret}}
    verdict = review(with_step(HELLO, "create_function", params=told))
    assert rules_of(verdict) == {"no_secret_in_the_plan"}
    assert secret not in verdict.model_dump_json()


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_around_the_steps_is_vetoed(secret: str) -> None:
    plan = HELLO.model_copy(update={"intent": f"Deploy with {secret}"})
    assert broken(plan) == {"no_secret_in_the_plan"}


def test_a_secret_in_the_name_of_a_reference_is_vetoed() -> None:
    step = HELLO.step("create_function")
    params: Any = {**step.params, "more": {"$secret": "cred_0.AKIAFAKEFAKEFAKE1234"}}
    assert "no_secret_in_the_plan" in broken(with_step(HELLO, "create_function", params=params))


@pytest.mark.parametrize("name", ["DATABASE_PASSWORD", "API_TOKEN", "AWSKEY_SECRET", "PLAIN"])
def test_a_reference_under_a_secrets_name_is_no_secret(name: str) -> None:
    step = HELLO.step("create_function")
    configuration: Any = step.params["configuration"]
    environment = {name: {"$secret": f"cred_0.{name}"}}
    params: Any = {**step.params, "configuration": {**configuration, "environment": environment}}
    assert broken(with_step(HELLO, "create_function", params=params)) == set()


def test_an_endpoint_without_a_health_check_can_be_fixed() -> None:
    verdict = review(HELLO.model_copy(update={"health": None}))
    assert rules_of(verdict) == {"health_is_expected"}
    assert verdict.decision is Decision.FIXABLE


def test_one_breach_that_cannot_be_fixed_decides() -> None:
    plan = with_statement(Action="*").model_copy(update={"health": None})
    verdict = review(plan)
    assert rules_of(verdict) == {"no_wide_grants", "health_is_expected"}
    assert verdict.decision is Decision.VETOED


def test_the_policy_does_not_trust_what_a_step_says_of_its_effect() -> None:
    plan = with_step(with_statement(Action="*"), "allow_logs", effect=Effect.READ)
    assert review(plan).decision is Decision.VETOED
