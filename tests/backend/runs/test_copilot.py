"""The service in this process, as clients see it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from agentpro.journal import RunInput, RunJournal
from backend.aws.errors import AwsFailure, Certainty
from backend.domain.aws_credentials import EnvironmentValuesSpec, SandboxAccountSpec
from backend.domain.commands import CancelRun, StartDeployment
from backend.domain.errors import Bug, CopilotError, OperatorMustAct
from backend.domain.events import Event
from backend.domain.identifiers import CredentialId, DeploymentId, GraphRunId
from backend.domain.secrets import Secret
from backend.runs.copilot import LocalCopilot, credential_scope
from tests.backend.runs.faithful_host import FaithfulHost
from tests.backend.runs.house import OWNER, REQUEST, House, agreeing, open_house
from tests.backend.tools.aws_deployer.hello import ACCOUNT, Deployer
from tests.doubles.fake_account import FakeAccount, FakeAws
from tests.doubles.vaults import SECRET_KEY, VaultHouse, access_key

SANDBOX = SandboxAccountSpec(name="sandbox", endpoint_url="http://127.0.0.1:4566")
INVALID = AwsFailure(
    "InvalidClientTokenId",
    Certainty.REFUSED,
    OperatorMustAct("E_CREDENTIALS_INVALID", "AWS does not know these keys.", "Check them."),
)


class Refusing(FakeAccount):
    """An account that knows nobody."""

    def read(self, service: str, operation: str, **params: Any) -> dict[str, Any]:
        raise INVALID


@dataclass
class Desk:
    """A copilot, and the house and the vault behind it."""

    house: House
    vaults: VaultHouse
    copilot: LocalCopilot
    deployer: Deployer

    async def credential(self) -> CredentialId:
        """Keys that AWS accepts, under the id that plans of this house are bound to."""
        return (await self.copilot.add_credential(OWNER, access_key())).credential_id

    async def start(self, **fields: Any) -> GraphRunId:
        command = StartDeployment(
            request=REQUEST.model_copy(update=fields), credential_id=await self.credential()
        )
        return await self.copilot.start_deployment(OWNER, command)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_house() as house:
        vaults = VaultHouse(tmp_path)
        copilot = LocalCopilot(
            repositories=house.repositories,
            vault=vaults.vault,
            access=house.deployer.vault,
            audit=house.audit,
            library=house.library,
            service=house.service,
        )
        yield Desk(house, vaults, copilot, house.deployer)


def refusing(desk: Desk) -> None:
    account: Any = Refusing(FakeAws())
    desk.deployer.vault.account = account


async def _nothing(_run: RunInput, _journal: RunJournal) -> None:
    """The body of an engine that has no run."""


async def followed(desk: Desk, run_id: GraphRunId, after: int = 0) -> list[Event]:
    found: list[Event] = []
    async with asyncio.timeout(60):
        async for event in desk.copilot.events(run_id, after):
            found.append(event)
    return found


# --- credentials ---


@pytest.mark.spec("S2-82", "S2-151")
async def test_keys_are_kept_with_whose_they_are_and_never_shown(desk: Desk) -> None:
    added = await desk.copilot.add_credential(OWNER, access_key())
    assert (added.account_id, added.arn) == desk.deployer.aws.account().identity()
    assert await desk.copilot.credentials() == (added,)
    assert SECRET_KEY not in added.model_dump_json()
    assert await desk.house.audited() == ["credential_added"]


async def test_keys_that_aws_refuses_are_not_kept(desk: Desk) -> None:
    refusing(desk)
    with pytest.raises(CopilotError) as error:
        await desk.copilot.add_credential(OWNER, access_key())
    assert error.value.error_code == "E_CREDENTIALS_INVALID"
    assert await desk.copilot.credentials() == ()
    assert await desk.house.audited() == []


async def test_new_keys_of_a_name_take_the_place_of_the_old(desk: Desk) -> None:
    first = await desk.copilot.add_credential(OWNER, access_key())
    second = await desk.copilot.add_credential(OWNER, access_key())
    assert second.credential_id == first.credential_id
    assert len(await desk.copilot.credentials()) == 1


async def test_refused_keys_of_a_name_leave_the_old_ones(desk: Desk) -> None:
    first = await desk.copilot.add_credential(OWNER, access_key())
    refusing(desk)
    with pytest.raises(CopilotError):
        await desk.copilot.add_credential(OWNER, access_key())
    assert await desk.copilot.credentials() == (first,)


@pytest.mark.spec("S2-59")
async def test_values_of_the_environment_are_kept_as_references(desk: Desk) -> None:
    values = {"A": Secret("FAKE-a"), "B": Secret("FAKE-b")}
    kept = await desk.copilot.keep_environment(OWNER, "hello", values)
    assert set(kept) == {"A", "B"}
    scope = credential_scope()
    async with desk.vaults.vault.reveal(scope, kept["A"], purpose="test") as spec:
        assert isinstance(spec, EnvironmentValuesSpec)
        assert spec.values == values
    assert await desk.copilot.credentials() == ()
    assert await desk.house.audited() == ["environment_kept"]


async def test_no_values_keep_nothing(desk: Desk) -> None:
    assert await desk.copilot.keep_environment(OWNER, "hello", {}) == {}
    assert await desk.house.audited() == []


async def test_the_account_is_told_with_a_digest_that_changes_with_it(desk: Desk) -> None:
    credential_id = await desk.credential()
    before = await desk.copilot.account_digest(credential_id, ACCOUNT.region)
    desk.deployer.aws.state.buckets["new"] = {"tags": {}, "objects": {}}
    after = await desk.copilot.account_digest(credential_id, ACCOUNT.region)
    assert before["digest"] != after["digest"]
    assert set(after["resources"]) == {"s3:bucket/new"}  # type: ignore[arg-type]


# --- runs ---


async def test_a_run_is_started_followed_and_seen(desk: Desk) -> None:
    run_id = await desk.start()
    command = agreeing(await desk.house.question(run_id))
    view = await desk.copilot.run(run_id)
    assert view.question is not None
    assert (view.node, view.completion_state) == ("approval", None)
    await desk.copilot.decide_approval(OWNER, command)
    events = await followed(desk, run_id)
    assert events[-1].type == "graph_completed"
    assert [event.sequence for event in events] == sorted({e.sequence or 0 for e in events})
    (deployment,) = await desk.copilot.deployments()
    assert (deployment.release_count, deployment.status) == (1, "live")
    assert await desk.copilot.deployment(deployment.deployment_id) == deployment
    assert await desk.copilot.deployment(DeploymentId("hello")) == deployment
    assert await desk.copilot.runs(10) == (await desk.copilot.run(run_id),)


async def test_a_question_is_closed_by_its_answer_before_the_run_hears_of_it(desk: Desk) -> None:
    run_id = await desk.start()
    question = await desk.house.question(run_id)
    await desk.house.repositories.approvals.decide(
        question.tenant_id,
        question.approval_id,
        decision={"kind": "rejected"},
        decided_by="local_owner",
        decided_at=desk.house.clock(),
    )
    view = await desk.copilot.run(run_id)
    assert (view.question, view.node, view.completion_state) == (None, "approval", None)


async def test_following_goes_on_after_what_is_known(desk: Desk) -> None:
    run_id = await desk.start()
    await desk.house.question(run_id)
    await desk.copilot.cancel_run(OWNER, CancelRun(graph_run_id=run_id))
    events = await followed(desk, run_id)
    known = events[4].sequence or 0
    assert await followed(desk, run_id, known) == events[5:]


async def test_following_ends_with_the_reason_why_a_run_cannot_go_on(desk: Desk) -> None:
    lost = OperatorMustAct("E_STORE_UNAVAILABLE", "The disk is full.", "Free space.")

    class Suspended(type(desk.house.host)):
        async def result(self, graph_run_id: str) -> Any:
            raise lost

    run_id = await desk.start()
    await desk.house.question(run_id)
    host = Suspended(lambda _run, _journal: asyncio.sleep(0))  # type: ignore[arg-type, return-value]
    suspended = replace(desk.copilot, service=replace(desk.house.service, host=host))
    with pytest.raises(OperatorMustAct) as error:
        await followed(replace(desk, copilot=suspended), run_id)
    assert error.value is lost


async def test_a_run_that_the_engine_has_forgotten_is_still_told(desk: Desk) -> None:
    run_id = await desk.house.deploy()
    told = await followed(desk, run_id)
    forgetful = replace(desk.house.service, host=FaithfulHost(_nothing))
    copilot = replace(desk.copilot, service=forgetful)
    assert await followed(replace(desk, copilot=copilot), run_id) == told


async def test_whoever_stops_following_leaves_nothing_behind(desk: Desk) -> None:
    run_id = await desk.start()
    await desk.house.question(run_id)
    before = asyncio.all_tasks()
    stream = desk.copilot.events(run_id, 0)
    async with aclosing(stream):
        await anext(stream)
    assert asyncio.all_tasks() == before


async def test_the_sandbox_is_known_to_the_run(desk: Desk) -> None:
    added = await desk.copilot.add_credential(OWNER, SANDBOX)
    command = StartDeployment(request=REQUEST, credential_id=added.credential_id)
    run_id = await desk.copilot.start_deployment(OWNER, command)
    question: Any = (await desk.house.question(run_id)).request
    assert question["plan"]["account"]["is_sandbox"] is True


async def test_without_its_credential_nothing_is_begun(desk: Desk) -> None:
    command = StartDeployment(request=REQUEST, credential_id=CredentialId("cred_none"))
    with pytest.raises(CopilotError, match="E_CREDENTIAL_NOT_FOUND"):
        await desk.copilot.start_deployment(OWNER, command)
    assert await desk.copilot.runs(10) == ()


@pytest.mark.parametrize("known", ["dep_none", "hello"])
async def test_an_unknown_deployment_is_told(desk: Desk, known: str) -> None:
    with pytest.raises(CopilotError, match="E_NOT_FOUND"):
        await desk.copilot.deployment(DeploymentId(known))


async def test_an_unknown_run_is_told(desk: Desk) -> None:
    with pytest.raises(CopilotError, match="E_NOT_FOUND"):
        await desk.copilot.run(GraphRunId("run_none"))


async def test_a_reader_only_reads(desk: Desk) -> None:
    run_id = await desk.start()
    await desk.house.question(run_id)
    reader = replace(desk.copilot, service=None)
    assert (await reader.run(run_id)).question is not None
    with pytest.raises(Bug) as error:
        await reader.cancel_run(OWNER, CancelRun(graph_run_id=run_id))
    assert error.value.error_code == "E_READ_ONLY"
