"""``aws_deployer`` as the graph sees it: plain JSON in and out, and no way around the seal."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue

from agentpro.journal import JournalUnavailable
from agentpro.tools import ToolResult, ToolScope
from backend.aws.errors import AwsFailure, Certainty
from backend.domain.canonical import JsonObject
from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import GraphRunId, Scope
from backend.domain.plans.plan import Plan
from backend.domain.plans.policy import POLICY_VERSION
from backend.domain.plans.sealing import SealedPlan
from backend.runs.gatekeeper import StoredGatekeeper
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.everything import open_repositories
from backend.tools.aws_deployer.journal import JournalRecord
from backend.tools.aws_deployer.operations.stock import Stock
from backend.tools.aws_deployer.tool import CAPABILITIES, PLAN_LIFETIME, AwsDeployer
from backend.tools.github_deployer.recipes import lambda_recipe
from backend.tools.workspace import Workspace
from tests.backend.tools.aws_deployer.hello import (
    ACCOUNT,
    NOW,
    SCOPE,
    Deployer,
    facts,
    hello_plan,
)
from tests.doubles.fake_account import FakeAccount, FakeAws, Fault

CONTEXT: JsonObject = {
    "scope": SCOPE.to_json(),
    "deployment_id": "dep_1",
    "release_id": "rel_1",
    "graph_run_id": "run_1",
    "graph_id": "deploy@1.0.0",
    "policy_version": POLICY_VERSION,
    "account": ACCOUNT.to_json(),
}
DRAFT = lambda_recipe(facts("run_1", b"package")).to_json()
REFUSED = AwsFailure(
    "AccessDenied",
    Certainty.REFUSED,
    OperatorMustAct("E_ACCESS_DENIED", "AWS says no.", "Ask for the permission."),
)


class Desk:
    """The tool over a twin of the account, with a real gatekeeper."""

    def __init__(self, deployer: Deployer, tool: AwsDeployer) -> None:
        self.deployer, self.tool = deployer, tool

    async def call(
        self, capability: str, args: JsonObject, run_id: str = "run_1", **inputs: JsonValue
    ) -> ToolResult:
        known = {"scope": SCOPE.to_json(), "credential_id": "cred_aws", "is_sandbox": False}
        scope = ToolScope(
            graph_run_id=run_id,
            node="execution",
            role="executor",
            leaf_key="k",
            inputs={**known, **inputs},
        )
        return await self.tool.call(capability, args, scope)

    async def step(self, capability: str, sealed: JsonObject, step_id: str) -> ToolResult:
        return await self.call(capability, {"sealed_plan": sealed, "step_id": step_id})

    def sealed(self, plan: Plan | None = None) -> JsonObject:
        return self.deployer.seal(plan or hello_plan()).to_json()


async def desk_over(deployer: Deployer, journal: Any = None, *roots: Path) -> Desk:
    repositories = await open_repositories(MemoryDocuments(lambda: NOW))
    gatekeeper = StoredGatekeeper(repositories.seals, repositories.locks, lambda: NOW)
    stock = Stock(workspace=Workspace(roots=roots), artefacts=deployer.artefacts)
    return Desk(deployer, AwsDeployer(deployer.workshop(journal), gatekeeper, stock))


@pytest.fixture
async def desk() -> Desk:
    return await desk_over(Deployer())


def code_of(result: ToolResult) -> str | None:
    return result.error["error_code"] if result.error else None


def test_a_role_can_be_granted_each_capability_by_its_name() -> None:
    assert {
        "identity", "compose", "draft_rollback", "preview", "begin", "apply_step", "undo_step",
        "read", "digest", "draft_operation", "answer",
    } == CAPABILITIES  # fmt: skip


async def test_identity_binds_the_account_that_aws_names(desk: Desk) -> None:
    result = await desk.call("identity", {"region": ACCOUNT.region})
    assert result.value == ACCOUNT.to_json()


@pytest.mark.spec("S2-179", "S2-180")
async def test_a_draft_is_composed_with_a_nonce_and_an_end(desk: Desk) -> None:
    args: JsonObject = {"draft": DRAFT, "context": CONTEXT}
    plans = [Plan.from_json((await desk.call("compose", args)).value) for _ in range(2)]
    assert [plan.expires_at for plan in plans] == [NOW + PLAN_LIFETIME] * 2
    assert plans[0].nonce != plans[1].nonce
    assert len(plans[0].nonce) >= 32


@pytest.mark.parametrize(
    "claim",
    [
        {"graph_run_id": "run_2"},
        {"scope": {**SCOPE.to_json(), "tenant_id": "other"}},
        {"scope": {**SCOPE.to_json(), "application_id": "other"}},
    ],
)
async def test_nothing_is_composed_for_another_run(desk: Desk, claim: JsonObject) -> None:
    result = await desk.call("compose", {"draft": DRAFT, "context": {**CONTEXT, **claim}})
    assert code_of(result) == "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"


async def test_a_draft_that_the_catalogue_refuses_is_a_result(desk: Desk) -> None:
    call: JsonObject = {"tool": "delete_everything", "args": {}}
    step: JsonObject = {"step_id": "a", "call": call, "provenance": {}}
    result = await desk.call("compose", {"draft": {**DRAFT, "steps": [step]}, "context": CONTEXT})
    assert code_of(result) == "E_UNKNOWN_ACTION"


@pytest.mark.spec("S2-126", "S2-144")
async def test_a_preview_reads_and_changes_nothing(desk: Desk) -> None:
    plan = hello_plan()
    value: Any = (await desk.call("preview", {"plan": plan.to_json()})).value
    assert value["plan_digest"] == plan.digest
    assert {change["kind"] for change in value["changes"]} >= {"create"}
    assert (desk.deployer.aws.attempts, len(value["changes"])) == (0, len(plan.steps))


@pytest.mark.spec("S2-31", "S2-181")
async def test_a_plan_is_begun_applied_read_and_taken_back(desk: Desk) -> None:
    plan, sealed = hello_plan(), desk.sealed()
    assert (await desk.call("begin", {"sealed_plan": sealed})).is_ok
    for step in plan.steps:
        done: Any = (await desk.step("apply_step", sealed, step.step_id)).value
        assert (done["step_id"], done["is_changed"]) == (step.step_id, True)
    read: Any = (await desk.call("read", {"plan": plan.to_json()})).value
    assert [each["step_id"] for each in read["steps"]] == [step.step_id for step in plan.steps]
    assert all(each["is_as_planned"] for each in read["steps"])
    for step in reversed(plan.steps):
        assert (await desk.step("undo_step", sealed, step.step_id)).value
    assert desk.deployer.aws.resources() == FakeAws().resources()


async def test_reading_tells_what_somebody_else_changed(desk: Desk) -> None:
    await desk.deployer.deploy()
    desk.deployer.aws.state.log_groups["/aws/lambda/hello"]["retention"] = 1
    read: Any = (await desk.call("read", {"plan": hello_plan().to_json()})).value
    odd = [each["step_id"] for each in read["steps"] if not each["is_as_planned"]]
    assert odd == ["keep_logs"]


async def test_the_account_is_digested_with_what_is_wanted_first(desk: Desk) -> None:
    await desk.deployer.deploy()
    wanted: list[JsonValue] = ["lambda:function/hello", "s3:bucket/never"]
    args: JsonObject = {"region": ACCOUNT.region, "first": wanted}
    value: Any = (await desk.call("digest", args)).value
    assert value["resources"]["lambda:function/hello"].startswith("sha256:")
    assert (value["is_complete"], value["absent"]) == (True, ["s3:bucket/never"])


async def test_a_digest_that_aws_refuses_says_so(desk: Desk) -> None:
    desk.deployer.aws.read_faults = dict.fromkeys(range(100), Fault.DENIED)
    assert code_of(await desk.call("digest", {"region": ACCOUNT.region}))


async def test_a_rollback_is_drafted_from_the_journal(desk: Desk) -> None:
    plan = (await desk.deployer.deploy()).plan
    ids: JsonObject = {"deployment_id": "dep_1", "release_id": "rel_1"}
    value: Any = (
        await desk.call("draft_rollback", {**ids, "graph_run_id": "run_1"}, "run_9")
    ).value
    assert (value["deployment_id"], value["release_id"]) == ("dep_1", "rel_1")
    assert len(value["draft"]["steps"]) == len(plan.steps)


async def test_a_run_without_a_journal_has_no_rollback(desk: Desk) -> None:
    ids: JsonObject = {"deployment_id": "dep_1", "release_id": "rel_1", "graph_run_id": "run_0"}
    assert code_of(await desk.call("draft_rollback", ids)) == "E_NOTHING_TO_UNDO"


async def test_a_step_that_never_began_is_not_taken_back(desk: Desk) -> None:
    result = await desk.step("undo_step", desk.sealed(), "create_bucket")
    assert (result.value, result.error) == (None, None)


# --- no way around the seal ---


@pytest.mark.spec("S2-94")
async def test_no_step_is_applied_before_its_plan_is_begun(desk: Desk) -> None:
    result = await desk.step("apply_step", desk.sealed(), "create_bucket")
    assert code_of(result) == "E_NOT_APPROVED"
    assert desk.deployer.aws.attempts == 0


@pytest.mark.parametrize("capability", ["begin", "apply_step", "undo_step"])
@pytest.mark.parametrize("run", [{"run_id": "run_2"}, {"credential_id": "cred_other"}])
async def test_the_plan_of_another_run_or_credential_is_refused(
    desk: Desk, capability: str, run: dict[str, Any]
) -> None:
    args: JsonObject = {"sealed_plan": desk.sealed(), "step_id": "create_bucket"}
    result = await desk.call(capability, args, **run)
    assert code_of(result) in ("UNTRUSTED_CONTENT_OR_PLAN_MISMATCH", "PLAN_SIGNATURE_INVALID")
    assert desk.deployer.aws.attempts == 0


@pytest.mark.parametrize("capability", ["begin", "apply_step", "undo_step"])
async def test_a_plan_that_was_changed_after_its_seal_is_refused(
    desk: Desk, capability: str
) -> None:
    sealed = SealedPlan.from_json(desk.sealed())
    changed = sealed.model_copy(update={"plan": sealed.plan.model_copy(update={"intent": "Else."})})
    args: JsonObject = {"sealed_plan": changed.to_json(), "step_id": "create_bucket"}
    assert code_of(await desk.call(capability, args)) == "PLAN_SIGNATURE_INVALID"


async def test_a_plan_that_expired_is_not_begun_but_one_that_began_is_finished(desk: Desk) -> None:
    sealed = desk.sealed()
    late = replace(desk.tool.workshop, clock=lambda: NOW + 2 * PLAN_LIFETIME)
    tool, desk.tool = desk.tool, replace(desk.tool, workshop=late)
    assert code_of(await desk.call("begin", {"sealed_plan": sealed})) == "PLAN_EXPIRED"
    in_time, desk.tool = desk.tool, tool
    await desk.call("begin", {"sealed_plan": sealed})
    desk.tool = in_time
    assert (await desk.step("apply_step", sealed, "create_bucket")).is_ok


async def test_an_application_that_another_run_changes_is_locked(desk: Desk) -> None:
    await desk.call("begin", {"sealed_plan": desk.sealed()})
    other = desk.sealed(hello_plan("run_2", nonce="fedcba9876543210"))
    assert code_of(await desk.call("begin", {"sealed_plan": other}, "run_2")) == "RUN_LOCKED"


# --- failures ---


class Refusing(FakeAccount):
    """An account that does not even say whose it is."""

    def identity(self) -> tuple[str, str]:
        raise REFUSED


@pytest.mark.parametrize("capability", ["identity", "preview"])
async def test_what_aws_refuses_is_a_result(capability: str) -> None:
    account: Any = Refusing(FakeAws())
    deployer = Deployer()
    deployer.vault.account = account
    desk = await desk_over(deployer)
    args: JsonObject = {"region": ACCOUNT.region, "plan": hello_plan().to_json()}
    result = await desk.call(capability, args)
    assert result.error == {
        "kind": "OperatorMustAct",
        "error_code": "E_ACCESS_DENIED",
        "message": "AWS says no.",
        "next_step": "Ask for the permission.",
    }


async def test_a_step_that_aws_refuses_is_a_result(desk: Desk) -> None:
    sealed = desk.sealed()
    await desk.call("begin", {"sealed_plan": sealed})
    desk.deployer.aws.call_faults = {0: Fault.DENIED}
    assert code_of(await desk.step("apply_step", sealed, "create_bucket")) == "E_ACCESS_DENIED"


class FullDisk:
    """A journal that cannot be written."""

    async def record(self, record: JournalRecord) -> None:
        raise OperatorMustAct("E_STORE_UNAVAILABLE", "The disk is full.", "Free space.")

    async def records(self, scope: Scope, graph_run_id: GraphRunId) -> tuple[JournalRecord, ...]:
        return ()


async def test_nothing_goes_on_without_its_journal() -> None:
    desk = await desk_over(Deployer(), FullDisk())
    sealed = desk.sealed()
    await desk.call("begin", {"sealed_plan": sealed})
    with pytest.raises(JournalUnavailable, match="disk is full"):
        await desk.step("apply_step", sealed, "create_bucket")
    assert desk.deployer.aws.attempts == 0
