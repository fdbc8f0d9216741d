"""Compliance: the policy's verdict decides the way on, and nothing else does."""

from typing import Any

import pytest

from backend.agents.compliance import review
from backend.domain.plans.policy import POLICY_VERSION
from tests.backend.agents.scenes import PLAN, scene
from tests.backend.agents.test_outcomes import FIXABLE, VETOED


@pytest.mark.spec("S2-110", "S2-124", "S2-149")
async def test_a_good_plan_is_approved_with_its_digest_and_policy() -> None:
    context = scene(role="compliance")
    outcome = await review(context)
    ((told,), verdict) = context.told("verdict_given"), outcome.facts["verdict"]
    assert told == {"verdict": verdict}
    assert (told["verdict"]["plan_digest"], told["verdict"]["policy_version"]) == (
        PLAN.digest,
        POLICY_VERSION,
    )
    assert outcome.name == told["verdict"]["decision"] == "approved"
    assert "failure" not in outcome.facts


@pytest.mark.spec("S2-103", "S2-149")
@pytest.mark.parametrize(
    ("plan", "decision", "code"),
    [
        (FIXABLE, "fixable", "UNTRUSTED_CONTENT_OR_PLAN_MISMATCH"),
        (VETOED, "vetoed", "E_TOO_WIDE"),
    ],
)
async def test_a_breach_is_told_with_its_reason_code(
    plan: dict[str, Any], decision: str, code: str
) -> None:
    context = scene(facts={"plan": plan})
    outcome = await review(context)
    failure: Any = outcome.facts["failure"]
    (told,) = context.told("verdict_given")
    assert outcome.name == told["verdict"]["decision"] == decision
    assert failure["error_code"] == told["verdict"]["findings"][0]["reason_code"] == code


@pytest.mark.spec("S2-105")
async def test_nothing_that_a_run_says_overrides_a_veto() -> None:
    pleading = {"plan": VETOED, "verdict": {"decision": "approved"}, "override": True}
    context = scene(facts=pleading, inputs={"override": True})
    assert (await review(context)).name == "vetoed"
    assert (context.calls, context.waits) == ([], [])
