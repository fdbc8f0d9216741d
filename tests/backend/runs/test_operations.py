"""Operations as the service of runs starts them: the records of a run, and none of a deployment."""

from typing import Any

import pytest

from backend.domain.commands import StartOperation
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.drafting import ToolCall
from backend.runs.releases import RETENTION
from backend.runs.service import TENANT
from tests.backend.runs.house import OWNER, House
from tests.backend.tools.aws_deployer.hello import ACCOUNT

CREATE = StartOperation(
    calls=(ToolCall(tool="create_bucket", args={"bucket_name": "reports"}),),
    region=ACCOUNT.region,
    credential_id=ACCOUNT.credential_id,
)


async def start(house: House, command: StartOperation = CREATE) -> GraphRunId:
    return await house.service.start_operation(OWNER, command, sandbox_url=None)


async def test_an_operation_is_a_run_without_a_deployment(house: House) -> None:
    run_id = await start(house)
    await house.answer(run_id)
    run = await house.ended(run_id)
    assert (run.completion_state, run.deployment_id) == ("succeeded", None)
    assert (run.graph_id, run.application_id) == ("operate@1.0.0", "operations")
    assert await house.repositories.deployments.of_tenant(TENANT) == []
    assert await house.repositories.locks.release(TENANT, run_id) == 0
    assert run.expires_at is not None
    assert run.ended_at is not None
    assert run.expires_at - run.ended_at == RETENTION
    assert await house.audited() == ["operate_started", "approval_decided"]


async def test_the_question_belongs_to_no_deployment_either(house: House) -> None:
    run_id = await start(house)
    question = await house.question(run_id)
    assert (await house.run(run_id)).deployment_id is None
    assert question.application_id == "operations"


async def test_an_unknown_region_starts_nothing(house: House) -> None:
    elsewhere = CREATE.model_copy(update={"region": "nowhere-1"})
    with pytest.raises(UserCanFix, match="E_UNKNOWN_REGION"):
        await start(house, elsewhere)
    assert await house.repositories.runs.latest(TENANT, 5) == []


@pytest.mark.parametrize("value", [10**30, {"a\0b": 1}, "cut \ud83d"], ids=repr)
async def test_what_no_record_could_hold_starts_nothing(house: House, value: Any) -> None:
    """Otherwise the run could neither go on, nor be cancelled, nor end."""
    call = ToolCall(tool="invoke_lambda", args={"payload": {"value": value}})
    with pytest.raises(UserCanFix, match="E_VALUE_NOT_PORTABLE"):
        await start(house, CREATE.model_copy(update={"calls": (call,)}))
    assert await house.repositories.runs.latest(TENANT, 5) == []
    assert await house.audited() == []


async def test_what_cannot_be_planned_ends_with_its_reason(house: House) -> None:
    unknown = CREATE.model_copy(update={"calls": (ToolCall(tool="nothing", args={}),)})
    run_id = await start(house, unknown)
    assert (await house.ended(run_id)).completion_state == "undone"
    (told,) = [each for each in await house.events(run_id) if each.type == "operation_failed"]
    assert "E_UNKNOWN_ACTION" in str(told.payload["failure"])
    assert await house.repositories.escalations.open_ones(TENANT) == []
