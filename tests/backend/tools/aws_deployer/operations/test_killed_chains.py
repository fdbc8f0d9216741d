"""Questions and changes in one chain, killed at every boundary: it goes on or nothing stays."""

from typing import Any

import pytest

from backend.domain.plans.actions import Effect
from backend.domain.plans.sealing import VerifiedPlan
from backend.tools.aws_deployer.apply import apply_step
from backend.tools.aws_deployer.journal import ApplyJournal
from backend.tools.aws_deployer.operations.answering import answer_step
from tests.backend.tools.aws_deployer.operations.office import POLICY, Office, archive
from tests.doubles.apply_parts import DyingJournal
from tests.doubles.fake_account import Died, Fault

WORKER = {"function_name": "worker"}
CHAIN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("list_buckets", {}),
    ("create_bucket", {"bucket_name": "another-bucket"}),
    ("upload_s3", {"bucket_name": "office-bucket", "file_path": "new.txt"}),
    ("list_s3_objects", {"bucket_name": "office-bucket"}),
    (
        "put_role_policy",
        {"role_name": "worker", "policy_name": "p", "policy": {**POLICY, "Id": "1"}},
    ),
    ("update_lambda_code", {**WORKER, "zip_file": "new.zip"}),
    ("update_lambda_configuration", {**WORKER, "timeout_s": 5}),
    ("publish_version", WORKER),
    (
        "update_lambda_alias",
        {**WORKER, "alias": "live", "version": {"$output": "step_8.version"}},
    ),
    ("get_lambda_function", WORKER),
    ("set_log_retention", {"log_group": "/office", "retention_days": 7}),
)
CHANGES = 8


@pytest.fixture
async def verified(furnished: Office) -> VerifiedPlan:
    furnished.write("new.txt", b"new")
    furnished.write("new.zip", archive("new"))
    furnished.deployer.aws.effects.clear()
    return furnished.deployer.verified(await furnished.plan(*CHAIN))


async def go_on(
    office: Office, verified: VerifiedPlan, journal: ApplyJournal | None = None
) -> list[Any]:
    """Every step in its turn; the answers of the reads."""
    workshop, answers = office.deployer.workshop(journal), list[Any]()
    for step in verified.plan.steps:
        if step.effect is Effect.READ:
            answers.append((await answer_step(workshop, verified.plan, step.step_id))["answer"])
        else:
            await apply_step(workshop, verified, step.step_id)
    return answers


def test_the_chain_has_the_changes_that_are_counted_here(verified: VerifiedPlan) -> None:
    effects = [step.effect for step in verified.plan.steps]
    assert len(effects) - effects.count(Effect.READ) == CHANGES


async def test_its_answers_show_what_the_steps_before_them_did(
    furnished: Office, verified: VerifiedPlan
) -> None:
    buckets, objects, function = await go_on(furnished, verified)
    assert buckets["total"] == 1
    assert [row[0] for row in objects["rows"]] == ["old.txt", "new.txt"]
    assert (function["facts"]["aliases"], function["facts"]["timeout_s"]) == ({"live": "2"}, 5)


@pytest.mark.parametrize("is_undone", [False, True])
@pytest.mark.parametrize("is_kept", [False, True])
@pytest.mark.parametrize("place", range(2 * CHANGES))
async def test_killed_at_a_record(
    furnished: Office, verified: VerifiedPlan, place: int, is_kept: bool, is_undone: bool
) -> None:
    aws, journal = furnished.deployer.aws, furnished.deployer.journal
    before = aws.resources()
    with pytest.raises(Died):
        await go_on(furnished, verified, DyingJournal(journal, place, is_kept))
    if not is_undone:
        await go_on(furnished, verified)
        assert len(aws.effects) == CHANGES
    assert await furnished.deployer.undo(verified) == []
    assert aws.resources() == before
    assert aws.repeated_effects() == []


@pytest.mark.parametrize("fault", [Fault.DIED_BEFORE, Fault.DIED_AFTER, Fault.LOST_REPLY])
@pytest.mark.parametrize("place", range(CHANGES))
async def test_killed_in_a_call_of_its_undo(
    furnished: Office, verified: VerifiedPlan, place: int, fault: Fault
) -> None:
    aws = furnished.deployer.aws
    before = aws.resources()
    await go_on(furnished, verified)
    aws.call_faults = {aws.attempts + place: fault}
    if fault is not Fault.LOST_REPLY:
        with pytest.raises(Died):
            await furnished.deployer.undo(verified)
    assert await furnished.deployer.undo(verified) == []
    assert aws.resources() == before
    assert aws.repeated_effects() == []
