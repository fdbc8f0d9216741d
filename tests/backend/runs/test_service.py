"""Commands over runs: what is started, sealed, refused and written down."""

from typing import Any

import pytest

from backend.domain.commands import AnswerIntake, CancelRun, StartDeployment, StartRollback
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import DeploymentId, GraphRunId
from backend.domain.intake import DeploymentRequest
from backend.domain.plans.approval import Answer
from backend.domain.plans.plan import Plan
from backend.runs.service import TENANT
from tests.backend.runs.house import OWNER, REQUEST, House
from tests.backend.tools.aws_deployer.hello import ACCOUNT
from tests.doubles.fake_account import FakeAws, Fault

NOTHING = FakeAws().resources()


def asking(**fields: Any) -> StartDeployment:
    request = REQUEST.model_copy(update=fields)
    return StartDeployment(request=request, credential_id=ACCOUNT.credential_id)


def cancelling(run_id: GraphRunId) -> CancelRun:
    return CancelRun(graph_run_id=run_id)


async def deployment_of(house: House) -> DeploymentId:
    (deployment,) = await house.repositories.deployments.of_tenant(TENANT)
    return deployment.deployment_id


# --- starting ---


@pytest.mark.spec("S2-106")
async def test_a_run_is_kept_with_its_graph_and_who_began_it(house: House) -> None:
    run = await house.run(run_id := await house.start())
    assert (run.graph_run_id, run.graph_id) == (run_id, "deploy@1.0.0")
    assert run.actor == OWNER.to_json()
    assert run.scope.application_id == "hello"
    assert await house.audited() == ["deploy_started"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"region": "eu-nowhere-1"}, "E_UNKNOWN_REGION"),
        ({"target": "mainframe"}, "E_UNKNOWN_TARGET"),
        ({"application_name": "Not a name"}, "E_INVALID_NAME"),
        ({"environment": {"AWS_REGION": "cred_1"}}, "E_INVALID_VARIABLE"),
    ],
)
async def test_what_cannot_be_deployed_is_not_begun(
    house: House, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(UserCanFix) as error:
        await house.start(asking(**fields))
    assert error.value.error_code == code
    assert await house.repositories.runs.latest(TENANT, 10) == []
    assert await house.audited() == []


async def test_two_runs_have_their_own_ids_and_sessions(house: House) -> None:
    one, other = [await house.run(await house.start()) for _ in range(2)]
    assert one.graph_run_id != other.graph_run_id
    assert one.session_id != other.session_id


async def test_a_rollback_needs_a_deployment(house: House) -> None:
    with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
        await house.service.start_rollback(
            OWNER, StartRollback(deployment_id=DeploymentId("dep_none"))
        )


# --- the way of a whole run ---


@pytest.mark.spec("S2-111", "S2-112", "S2-128", "S2-130", "S2-132", "S2-177", "S2-181")
async def test_an_approved_plan_is_applied_and_remembered(house: House) -> None:
    run = await house.run(run_id := await house.deploy())
    assert (run.status, run.completion_state, run.expires_at) == ("ended", "succeeded", None)
    (deployment,) = await house.repositories.deployments.of_tenant(TENANT)
    (release,) = await house.repositories.deployments.releases(TENANT, deployment.deployment_id)
    assert (deployment.status, deployment.release_id) == ("live", release.release_id)
    assert (release.graph_run_id, run.deployment_id) == (run_id, deployment.deployment_id)
    assert set(house.deployer.aws.resources()["functions"]) == {"hello"}
    assert await house.audited() == ["deploy_started", "approval_decided"]


@pytest.mark.spec("S2-96", "S2-113", "S2-133", "S2-155")
@pytest.mark.parametrize("attempt", [0, 5])
async def test_a_step_that_fails_leaves_the_account_as_it_was(house: House, attempt: int) -> None:
    house.deployer.aws.call_faults = {attempt: Fault.DENIED}
    run_id = await house.start()
    await house.answer(run_id)
    run = await house.ended(run_id)
    (case,) = await house.repositories.escalations.open_ones(TENANT)
    assert run.completion_state == "undone"
    assert (case.graph_run_id, case.reason_code) == (run_id, "E_ACCESS_DENIED")
    assert house.deployer.aws.resources() == NOTHING


@pytest.mark.spec("S2-129")
async def test_an_application_that_does_not_answer_is_taken_back(house: House) -> None:
    house.probe.status = 503
    run_id = await house.start()
    await house.answer(run_id)
    run = await house.ended(run_id)
    (case,) = await house.repositories.escalations.open_ones(TENANT)
    assert (run.completion_state, case.reason_code) == ("undone", "E_UNHEALTHY")
    assert house.deployer.aws.resources() == NOTHING
    assert await house.repositories.deployments.of_tenant(TENANT) == []


@pytest.mark.slow
@pytest.mark.spec("S2-127")
async def test_what_drifted_is_planned_and_asked_again(house: House) -> None:
    run_id = await house.start()
    plan = Plan.from_json((await house.question(run_id)).request["plan"])
    buckets = house.deployer.aws.state.buckets
    buckets[str(plan.step("create_bucket").params["bucket_name"])] = {"tags": {}, "objects": {}}
    house.github.on_draft = buckets.clear
    await house.answer(run_id)
    again = await house.question(run_id, 2)
    assert again.plan_digest != plan.digest
    failed = await house.wait_for(run_id, "step_failed")
    assert failed.payload["step_id"] == "create_bucket"
    assert house.deployer.aws.attempts == 0
    await house.answer(run_id, 2)
    assert (await house.ended(run_id)).completion_state == "succeeded"


@pytest.mark.slow
async def test_releases_replace_each_other_and_are_rolled_back_one_by_one(house: House) -> None:
    first = await house.deploy()
    before = house.deployer.aws.resources()
    second = await house.deploy(b"package 2")
    deployment_id = await deployment_of(house)
    deployments = house.repositories.deployments
    newest, oldest = await deployments.releases(TENANT, deployment_id)
    assert (newest.graph_run_id, oldest.graph_run_id) == (second, first)
    assert (await deployments.get(TENANT, deployment_id)).release_id == newest.release_id

    await house.roll_back(deployment_id)
    assert house.deployer.aws.resources() == before
    deployment = await deployments.get(TENANT, deployment_id)
    assert (deployment.status, deployment.release_id) == ("live", oldest.release_id)

    await house.roll_back(deployment_id)
    deployment = await deployments.get(TENANT, deployment_id)
    assert (deployment.status, deployment.release_id) == ("torn_down", None)
    assert house.deployer.aws.resources() == NOTHING
    with pytest.raises(UserCanFix, match="E_NOTHING_TO_UNDO"):
        await house.roll_back(deployment_id)


@pytest.mark.slow
@pytest.mark.spec("S2-97")
async def test_a_removal_needs_the_name_of_the_application(house: House) -> None:
    await house.deploy()
    command = StartRollback(deployment_id=await deployment_of(house))
    run_id = await house.service.start_rollback(OWNER, command)
    names: Any = (await house.question(run_id)).request["confirmations"]
    assert set(names.values()) == {"hello"}
    before = house.deployer.aws.resources()
    for confirmed in ({}, dict.fromkeys(names, "helo")):
        with pytest.raises(UserCanFix, match="E_NOT_APPROVED"):
            await house.answer(run_id, confirmed_steps=confirmed)
    assert house.deployer.aws.resources() == before


async def test_a_run_that_waits_survives_a_restart(house: House) -> None:
    run_id = await house.start()
    question = await house.question(run_id)
    await house.host.restart()
    assert await house.question(run_id) == question
    await house.answer(run_id, answer=Answer.REJECTED)
    assert (await house.ended(run_id)).completion_state == "rejected"


# --- forms ---


@pytest.mark.spec("S2-107", "S2-117", "S2-154")
async def test_a_run_goes_on_with_what_its_form_was_answered_with(house: House) -> None:
    run_id = await house.start(asking(application_name=None, region=None))
    asked = await house.wait_for(run_id, "intake_requested")
    assert asked.payload["missing"] == ["region", "application_name"]
    given = DeploymentRequest(region=ACCOUNT.region, application_name="hello")
    await house.service.answer_intake(OWNER, AnswerIntake(graph_run_id=run_id, request=given))
    await house.answer(run_id)
    run = await house.ended(run_id)
    assert (run.completion_state, run.scope.application_id) == ("succeeded", "hello")
    assert await house.audited() == ["deploy_started", "intake_answered", "approval_decided"]


async def test_a_form_with_an_impossible_value_is_given_back(house: House) -> None:
    run_id = await house.start(asking(application_name=None))
    await house.wait_for(run_id, "intake_requested")
    given = DeploymentRequest(application_name="Not a name")
    with pytest.raises(UserCanFix) as error:
        await house.service.answer_intake(OWNER, AnswerIntake(graph_run_id=run_id, request=given))
    assert "application_name" in error.value.fields
    assert (await house.run(run_id)).status != "ended"


# --- cancelling ---


async def test_a_run_that_waits_is_cancelled_with_nothing_done(house: House) -> None:
    run_id = await house.start()
    await house.question(run_id)
    await house.service.cancel_run(OWNER, cancelling(run_id))
    run = await house.ended(run_id)
    assert (run.completion_state, house.deployer.aws.attempts) == ("cancelled", 0)
    assert (await house.audited())[-1] == "run_cancelled"


async def test_a_run_with_an_open_form_is_cancelled(house: House) -> None:
    run_id = await house.start(asking(application_name=None))
    await house.wait_for(run_id, "intake_requested")
    await house.service.cancel_run(OWNER, cancelling(run_id))
    assert (await house.ended(run_id)).completion_state == "cancelled"


async def test_what_a_cancelled_run_applied_is_taken_back(house: House) -> None:
    run_id = await house.start()
    await house.answer(run_id)
    await house.wait_for(run_id, "step_applied")
    await house.service.cancel_run(OWNER, cancelling(run_id))
    assert (await house.ended(run_id)).completion_state == "cancelled"
    assert house.deployer.aws.effects
    assert house.deployer.aws.resources() == NOTHING


async def test_cancelling_a_run_that_has_ended_does_nothing(house: House) -> None:
    run_id = await house.start()
    await house.answer(run_id, answer=Answer.REJECTED)
    run = await house.ended(run_id)
    before = (await house.audited(), len(await house.events(run_id)))
    await house.service.cancel_run(OWNER, cancelling(run_id))
    assert await house.run(run_id) == run
    assert (await house.audited(), len(await house.events(run_id))) == before


async def test_an_unknown_run_is_not_cancelled(house: House) -> None:
    with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
        await house.service.cancel_run(OWNER, cancelling(GraphRunId("run_none")))
