"""Attempts to have something done that nobody approved: each is refused, and nothing is sent."""

import asyncio
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.aws.account import AwsAccount
from backend.domain.canonical import JsonObject
from backend.domain.errors import Bug, CopilotError, OperatorMustAct
from backend.domain.identifiers import CredentialId, GraphRunId
from backend.domain.plans.approval import Answer, Approval
from backend.domain.plans.plan import Plan
from backend.domain.plans.sealing import SealedPlan, SigningKey, seal_plan
from backend.domain.views import ApprovalQuestion
from backend.runs.service import RunService
from backend.stores.sqlite import SqliteDocuments
from backend.tools.aws_deployer.call import Errand
from tests.backend.sandbox.running import RunningSandbox
from tests.doubles.watched_documents import WatchedDocuments, Write
from tests.journeys.journey import (
    OWNER,
    Journey,
    Story,
    approval,
    changes_sent,
    open_journey,
    says_nothing,
)

pytestmark = pytest.mark.slow


def service_of(journey: Journey) -> RunService:
    assert journey.copilot.service is not None
    return journey.copilot.service


def sealed(question: ApprovalQuestion, plan: Plan, signing_key: SigningKey) -> SealedPlan:
    """The question's plan, or another, with everything that belongs to it, signed by whoever."""
    bound = {"plan_digest": plan.digest}
    identity = {"account_id": plan.account.account_id, "caller_arn": plan.account.caller_arn}
    change_set = question.change_set.model_copy(update={**bound, **identity})
    answer = Approval(
        approval_id=question.approval_id,
        scope=plan.scope,
        plan_digest=plan.digest,
        change_set_digest=change_set.digest,
        answer=Answer.APPROVED,
        actor=OWNER,
        confirmed_steps=question.confirmations,
        allowed_exposures=question.exposures,
        decided_at=datetime.now(UTC),
    )
    return seal_plan(
        graph_run_id=question.graph_run_id,
        plan=plan,
        verdict=question.verdict.model_copy(update=bound),
        change_set=change_set,
        approval=answer,
        signing_key=signing_key,
        now=datetime.now(UTC),
    )


async def slipped_in(journey: Journey, run_id: GraphRunId, message: JsonObject) -> Story:
    """A message put into the run's mailbox past the service, and what the run makes of it."""
    await service_of(journey).host.send(run_id, "control", message, "slipped-in")
    return await journey.follow(run_id, says_nothing)


def message(plan: JsonObject) -> JsonObject:
    return {"kind": "approved", "sealed_plan": plan}


def more_memory(plan: Plan) -> Plan:
    content: Any = plan.to_json()
    step = next(each for each in content["steps"] if each["step_id"] == "create_function")
    step["params"]["configuration"]["memory_mb"] = 3008
    return Plan.from_json(content)


def of_another_caller(plan: Plan) -> Plan:
    account = plan.account.model_copy(update={"caller_arn": "arn:aws:iam::123456789012:user/eve"})
    return plan.model_copy(update={"account": account})


def in_another_account(plan: Plan) -> Plan:
    account = plan.account.model_copy(update={"account_id": "999999999999"})
    return plan.model_copy(update={"account": account})


def with_other_keys(plan: Plan) -> Plan:
    account = plan.account.model_copy(update={"credential_id": CredentialId("cred_other")})
    return plan.model_copy(update={"account": account})


@pytest.mark.spec("S2-94", "S2-177")
async def test_a_plan_that_is_edited_after_its_seal_is_not_begun(
    journey: Journey, plain: Path
) -> None:
    run_id = await journey.start(plain)
    question = await journey.until_asked(run_id)
    genuine = sealed(question, question.plan, service_of(journey).signing_key)
    edited = genuine.model_copy(update={"plan": more_memory(question.plan)})
    story = await slipped_in(journey, run_id, message(edited.to_json()))
    assert (story.view.completion_state, story.error_code) == ("undone", "PLAN_SIGNATURE_INVALID")
    assert not changes_sent(journey.sandbox)


@pytest.mark.spec("S2-94")
async def test_a_seal_by_another_key_is_not_begun(journey: Journey, plain: Path) -> None:
    run_id = await journey.start(plain)
    question = await journey.until_asked(run_id)
    forged = sealed(question, question.plan, Ed25519PrivateKey.generate())
    story = await slipped_in(journey, run_id, message(forged.to_json()))
    assert (story.view.completion_state, story.error_code) == ("undone", "PLAN_SIGNATURE_INVALID")
    assert not changes_sent(journey.sandbox)


@pytest.mark.spec("S2-94")
@pytest.mark.parametrize(
    ("other", "code"),
    [
        (with_other_keys, "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"),
        (of_another_caller, "CREDENTIAL_BINDING"),
        (in_another_account, "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"),
    ],
)
async def test_a_plan_for_somebody_else_is_not_applied(
    other: Any, code: str, journey: Journey, plain: Path
) -> None:
    """Even under a genuine seal: the keys in hand decide who acts where."""
    run_id = await journey.start(plain)
    question = await journey.until_asked(run_id)
    stranger = sealed(question, other(question.plan), service_of(journey).signing_key)
    story = await slipped_in(journey, run_id, message(stranger.to_json()))
    assert (story.view.completion_state, story.error_code) == ("undone", code)
    assert not changes_sent(journey.sandbox)


@pytest.mark.spec("S2-94")
async def test_a_seal_of_one_run_is_worth_nothing_in_another(journey: Journey, plain: Path) -> None:
    first = await journey.start(plain)
    question = await journey.until_asked(first)
    seal = sealed(question, question.plan, service_of(journey).signing_key).to_json()
    applied = await slipped_in(journey, first, message(seal))
    assert applied.view.completion_state == "succeeded"
    sent = changes_sent(journey.sandbox)
    second = await journey.start(plain)
    await journey.until_asked(second)
    story = await slipped_in(journey, second, message(seal))
    assert (story.view.completion_state, story.error_code) == (
        "undone",
        "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH",
    )
    assert changes_sent(journey.sandbox) == sent


@pytest.mark.spec("S2-94", "S2-127")
async def test_a_seal_is_worth_nothing_after_its_plan_was_replaced(
    journey: Journey, plain: Path
) -> None:
    """The account drifted, the run planned again and asks again: the first yes is used up."""
    await journey.deploy(plain)
    run_id = await journey.start(plain, memory_mb=256)
    first = await journey.until_asked(run_id)
    change = {"FunctionName": "hello", "MemorySize": 1024}
    journey.sandbox.client("lambda").update_function_configuration(**change)
    drifted = await journey.digest()
    seal = message(sealed(first, first.plan, service_of(journey).signing_key).to_json())
    host, sent_before = service_of(journey).host, changes_sent(journey.sandbox)
    await host.send(run_id, "control", seal, "first")

    async def says_the_same_again(_: Journey, question: ApprovalQuestion) -> None:
        if question.approval_id != first.approval_id:
            sent_before.update(changes_sent(journey.sandbox) - sent_before)
            await host.send(run_id, "control", seal, "again")

    story = await journey.follow(run_id, says_the_same_again)
    assert len(story.told("approval_requested")) == 2
    assert (story.view.completion_state, story.error_code) == ("undone", "E_NOT_APPROVED")
    assert changes_sent(journey.sandbox) == sent_before
    assert await journey.digest() == drifted


@pytest.mark.spec("S2-94")
async def test_an_answer_that_is_edited_in_the_store_is_not_obeyed(
    sandbox: RunningSandbox, tmp_path: Path, plain: Path
) -> None:
    """The process ends between the kept answer and its delivery; then somebody edits the answer."""
    home = tmp_path / "home"

    def wrap(store: Any) -> WatchedDocuments:
        return WatchedDocuments(store, fails_after_the_answer)

    async with open_journey(home, sandbox, roots=(tmp_path,), wrap_store=wrap) as journey:
        run_id = await journey.start(plain)
        question = await journey.until_asked(run_id)
        with pytest.raises(OperatorMustAct):
            await journey.copilot.decide_approval(OWNER, approval(question))
    await edit_the_answer(home)
    async with open_journey(home, sandbox) as journey:
        story = await journey.follow(run_id, says_nothing)
    assert (story.view.completion_state, story.error_code) == ("undone", "PLAN_SIGNATURE_INVALID")
    assert not changes_sent(sandbox)


def fails_after_the_answer(write: Write) -> None:
    if (write.collection, write.operation, write.when) == ("approvals", "update_one", "after"):
        raise OperatorMustAct("E_STORE_UNAVAILABLE", "The process is gone.", "Start it again.")


async def edit_the_answer(home: Path) -> None:
    with closing(SqliteDocuments(home / "documents.db", lambda: datetime.now(UTC))) as documents:
        (kept,) = await documents.find("approvals", {})
        decision: Any = kept["decision"]
        plan = Plan.from_json(decision["sealed_plan"]["plan"])
        decision["sealed_plan"]["plan"] = more_memory(plan).to_json()
        update = {"$set": {"decision": decision}}
        assert await documents.update_one("approvals", {"_id": kept["_id"]}, update)


@pytest.mark.spec("S2-177", "S2-181")
@pytest.mark.parametrize("way", ["plainly", "in a thread", "by a presigned URL", "by a transfer"])
async def test_nothing_goes_past_the_gate_of_the_client(
    way: str, journey: Journey, plain: Path
) -> None:
    """With the account open, as a tool has it: reads pass, everything else has to be a step's."""
    question = await journey.until_asked(await journey.start(plain))
    plan, errand = question.plan, Errand(name="test")
    async with journey.copilot.access.open_account(plan.scope, plan.account, errand) as account:
        assert account.read("s3", "ListBuckets")["Buckets"] == []
        refusal = await asyncio.to_thread(attempt, way, account)
    assert refusal.error_code == "E_NOT_APPROVED"
    assert not changes_sent(journey.sandbox)


def attempt(way: str, account: AwsAccount) -> CopilotError:
    client: Any = account._readers["s3"]
    ways = {
        "plainly": lambda: client.create_bucket(Bucket="sneaky"),
        "in a thread": lambda: in_a_thread(client),
        "by a presigned URL": lambda: client.generate_presigned_url(
            "put_object", Params={"Bucket": "sneaky", "Key": "k"}
        ),
        "by a transfer": lambda: client.upload_file(__file__, "sneaky", "k"),
    }
    with pytest.raises(Bug) as refused:
        ways[way]()
    return refused.value


def in_a_thread(client: Any) -> None:
    found: list[Exception] = []

    def work() -> None:
        try:
            client.create_bucket(Bucket="sneaky")
        except Bug as error:
            found.append(error)

    thread = Thread(target=work)
    thread.start()
    thread.join()
    raise found[0]
