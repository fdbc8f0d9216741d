"""Records that somebody changed in the store: they are refused, and nothing is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.credentials.record_signer import RecordSigner
from backend.domain.errors import CopilotError
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.approval import Answer
from backend.runs.journal.chain import PURPOSE, JournalChain
from backend.runs.journal.store import StoredJournal
from backend.runs.service import TENANT
from backend.stores.memory import MemoryDocuments
from backend.stores.repositories.everything import open_repositories
from backend.tools.aws_deployer.apply import apply_step
from backend.tools.aws_deployer.undo import undo_step
from tests.backend.runs.house import CHAIN, OWNER, House, agreeing
from tests.backend.runs.test_recovery import StillHost
from tests.backend.tools.aws_deployer.hello import SCOPE, Deployer, hello_plan

MISMATCH = "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"
ENTRIES, HEADS = "journal_entries", "journal_heads"
NOW = datetime(2030, 1, 2, tzinfo=UTC)
RUN = GraphRunId("run_1")

Tampering = Callable[[MemoryDocuments], Awaitable[None]]


async def entries_in(store: MemoryDocuments) -> list[Any]:
    return await store.find(ENTRIES, {}, sort=(("sequence", 1),))


async def change(store: MemoryDocuments, number: int, **fields: Any) -> None:
    entry = (await entries_in(store))[number]
    await store.update_one(ENTRIES, {"_id": entry["_id"]}, {"$set": fields})


async def edited(store: MemoryDocuments) -> None:
    """Another bucket shall be deleted by the undo."""
    content = {**(await entries_in(store))[0]["content"]}
    content["params"] = {**content["params"], "bucket_name": "somebody-elses-bucket"}
    await change(store, 0, content=content)


async def newest_edited(store: MemoryDocuments) -> None:
    await change(store, -1, kind="undone")


async def from_the_middle_removed(store: MemoryDocuments) -> None:
    await store.delete(ENTRIES, {"_id": (await entries_in(store))[1]["_id"]})


async def from_the_end_removed(store: MemoryDocuments) -> None:
    await store.delete(ENTRIES, {"_id": (await entries_in(store))[-1]["_id"]})


async def renumbered_after_a_removal(store: MemoryDocuments) -> None:
    await from_the_middle_removed(store)
    for number, entry in enumerate(await entries_in(store), start=1):
        await store.update_one(ENTRIES, {"_id": entry["_id"]}, {"$set": {"sequence": number}})


async def reordered(store: MemoryDocuments) -> None:
    first, second, *_ = await entries_in(store)
    for entry, number in ((first, 1_000), (second, 1), (first, 2)):
        await store.update_one(ENTRIES, {"_id": entry["_id"]}, {"$set": {"sequence": number}})


async def inserted(store: MemoryDocuments) -> None:
    newest = (await entries_in(store))[-1]
    own = {"_id": "of-somebody-else", "sequence": newest["sequence"] + 1}
    await store.insert(ENTRIES, {**newest, **own})


async def inserted_with_another_key(store: MemoryDocuments) -> None:
    other = RecordSigner(Ed25519PrivateKey.from_private_bytes(b"8" * 32), PURPOSE)
    stored = await stored_journal(store, JournalChain(other))
    run_id = GraphRunId((await entries_in(store))[0]["graph_run_id"])
    known = await (await stored_journal(store)).records(SCOPE, run_id)
    await stored.record(known[0].model_copy(update={"step_id": "of_somebody_else"}))


async def head_removed(store: MemoryDocuments) -> None:
    await store.delete(HEADS, {})


async def head_set_back(store: MemoryDocuments) -> None:
    (head,) = await store.find(HEADS, {})
    await store.update_one(HEADS, {"_id": head["_id"]}, {"$set": {"sequence": 3}})


async def signatures_removed(store: MemoryDocuments) -> None:
    for entry in await entries_in(store):
        await store.update_one(ENTRIES, {"_id": entry["_id"]}, {"$set": {"signature": ""}})


TAMPERINGS: list[Tampering] = [
    edited,
    newest_edited,
    from_the_middle_removed,
    from_the_end_removed,
    renumbered_after_a_removal,
    reordered,
    inserted,
    inserted_with_another_key,
    head_removed,
    head_set_back,
    signatures_removed,
]
EVERY_TAMPERING = pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda each: each.__name__)


async def stored_journal(store: MemoryDocuments, chain: JournalChain = CHAIN) -> StoredJournal:
    repositories = await open_repositories(store)
    return StoredJournal(repositories.journal_entries, chain, lambda: NOW)


Edit = Callable[[dict[str, Any]], None]


def plan_edited(request: dict[str, Any]) -> None:
    request["plan"]["steps"][0]["params"]["bucket_name"] = "somebody-elses-bucket"


def change_set_edited(request: dict[str, Any]) -> None:
    request["change_set"]["changes"][0]["before"] = {"bucket_name": "known"}


def verdict_edited(request: dict[str, Any]) -> None:
    request["verdict"]["plan_digest"] = "sha256:" + "0" * 64


async def edit_question(house: House, approval_id: str, field: str, edit: Edit) -> None:
    (document,) = await house.store.find("approvals", {"_id": approval_id})
    content: Any = document[field]
    edit(content)
    await house.store.update_one("approvals", {"_id": approval_id}, {"$set": {field: content}})


@pytest.mark.spec("S2-71")
@pytest.mark.parametrize("edit", [plan_edited, change_set_edited, verdict_edited])
async def test_a_question_that_was_changed_cannot_be_answered(house: House, edit: Edit) -> None:
    run_id = await house.start()
    question = await house.question(run_id)
    await edit_question(house, question.approval_id, "request", edit)
    with pytest.raises(CopilotError) as refusal:
        await house.service.decide_approval(OWNER, agreeing(question))
    assert refusal.value.error_code == "APPROVAL_NOT_BOUND"
    assert (await house.question(run_id)).status == "open"
    assert house.deployer.aws.effects == []


def sealed_plan_edited(decision: dict[str, Any]) -> None:
    plan_edited(decision["sealed_plan"])


def approver_edited(decision: dict[str, Any]) -> None:
    decision["sealed_plan"]["approval"]["actor"]["user_id"] = "somebody_else"


def signature_edited(decision: dict[str, Any]) -> None:
    decision["sealed_plan"]["signature"] = "RkFLRQ=="


@pytest.mark.spec("S2-71")
@pytest.mark.parametrize("edit", [sealed_plan_edited, approver_edited, signature_edited])
async def test_a_decision_that_was_changed_before_its_delivery_is_refused(
    house: House, edit: Edit
) -> None:
    run_id = await house.start()
    question = await house.question(run_id)
    await replace(house.service, host=StillHost()).decide_approval(OWNER, agreeing(question))
    await edit_question(house, question.approval_id, "decision", edit)
    await house.service.recover()
    run = await house.ended(run_id)
    assert run.completion_state != "succeeded"
    told = [event.payload.get("failure") for event in await house.events(run_id)]
    codes = {str(failure["error_code"]) for failure in told if isinstance(failure, dict)}
    assert codes == {"PLAN_SIGNATURE_INVALID"}
    assert house.deployer.aws.effects == []


async def test_a_rejection_that_was_turned_into_an_approval_carries_no_seal(house: House) -> None:
    run_id = await house.start()
    question = await house.question(run_id)
    rejecting = agreeing(question, answer=Answer.REJECTED)
    await replace(house.service, host=StillHost()).decide_approval(OWNER, rejecting)

    def approved(decision: dict[str, Any]) -> None:
        decision["kind"] = "approved"

    await edit_question(house, question.approval_id, "decision", approved)
    await house.service.recover()
    run = await house.ended(run_id)
    assert run.completion_state == "escalated"
    assert house.deployer.aws.effects == []


@pytest.mark.spec("S2-71")
@EVERY_TAMPERING
async def test_a_changed_journal_is_refused_at_apply_and_at_undo(tamper: Tampering) -> None:
    store = MemoryDocuments(lambda: NOW)
    journal = await stored_journal(store)
    deployer = Deployer()
    verified = deployer.verified(hello_plan())
    workshop = deployer.workshop(journal)
    *first, last = verified.plan.steps
    for step in first:
        await apply_step(workshop, verified, step.step_id)
    sent = len(deployer.aws.effects)
    await tamper(store)
    for work in (
        apply_step(workshop, verified, last.step_id),
        undo_step(workshop, verified.plan, first[0].step_id),
        journal.records(SCOPE, RUN),
    ):
        with pytest.raises(CopilotError) as refusal:
            await work
        assert refusal.value.error_code == MISMATCH
        assert "entry" in refusal.value.message
    assert len(deployer.aws.effects) == sent


@pytest.mark.parametrize(
    "tamper",
    [edited, *(pytest.param(each, marks=pytest.mark.slow) for each in TAMPERINGS[1:])],
    ids=lambda each: each.__name__,
)
async def test_a_run_whose_journal_was_changed_ends_with_a_case(
    house: House, tamper: Tampering
) -> None:
    """It cannot be undone: an operator is told of every step, and nothing is sent on its word."""
    run_id = await house.start()
    house.probe.status = 500

    async def meanwhile() -> None:
        await tamper(house.store)

    house.probe.meanwhile = meanwhile
    await house.answer(run_id)
    run = await house.ended(run_id)
    assert run.completion_state == "escalated"
    names = house.deployer.aws.effect_names()
    assert not any(name.startswith(("Delete", "Remove")) for name in names)
    (case,) = await house.repositories.escalations.open_ones(TENANT)
    undo: Any = case.snapshot["undo"]
    assert {each["error"]["error_code"] for each in undo["left"]} == {MISMATCH}
    assert len(undo["left"]) == len(hello_plan().steps)
