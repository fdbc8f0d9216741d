"""Every step that changes something can be justified, and every resource has a word."""

import pytest

from backend.agents.explaining.purposes import PURPOSES, name_of, noun_of
from backend.domain.plans.actions import Effect
from backend.tools.aws_deployer.catalog import CATALOGUE
from tests.backend.agents.scenes import PLAN


def test_every_action_that_changes_something_has_a_purpose() -> None:
    changing = {name for name, each in CATALOGUE.items() if each.effect is not Effect.READ}
    assert changing == set(PURPOSES)


def test_every_resource_of_a_deployment_has_a_word() -> None:
    assert "resource" not in {noun_of(step.resource) for step in PLAN.steps}


@pytest.mark.parametrize(
    ("resource", "noun", "name"),
    [
        ("s3:bucket/data", "bucket", "data"),
        ("logs:group//aws/lambda/x", "log group", "/aws/lambda/x"),
        ("logs:group//aws/lambda/x/retention", "log retention", "/aws/lambda/x/retention"),
        ("iam:role/r/policy/p", "policy of a role", "r/policy/p"),
        ("sqs:queue/q", "resource", "q"),
        ("nothing", "resource", "nothing"),
    ],
)
def test_nouns_and_names(resource: str, noun: str, name: str) -> None:
    assert (noun_of(resource), name_of(resource)) == (noun, name)
