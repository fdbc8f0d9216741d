"""Whatever lies between a client and the service, every method means the same."""

import asyncio

import pytest

from backend.api.owner import LOCAL_OWNER
from backend.domain.aws_credentials import (
    AccessKeySpec,
    EnvironmentValuesSpec,
    SandboxAccountSpec,
)
from backend.domain.commands import (
    AnswerIntake,
    CancelRun,
    DecideApproval,
    ForkRun,
    StartDeployment,
    StartOperation,
    StartRollback,
    UndoRun,
)
from backend.domain.copilot import Copilot
from backend.domain.errors import Bug, CopilotError, OperatorMustAct, UserCanFix
from backend.domain.events import EventType
from backend.domain.identifiers import CredentialId, DeploymentId, GraphRunId, StepId
from backend.domain.intake import DeploymentRequest
from backend.domain.memories import Match
from backend.domain.operations import OperationAnswer
from backend.domain.plans.approval import Answer
from backend.domain.plans.drafting import ToolCall
from backend.domain.secrets import Secret
from backend.domain.views import ApprovalQuestion, ReplayDifference
from tests.contracts.copilot_clients import WAYS, Way
from tests.contracts.knowledge_stores import memory
from tests.doubles.fake_copilot import FakeCopilot, Script
from tests.doubles.sample_plans import DELETION, DEPLOYMENT, ESCALATION

REQUEST = DeploymentRequest(
    source="examples/hello", target="lambda", region="us-east-1", application_name="hello"
)
START = StartDeployment(request=REQUEST, credential_id=CredentialId("cred_1"))
OPERATION = StartOperation(
    calls=(ToolCall(tool="list_s3", args={"prefix": "a", "limits": [1, {"deep": None}]}),),
    region="eu-central-1",
    credential_id=CredentialId("cred_1"),
)
BUCKETS = OperationAnswer(
    step_id=StepId("step_1"),
    title="List the buckets",
    action="list_s3",
    answer={"columns": ["name"], "rows": [["ä"], [None]], "total": 2},
)


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def way(request: pytest.FixtureRequest) -> Way:
    return request.param


def yes_to(question: ApprovalQuestion) -> DecideApproval:
    return DecideApproval(
        approval_id=question.approval_id,
        plan_digest=question.plan_digest,
        change_set_digest=question.change_set_digest,
        answer=Answer.APPROVED,
        confirmed_steps=question.confirmations,
        allowed_exposures=question.exposures,
    )


async def started(copilot: Copilot) -> ApprovalQuestion:
    run_id = await copilot.start_deployment(LOCAL_OWNER, START)
    question = (await copilot.run(run_id)).question
    assert question is not None
    return question


async def test_a_command_arrives_as_it_was_given_by_the_local_owner(way: Way) -> None:
    twin = FakeCopilot()
    async with way(twin) as copilot:
        await copilot.start_deployment(LOCAL_OWNER, START)
    assert twin.commands == [START]
    assert twin.actors == [LOCAL_OWNER]


async def test_a_question_arrives_with_the_same_digests(way: Way) -> None:
    twin = FakeCopilot()
    async with way(twin) as copilot:
        question = await started(copilot)
    assert question == twin.known_runs[GraphRunId("run_1")].view.question
    assert question.plan.digest == question.plan_digest


async def test_events_come_while_the_run_goes_on_and_end_with_it(way: Way) -> None:
    async with way(FakeCopilot()) as copilot:
        question = await started(copilot)
        run_id = question.graph_run_id

        async def follow() -> list[int | None]:
            return [event.sequence async for event in copilot.events(run_id, 1)]

        following = asyncio.create_task(follow())
        await copilot.decide_approval(LOCAL_OWNER, yes_to(question))
        sequences = await following
        view = await copilot.run(run_id)
        again = [event.type async for event in copilot.events(run_id, 0)]
    assert sequences == list(range(2, 2 + len(sequences)))
    assert view.completion_state == "succeeded"
    assert again[-1] is EventType.GRAPH_COMPLETED


async def test_a_second_answer_is_refused_with_its_code(way: Way) -> None:
    async with way(FakeCopilot()) as copilot:
        question = await started(copilot)
        await copilot.decide_approval(LOCAL_OWNER, yes_to(question))
        with pytest.raises(UserCanFix, match="REPLAY"):
            await copilot.decide_approval(LOCAL_OWNER, yes_to(question))


async def test_a_run_can_be_cancelled_and_a_form_answered(way: Way) -> None:
    twin = FakeCopilot()
    async with way(twin) as copilot:
        run_id = await copilot.start_deployment(LOCAL_OWNER, START)
        answer = AnswerIntake(graph_run_id=run_id, request=REQUEST)
        await copilot.answer_intake(LOCAL_OWNER, answer)
        await copilot.cancel_run(LOCAL_OWNER, CancelRun(graph_run_id=run_id))
        view = await copilot.run(run_id)
    assert answer in twin.commands
    assert view.completion_state == "cancelled"


async def test_a_rollback_is_started_for_a_deployment_found_by_its_name(way: Way) -> None:
    async with way(FakeCopilot(Script(rollback_steps=(DELETION,)))) as copilot:
        found = await copilot.deployment(DeploymentId("hello"))
        listed = await copilot.deployments()
        command = StartRollback(deployment_id=found.deployment_id)
        view = await copilot.run(await copilot.start_rollback(LOCAL_OWNER, command))
    assert listed == (DEPLOYMENT,) == (found,)
    assert view.question is not None
    assert view.question.confirmations == {"removal": "hello"}


async def test_open_cases_arrive_whole(way: Way) -> None:
    async with way(FakeCopilot()) as copilot:
        assert await copilot.escalations() == (ESCALATION,)


async def test_an_operation_arrives_whole_and_so_does_its_answer(way: Way) -> None:
    twin = FakeCopilot(Script(answers=(BUCKETS,)))
    async with way(twin) as copilot:
        view = await copilot.run(await copilot.start_operation(LOCAL_OWNER, OPERATION))
    assert twin.commands == [OPERATION]
    assert twin.actors == [LOCAL_OWNER]
    assert view.answers == (BUCKETS,)
    assert (view.question, view.deployment_id) == (None, None)


async def test_an_operation_that_changes_asks_first(way: Way) -> None:
    async with way(FakeCopilot()) as copilot:
        view = await copilot.run(await copilot.start_operation(LOCAL_OWNER, OPERATION))
    assert view.question is not None
    assert view.answers == ()


async def test_a_replay_arrives_with_what_does_not_fit(way: Way) -> None:
    odd = ReplayDifference(field="question", from_events=None, recorded="approval_1")
    twin = FakeCopilot(Script(missing_sequences=(4,), differences=(odd,)))
    async with way(twin) as copilot:
        run_id = await copilot.start_deployment(LOCAL_OWNER, START)
        replay = await copilot.replay_run(run_id)
    assert (replay.missing_sequences, replay.differences) == ((4,), (odd,))
    assert not replay.is_consistent


@pytest.mark.parametrize("visit", [None, 2])
async def test_a_run_is_forked_and_undone_by_command(way: Way, visit: int | None) -> None:
    twin = FakeCopilot()
    async with way(twin) as copilot:
        run_id = await copilot.start_deployment(LOCAL_OWNER, START)
        fork = ForkRun(graph_run_id=run_id, node="plan_drafting", visit=visit)
        forked = await copilot.fork_run(LOCAL_OWNER, fork)
        undone = await copilot.undo_run(LOCAL_OWNER, UndoRun(graph_run_id=run_id))
        assert (await copilot.run(forked)).graph_id == "deploy@1.0.0"
        assert (await copilot.run(undone)).graph_id == "rollback@1.0.0"
    assert twin.commands == [START, fork, UndoRun(graph_run_id=run_id)]
    assert twin.actors == [LOCAL_OWNER] * 3


async def test_the_newest_runs_come_first_and_no_more_than_asked(way: Way) -> None:
    async with way(FakeCopilot()) as copilot:
        for _ in range(3):
            await copilot.start_deployment(LOCAL_OWNER, START)
        views = await copilot.runs(2)
    assert [view.graph_run_id for view in views] == ["run_3", "run_2"]


async def test_secrets_arrive_whole_and_never_come_back(way: Way) -> None:
    key = AccessKeySpec(
        name="mine",
        access_key_id="AKIAFAKEFAKEFAKE0001",
        secret_access_key=Secret("FAKE/secret+value"),
        session_token=Secret("FAKE-token"),
    )
    values = EnvironmentValuesSpec(name="values", values={"DB_URL": Secret("FAKE-url")})
    sandbox = SandboxAccountSpec(name="sandbox", endpoint_url="http://127.0.0.1:1234")
    twin = FakeCopilot()
    async with way(twin) as copilot:
        added = [await copilot.add_credential(LOCAL_OWNER, spec) for spec in (key, values, sandbox)]
        listed = await copilot.credentials()
    assert twin.specs == [key, values, sandbox]
    assert list(listed) == added
    assert "FAKE/secret" not in str([summary.to_json() for summary in added])


async def test_a_credential_is_forgotten_once(way: Way) -> None:
    sandbox = SandboxAccountSpec(name="sandbox", endpoint_url="http://127.0.0.1:1234")
    async with way(FakeCopilot()) as copilot:
        added = await copilot.add_credential(LOCAL_OWNER, sandbox)
        await copilot.delete_credential(LOCAL_OWNER, added.credential_id)
        with pytest.raises(UserCanFix, match="E_CREDENTIAL_NOT_FOUND"):
            await copilot.delete_credential(LOCAL_OWNER, added.credential_id)
        assert await copilot.credentials() == ()


async def test_values_of_variables_are_kept_for_references(way: Way) -> None:
    twin = FakeCopilot()
    async with way(twin) as copilot:
        values = {"DB_URL": Secret("FAKE-url"), "EMPTY": Secret("")}
        references = await copilot.keep_environment(LOCAL_OWNER, "hello", values)
    assert twin.kept == {"hello": values}
    assert references == {"DB_URL": "cred_values", "EMPTY": "cred_values"}


async def test_memories_arrive_whole_and_are_forgotten_once(way: Way) -> None:
    twin = FakeCopilot()
    kept = memory("failure.run_1.0", "E_UNHEALTHY & more: 50 %", tags=("aws",))
    twin.remembered = [Match(memory=kept, score=0.5), Match(memory=memory("b"), score=0.25)]
    async with way(twin) as copilot:
        assert await copilot.memories("& more: 50 %", 20) == (twin.remembered[0],)
        assert len(await copilot.memories("", 1)) == 1
        await copilot.forget_memory(LOCAL_OWNER, kept.memory_id)
        with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
            await copilot.forget_memory(LOCAL_OWNER, kept.memory_id)
        assert len(await copilot.memories("", 20)) == 1


async def test_an_account_digest_names_its_region(way: Way) -> None:
    async with way(FakeCopilot()) as copilot:
        digest = await copilot.account_digest(CredentialId("cred_1"), "eu-west-1")
    assert digest == {"region": "eu-west-1", "digest": "sha256:cred_1", "buckets": {}}


@pytest.mark.parametrize(
    "refusal",
    [
        UserCanFix("E_UNKNOWN_REGION", "There is no such region.", "Choose another."),
        UserCanFix("RUN_LOCKED", "Another run is at work.", "Wait."),
        OperatorMustAct("DISK_FULL", "The disk is full.", "Free some space."),
        Bug("E_DEFECT", "A promise did not hold.", "Report it."),
    ],
    ids=lambda error: error.error_code,
)
async def test_an_error_keeps_its_kind_and_its_words(way: Way, refusal: CopilotError) -> None:
    async with way(FakeCopilot(Script(refusal=refusal))) as copilot:
        with pytest.raises(type(refusal)) as raised:
            await copilot.start_deployment(LOCAL_OWNER, START)
    assert raised.value.as_record() == refusal.as_record()


@pytest.mark.parametrize("unknown", ["run_9", "../credentials", "a/b", "ü ?#%"])
async def test_what_does_not_exist_is_not_found(way: Way, unknown: str) -> None:
    run_id = GraphRunId(unknown)
    async with way(FakeCopilot()) as copilot:
        with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
            await copilot.run(run_id)
        with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
            await copilot.cancel_run(LOCAL_OWNER, CancelRun(graph_run_id=run_id))
        with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
            [event async for event in copilot.events(run_id, 0)]
        with pytest.raises(UserCanFix, match="E_NOT_FOUND"):
            await copilot.deployment(DeploymentId(unknown))
