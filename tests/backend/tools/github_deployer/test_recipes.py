"""The Lambda recipe: what it proposes is accepted by the catalogue, the policy, and AWS's limits.

Limits: IAM and Lambda names have 64 characters (their API references); S3 bucket names 3 to 63 of
lower-case letters, digits, dots and hyphens (S3 User Guide, "Bucket naming rules").
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import SearchStrategy, from_regex, sampled_from, sets, tuples
from pydantic import JsonValue

from backend.aws.regions import regions_of
from backend.domain.identifiers import (
    ApplicationId,
    CredentialId,
    EnvironmentId,
    ReleaseId,
    StepId,
)
from backend.domain.plans.actions import Provenance
from backend.domain.plans.approval import exposures_of
from backend.domain.plans.drafting import PlanDraft
from backend.domain.plans.plan import HealthExpectation
from backend.domain.plans.policy import NEVER_FROM_REPOSITORY, review
from backend.domain.plans.references import ReferenceKind, output_of, references_in
from backend.domain.plans.verdict import Decision
from backend.tools.github_deployer.recipes import LambdaFacts, Release, lambda_recipe
from tests.backend.tools.aws_deployer.hello import (
    ACCOUNT,
    SECRET_REFERENCE,
    facts,
    plan_of,
)

REGIONS = sorted(regions_of("lambda"))
ENVIRONMENTS = ("default", "development", "production", "staging")
LONGEST = "a" + "b" * 39
NAMES: SearchStrategy[str] = from_regex(r"[a-z]([a-z0-9-]{0,38}[a-z0-9])?", fullmatch=True)
PLACES = tuples(sampled_from(ENVIRONMENTS), NAMES, sampled_from(REGIONS))
BUCKET_NAME = re.compile(r"(?!xn--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9](?<!-s3alias)")
FIRST = facts("run_1", b"package")
PREVIOUS = Release(
    code=facts("run_0", b"package 0").code,
    configuration=facts("run_0", b"package 0").configuration,
    version="1",
    url="https://hello.example/",
)
NEXT = facts("run_1", b"package", PREVIOUS)


def placed(environment: str, name: str, region: str, known: LambdaFacts = FIRST) -> LambdaFacts:
    scope = known.scope.model_copy(
        update={
            "environment_id": EnvironmentId(environment),
            "application_id": ApplicationId(name),
        }
    )
    account = known.account.model_copy(update={"region": region})
    return replace(known, scope=scope, account=account)


def args_named(draft: PlanDraft, name: str) -> Iterator[Any]:
    for step in draft.steps:
        if name in step.call.args:
            yield step.call.args[name]


# --- both releases ---


@pytest.mark.spec("S2-123", "S2-178", "S2-180")
@pytest.mark.parametrize("known", [FIRST, NEXT], ids=["first", "next"])
def test_a_draft_becomes_a_plan_that_compliance_approves(known: LambdaFacts) -> None:
    draft = lambda_recipe(known)
    plan = plan_of(draft, "run_1", account=known.account)
    assert review(plan).decision is Decision.APPROVED
    assert [step.step_id for step in plan.steps] == [step.step_id for step in draft.steps]
    assert all(set(step.call.to_json()) == {"tool", "args"} for step in draft.steps)


@pytest.mark.parametrize("known", [FIRST, NEXT], ids=["first", "next"])
def test_a_repository_decides_nothing_of_access(known: LambdaFacts) -> None:
    for step in lambda_recipe(known).steps:
        from_repository = {
            name for name, whence in step.provenance.items() if whence is Provenance.REPO_FACT
        }
        assert not from_repository & NEVER_FROM_REPOSITORY
        assert set(step.provenance) == set(step.call.args)


@pytest.mark.spec("S2-151")
@pytest.mark.parametrize("known", [FIRST, NEXT], ids=["first", "next"])
def test_values_of_the_environment_are_references_alone(known: LambdaFacts) -> None:
    draft = lambda_recipe(known)
    (configuration,) = args_named(draft, "configuration")
    assert configuration["environment"] == {
        "DATABASE_PASSWORD": {ReferenceKind.SECRET.value: SECRET_REFERENCE}
    }
    secrets = {
        reference.name
        for step in draft.steps
        for reference in references_in(step.call.args)
        if reference.kind is ReferenceKind.SECRET
    }
    assert secrets == {SECRET_REFERENCE}


@pytest.mark.parametrize("known", [FIRST, NEXT], ids=["first", "next"])
def test_the_package_is_the_one_that_was_made(known: LambdaFacts) -> None:
    draft = lambda_recipe(known)
    assert draft.artefacts == (known.artefact,)
    assert {code["artefact"] for code in args_named(draft, "code")} == {known.artefact.digest}
    assert [*args_named(draft, "artefact")] == [known.artefact.digest] * 2


@given(place=PLACES, known=sampled_from([FIRST, NEXT]))
def test_every_place_and_name_composes(place: tuple[str, str, str], known: LambdaFacts) -> None:
    there = placed(*place, known)
    plan = plan_of(lambda_recipe(there), "run_1", account=there.account)
    assert review(plan).decision is Decision.APPROVED


# --- names ---


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("region", REGIONS)
def test_the_longest_name_fits_everywhere(environment: str, region: str) -> None:
    there = placed(environment, LONGEST, region)
    assert len(there.name) <= 64
    assert len(there.role_name) <= 64
    assert BUCKET_NAME.fullmatch(there.bucket_name)
    assert len(there.log_group) <= 512


@given(places=sets(PLACES, min_size=2, max_size=6))
def test_what_is_global_is_named_apart(places: set[tuple[str, str, str]]) -> None:
    found = [placed(*place) for place in places]
    distinct = {(there.name, there.account.region) for there in found}
    assert len({there.role_name for there in found}) == len(distinct)
    assert len({there.bucket_name for there in found}) == len(distinct)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_long_name_has_a_role_of_its_own_in_every_region(environment: str) -> None:
    roles = {placed(environment, LONGEST, region).role_name for region in REGIONS}
    assert len(roles) == len(REGIONS)


@given(name=NAMES)
def test_buckets_of_every_name_are_valid(name: str) -> None:
    assert BUCKET_NAME.fullmatch(placed("default", name, "us-east-1").bucket_name)


@pytest.mark.parametrize(
    ("field", "value"), [("account_id", "210987654321"), ("region", "us-east-1")]
)
def test_a_bucket_belongs_to_one_account_and_region(field: str, value: str) -> None:
    other = replace(FIRST, account=FIRST.account.model_copy(update={field: value}))
    assert other.bucket_name != FIRST.bucket_name


def test_a_bucket_stays_the_same_for_every_release() -> None:
    other = replace(FIRST, release_id=ReleaseId("rel_9"))
    assert (other.bucket_name, other.role_name) == (FIRST.bucket_name, FIRST.role_name)
    assert other.code["object_name"] != FIRST.code["object_name"]


def test_the_default_environment_is_not_part_of_names() -> None:
    assert placed("default", "hello", "us-east-1").name == "hello"
    assert placed("production", "hello", "us-east-1").name == "production-hello"


# --- the first release ---


def test_the_first_release_creates_everything() -> None:
    assert [step.call.tool for step in lambda_recipe(FIRST).steps] == [
        "create_bucket",
        "upload_s3",
        "create_log_group",
        "set_log_retention",
        "create_role",
        "put_role_policy",
        "deploy_lambda",
        "publish_version",
        "create_alias",
        "create_function_url",
        "add_lambda_permission",
        "add_lambda_permission",
    ]


@pytest.mark.spec("S2-143", "S2-200")
def test_the_role_may_write_its_own_log_and_nothing_else() -> None:
    (policy,) = args_named(lambda_recipe(FIRST), "policy")
    (statement,) = policy["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": (
            f"arn:aws:logs:{ACCOUNT.region}:{ACCOUNT.account_id}:log-group:/aws/lambda/hello:*"
        ),
    }


@pytest.mark.spec("S2-15")
@given(place=PLACES)
def test_no_role_is_wide(place: tuple[str, str, str]) -> None:
    there = placed(*place)
    (policy,) = args_named(lambda_recipe(there), "policy")
    for statement in policy["Statement"]:
        assert not [action for action in statement["Action"] if "*" in action]
        assert statement["Resource"].endswith(f"log-group:/aws/lambda/{there.name}:*")


@pytest.mark.spec("S1-90")
def test_everything_that_takes_tags_has_them() -> None:
    tags = [*args_named(lambda_recipe(FIRST), "tags")]
    assert len(tags) == 4
    assert all(each == FIRST.tags for each in tags)
    assert FIRST.tags["aws-copilot:run"] == "run_1"


def test_it_opens_one_thing_and_says_how_its_health_is_checked() -> None:
    draft = lambda_recipe(FIRST)
    url = output_of(StepId("create_url"), "url")
    assert exposures_of(plan_of(draft, "run_1")) == (StepId("allow_public_url"),)
    assert (draft.outputs, draft.health) == (
        {"url": url},
        HealthExpectation(url=url, path="/health", status=200),
    )


def test_an_environment_without_values_is_empty() -> None:
    request = FIRST.request.model_copy(update={"environment": {}})
    assert replace(FIRST, request=request).configuration["environment"] == {}


def test_every_variable_has_its_own_reference() -> None:
    environment = {"A": CredentialId("cred_1"), "B": CredentialId("cred_2")}
    request = FIRST.request.model_copy(update={"environment": environment})
    assert replace(FIRST, request=request).configuration["environment"] == {
        "A": {"$secret": "cred_1.A"},
        "B": {"$secret": "cred_2.B"},
    }


# --- the next release ---


def test_the_next_release_replaces_the_code_and_moves_the_alias() -> None:
    draft = lambda_recipe(NEXT)
    assert [step.call.tool for step in draft.steps] == [
        "upload_s3",
        "update_lambda_code",
        "update_lambda_configuration",
        "publish_version",
        "update_lambda_alias",
    ]
    assert draft.outputs == {"url": PREVIOUS.url}
    assert draft.health == HealthExpectation(url=PREVIOUS.url, path="/health")


def test_the_next_release_opens_nothing() -> None:
    assert exposures_of(plan_of(lambda_recipe(NEXT), "run_1")) == ()


def test_the_next_release_knows_what_it_replaces() -> None:
    previous: list[JsonValue] = [*args_named(lambda_recipe(NEXT), "previous")]
    assert previous == [PREVIOUS.code, PREVIOUS.configuration]
    assert [*args_named(lambda_recipe(NEXT), "previous_version")] == ["1"]
