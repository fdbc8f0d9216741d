"""Releases one after the other: what they keep, and the way back."""

from dataclasses import replace

from backend.domain.plans.policy import review
from backend.domain.plans.references import ReferenceKind
from backend.domain.plans.verdict import Decision
from backend.tools.github_deployer.recipes import lambda_recipe
from tests.backend.tools.aws_deployer.hello import SECRET_REFERENCE, Deployer
from tests.backend.tools.github_deployer.test_recipes import NEXT, args_named


async def test_a_rollback_of_each_release_composes_and_is_approved() -> None:
    deployer = Deployer()
    first = await deployer.deploy()
    second = deployer.verified(deployer.second_release(first))
    await deployer.apply(second)
    for run_id, count in (("run_2", len(second.plan.steps)), ("run_1", len(first.plan.steps))):
        plan = await deployer.rollback_plan(run_id, f"undo_{run_id}")
        assert len(plan.steps) == count
        assert review(plan).decision is Decision.APPROVED
        await deployer.apply(deployer.verified(plan))
    assert deployer.aws.resources() == Deployer().aws.resources()


def test_a_next_release_keeps_the_variables_that_are_not_given_anew() -> None:
    silent = replace(NEXT, request=NEXT.request.model_copy(update={"environment": {}}))
    (configuration,) = args_named(lambda_recipe(silent), "configuration")
    assert configuration["environment"] == {
        "DATABASE_PASSWORD": {ReferenceKind.SECRET.value: SECRET_REFERENCE}
    }
