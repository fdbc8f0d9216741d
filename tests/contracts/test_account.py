"""One plan applied and undone: on the twin of an account, and on a simulated one through boto3."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest

from backend.aws.account import AwsAccount
from backend.aws.session import AccessKeys, Endpoint
from backend.domain.plans.plan import Plan
from backend.domain.secrets import Secret
from backend.tools.aws_deployer.account_digest import account_digest
from backend.tools.aws_deployer.carry_out import Patience
from backend.tools.github_deployer.recipes import lambda_recipe
from tests.backend.sandbox.running import (
    ACCESS_KEY_ID,
    ARCHITECTURE,
    ECHO,
    RUNTIME,
    SECRET,
    RunningSandbox,
)
from tests.backend.tools.aws_deployer.hello import ACCOUNT, Deployer, digest, facts, plan_of
from tests.doubles.fake_account import FakeAws
from tests.doubles.fake_services import REGION

MADE_UP = {"url", "function_arn", "role_arn", "role"}
"""What AWS, or an account, chooses by itself."""


@pytest.fixture(params=["memory", pytest.param("sandbox", marks=pytest.mark.slow)])
def account(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AwsAccount]:
    if request.param == "memory":
        yield cast(AwsAccount, FakeAws().account())
        return
    sandbox = RunningSandbox(tmp_path_factory.mktemp("sandbox"), "--role-delay-s", "0")
    keys = AccessKeys(access_key_id=Secret(ACCESS_KEY_ID), secret_access_key=Secret(SECRET))
    try:
        yield AwsAccount(keys, Endpoint(region=REGION, url=sandbox.url))
    finally:
        sandbox.stop()


def deployer_of(account: AwsAccount) -> Deployer:
    deployer = Deployer(account=account, patience=Patience(first_s=0.02, sleep=asyncio.sleep))
    deployer.artefacts.packages[digest(ECHO)] = ECHO
    return deployer


def plan_for(account: AwsAccount) -> Plan:
    account_id, caller_arn = account.identity()
    identity = {"account_id": account_id, "caller_arn": caller_arn}
    own = replace(
        facts("run_1", ECHO),
        runtime=RUNTIME,
        architecture=ARCHITECTURE,
        account=ACCOUNT.model_copy(update=identity),
    )
    return plan_of(lambda_recipe(own), "run_1", account=own.account)


def told(value: Any) -> Any:
    """What the two accounts must agree in."""
    if isinstance(value, dict):
        return {key: told(item) for key, item in value.items() if key not in MADE_UP}
    return value


async def test_a_plan_is_applied_and_undone_without_a_trace(account: AwsAccount) -> None:
    deployer, before = deployer_of(account), account_digest(account)
    verified = deployer.verified(plan_for(account))
    await deployer.apply(verified)
    assert account_digest(account)["digest"] != before["digest"]
    assert await deployer.undo(verified) == []
    assert account_digest(account) == before


async def test_both_accounts_tell_the_same_of_every_step(account: AwsAccount) -> None:
    deployer, twin = deployer_of(account), deployer_of(cast(AwsAccount, FakeAws().account()))
    for each in (deployer, twin):
        assert each.account
        await each.apply(each.verified(plan_for(each.account)))
    found = [(each.step_id, each.kind, told(each.after)) for each in deployer.journal.kept]
    tags = {"aws-copilot:owner": plan_for(account).account.caller_arn}
    expected = [(each.step_id, each.kind, told(each.after)) for each in twin.journal.kept]
    for _, _, after in expected:
        if after and "tags" in after:
            after["tags"] |= tags
    assert found == expected


async def test_a_rollback_plan_leaves_no_trace_either(account: AwsAccount) -> None:
    deployer, before = deployer_of(account), account_digest(account)
    plan = plan_for(account)
    await deployer.apply(deployer.verified(plan))
    rollback = await deployer.rollback_plan("run_1", "run_9", plan.account)
    await deployer.apply(deployer.verified(rollback))
    assert account_digest(account) == before
