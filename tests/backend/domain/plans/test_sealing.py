"""The seal: any edit of any part breaks it, and nothing but a full approval makes it."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backend.domain.errors import UserCanFix
from backend.domain.identifiers import EnvironmentId, GraphRunId, StepId
from backend.domain.plans.approval import Answer, Approval
from backend.domain.plans.sealing import SealedPlan, VerifiedPlan, seal_plan, verify_seal
from backend.domain.plans.verdict import Decision
from tests.backend.domain.plans.test_plan import edited, places
from tests.backend.tools.aws_deployer.hello import KEY, NOW, Deployer, hello_plan
from tests.backend.tools.aws_deployer.test_compose import call, plan

SEALED = Deployer().seal(hello_plan())
PUBLIC = KEY.public_key()
RUN = SEALED.graph_run_id
PLACES = list(places(SEALED.to_json()))


def verified(sealed: SealedPlan, now: Any = NOW, run: GraphRunId = RUN) -> VerifiedPlan:
    return verify_seal(sealed, PUBLIC, run, now)


def seal(**changes: Any) -> SealedPlan:
    """Sealed again by the installation itself, with some parts replaced."""
    parts: dict[str, Any] = {
        "graph_run_id": RUN,
        "plan": SEALED.plan,
        "verdict": SEALED.verdict,
        "change_set": SEALED.change_set,
        "approval": SEALED.approval,
        "signing_key": KEY,
        "now": NOW,
    }
    return seal_plan(**{**parts, **changes})


def code_of(work: Any) -> str:
    with pytest.raises(UserCanFix) as error:
        work()
    assert error.value.next_step
    return error.value.error_code


def approval(**changes: Any) -> Approval:
    return SEALED.approval.model_copy(update=changes)


@pytest.mark.spec("S2-94")
def test_a_seal_verifies_after_its_journey_through_json() -> None:
    proof = verified(SealedPlan.from_json(SEALED.to_json()))
    assert proof.plan == SEALED.plan
    assert proof.plan_digest == SEALED.plan.digest
    assert proof.change_set == SEALED.change_set


@given(st.sampled_from(PLACES))
def test_any_edit_of_any_part_breaks_the_seal(path: tuple[Any, ...]) -> None:
    try:
        tampered = SealedPlan.from_json(edited(SEALED.to_json(), path))
    except ValidationError:
        return
    assert code_of(lambda: verified(tampered)) == "PLAN_SIGNATURE_INVALID"


@pytest.mark.parametrize("part", ["plan", "verdict", "change_set", "approval", "graph_run_id"])
def test_the_edits_above_reach_every_part(part: str) -> None:
    reached = [path for path in PLACES if path[0] == part]
    assert reached
    survivors = 0
    for path in reached:
        try:
            SealedPlan.from_json(edited(SEALED.to_json(), path))
            survivors += 1
        except ValidationError:
            continue
    assert survivors


@given(st.integers(0, 511))
def test_any_flipped_bit_of_the_signature_breaks_it(place: int) -> None:
    signature = bytearray(base64.b64decode(SEALED.signature))
    signature[place // 8] ^= 1 << place % 8
    forged = SEALED.model_copy(update={"signature": base64.b64encode(signature).decode()})
    assert code_of(lambda: verified(forged)) == "PLAN_SIGNATURE_INVALID"


@pytest.mark.parametrize("signature", ["", "FAKE", "é", "====", "A" * 88, SEALED.signature[:-4]])
def test_a_signature_that_is_none_is_refused(signature: str) -> None:
    forged = SEALED.model_copy(update={"signature": signature})
    assert code_of(lambda: verified(forged)) == "PLAN_SIGNATURE_INVALID"


def test_the_seal_of_another_installation_is_refused() -> None:
    foreign = seal(signing_key=Ed25519PrivateKey.generate())
    assert code_of(lambda: verified(foreign)) == "PLAN_SIGNATURE_INVALID"


def test_a_seal_belongs_to_its_run() -> None:
    assert code_of(lambda: verified(SEALED, run=GraphRunId("run_2"))) == "PLAN_SIGNATURE_INVALID"


def test_a_sealed_plan_is_not_sealed_for_another_run() -> None:
    assert code_of(lambda: seal(graph_run_id=GraphRunId("run_2"))) == "APPROVAL_NOT_BOUND"


@pytest.mark.parametrize(
    "changes",
    [
        {"plan_digest": "sha256:0"},
        {"change_set_digest": "sha256:0"},
        {"scope": SEALED.plan.scope.model_copy(update={"environment_id": EnvironmentId("other")})},
    ],
)
def test_an_approval_of_something_else_is_refused(changes: dict[str, Any]) -> None:
    assert code_of(lambda: seal(approval=approval(**changes))) == "APPROVAL_NOT_BOUND"


def test_a_verdict_over_another_plan_is_refused() -> None:
    verdict = SEALED.verdict.model_copy(update={"plan_digest": "sha256:0"})
    assert code_of(lambda: seal(verdict=verdict)) == "APPROVAL_NOT_BOUND"


@pytest.mark.parametrize(
    "changes",
    [
        {"plan_digest": "sha256:0"},
        {"account_id": "999999999999"},
        {"caller_arn": "arn:aws:iam::123456789012:user/else"},
        {"changes": SEALED.change_set.changes[1:]},
        {"changes": tuple(reversed(SEALED.change_set.changes))},
    ],
)
def test_a_preview_of_something_else_is_refused(changes: dict[str, Any]) -> None:
    """Also where the approval names its digest."""
    change_set = SEALED.change_set.model_copy(update=changes)
    agreed = approval(change_set_digest=change_set.digest)
    assert code_of(lambda: seal(change_set=change_set, approval=agreed)) == "APPROVAL_NOT_BOUND"


def test_an_edited_plan_needs_everything_anew() -> None:
    other = SEALED.plan.model_copy(update={"intent": "Something else."})
    assert code_of(lambda: seal(plan=other)) == "APPROVAL_NOT_BOUND"


@pytest.mark.spec("S2-110")
@pytest.mark.parametrize("decision", [Decision.VETOED, Decision.FIXABLE])
def test_a_veto_stands(decision: Decision) -> None:
    verdict = SEALED.verdict.model_copy(update={"decision": decision})
    assert code_of(lambda: seal(verdict=verdict)) == "VETO_STANDS"


def test_a_rejected_plan_is_not_sealed() -> None:
    rejected = approval(answer=Answer.REJECTED)
    assert code_of(lambda: seal(approval=rejected)) == "E_NOT_APPROVED"


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1), timedelta(days=400)])
def test_an_expired_plan_is_neither_sealed_nor_verified(late: timedelta) -> None:
    now = SEALED.plan.expires_at + late
    assert code_of(lambda: seal(now=now)) == "PLAN_EXPIRED"
    assert code_of(lambda: verified(SEALED, now=now)) == "PLAN_EXPIRED"


def test_a_plan_lives_until_its_last_moment_and_what_began_may_be_finished() -> None:
    last = SEALED.plan.expires_at - timedelta(microseconds=1)
    assert verified(SEALED, now=last).plan == verified(SEALED, now=None).plan


@pytest.mark.parametrize("allowed", [(), ("create_url",), ("allow_public_url_2",)])
def test_every_public_endpoint_takes_its_tick(allowed: tuple[str, ...]) -> None:
    steps = tuple(StepId(each) for each in allowed)
    assert code_of(lambda: seal(approval=approval(allowed_exposures=steps))) == "E_NOT_APPROVED"


DESTRUCTIVE = Deployer().seal(plan(call("delete_bucket"), call("delete_role")))


def sealed_with(**confirmed: str) -> SealedPlan:
    approved = DESTRUCTIVE.approval.model_copy(update={"confirmed_steps": confirmed})
    return seal(
        plan=DESTRUCTIVE.plan,
        verdict=DESTRUCTIVE.verdict,
        change_set=DESTRUCTIVE.change_set,
        approval=approved,
    )


@pytest.mark.parametrize(
    "confirmed",
    [
        {},
        {"delete_bucket": "s3:bucket/hello-bucket"},
        {"delete_bucket": "yes", "delete_role": "yes"},
        {"delete_bucket": "s3:bucket/hello-bucket ", "delete_role": "iam:role/hello-role"},
        {"delete_bucket": "iam:role/hello-role", "delete_role": "s3:bucket/hello-bucket"},
    ],
)
def test_every_destructive_step_takes_the_name_of_its_resource(confirmed: dict[str, str]) -> None:
    assert code_of(lambda: sealed_with(**confirmed)) == "E_NOT_APPROVED"


def test_with_both_names_it_is_sealed() -> None:
    sealed = sealed_with(delete_bucket="s3:bucket/hello-bucket", delete_role="iam:role/hello-role")
    assert verified(sealed).plan == DESTRUCTIVE.plan
