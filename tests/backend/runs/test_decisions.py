"""Decisions of compliance reach the audit, with role and reason code; nothing else does."""

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import JsonValue

from agentpro.journal import JournalUnavailable
from agentpro.observers import GraphEvent
from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import Scope
from backend.domain.plans.policy import review
from backend.domain.redaction import KnownSecrets, Redactor
from backend.runs.decisions import DecisionAudit
from backend.stores.memory import MemoryDocuments
from backend.telemetry.audit import COLLECTION, AuditLog
from tests.backend.agents.scenes import PLAN
from tests.backend.tools.aws_deployer.hello import NOW, SCOPE, with_step

WIDE = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
VETOED = review(with_step(PLAN, "allow_logs", params={"policy": WIDE}))
TRIPPED: dict[str, JsonValue] = {
    "guardrail": "reads_only",
    "role": "orchestrator",
    "reason_code": "ROLE_DENIED",
    "reasoning": "Only what reads can be called here.",
}


def event(event_type: str, payload: Mapping[str, JsonValue], role: str | None) -> GraphEvent:
    return GraphEvent(
        event_id="run_1:here:1:event-1",
        event_type=event_type,
        graph_run_id="run_1",
        node="here",
        role=role,
        phase="compliance",
        status="reported",
        payload=payload,
    )


async def of_run(graph_run_id: str) -> Scope:
    assert graph_run_id == "run_1"
    return SCOPE


async def audited(*events: GraphEvent) -> list[Any]:
    store = MemoryDocuments(lambda: NOW)
    audit = AuditLog(store, Redactor(KnownSecrets()), lambda: NOW)
    observer = DecisionAudit(audit=audit, scope_of=of_run)
    for each in events:
        await observer.observe(each)
    assert (await audit.verify()).first_broken is None
    return await store.find(COLLECTION, {}, sort=[("_id", 1)], limit=10)


@pytest.mark.spec("S2-103", "S2-149")
async def test_a_veto_is_kept_with_time_role_and_reason() -> None:
    verdict = {"verdict": VETOED.to_json()}
    (record,) = await audited(event("verdict_given", verdict, "compliance"))
    assert (record["kind"], record["actor"]) == ("verdict_given", "compliance")
    assert record["occurred_at"] == NOW.isoformat()
    assert record["application_id"] == SCOPE.application_id
    detail = record["detail"]
    assert (detail["decision"], detail["reason_code"]) == ("vetoed", "E_TOO_WIDE")
    assert (detail["graph_run_id"], detail["node"]) == ("run_1", "here")
    assert detail["plan_digest"] == VETOED.plan_digest


@pytest.mark.spec("S2-149")
async def test_an_approval_by_policy_is_kept_as_well() -> None:
    verdict = {"verdict": review(PLAN).to_json()}
    (record,) = await audited(event("verdict_given", verdict, "compliance"))
    assert (record["detail"]["decision"], record["detail"]["reason_codes"]) == ("approved", [])


@pytest.mark.spec("S2-149")
async def test_what_a_guardrail_held_back_is_kept() -> None:
    (record,) = await audited(event("guardrail_tripped", TRIPPED, "orchestrator"))
    assert record["actor"] == "orchestrator"
    kept = {name: record["detail"][name] for name in ("guardrail", "reason_code", "reasoning")}
    assert kept == {name: TRIPPED[name] for name in kept}


async def test_other_events_are_no_decisions() -> None:
    assert await audited(event("node_completed", {"facts": {}}, "planner")) == []
    (nobody,) = await audited(event("guardrail_tripped", {}, None))
    assert nobody["actor"] == "runtime"


class FullAudit:
    """An audit whose store is full."""

    async def append(self, kind: str, *, actor: str, scope: Scope, detail: object) -> int:
        raise OperatorMustAct("E_STORE_UNAVAILABLE", "The disk is full.", "Make room.")


async def test_a_decision_that_cannot_be_kept_stops_the_run() -> None:
    observer = DecisionAudit(audit=FullAudit(), scope_of=of_run)
    with pytest.raises(JournalUnavailable):
        await observer.observe(event("guardrail_tripped", TRIPPED, "orchestrator"))
