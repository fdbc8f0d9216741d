"""Decisions of compliance, written down: verdicts, vetoes, and whatever a guardrail held back.

Each record has its time, the role that decided and the reason code (S2-149).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from pydantic import JsonValue

from agentpro.journal import JournalUnavailable
from agentpro.observers import GraphEvent
from backend.domain.canonical import JsonObject
from backend.domain.errors import OperatorMustAct
from backend.domain.identifiers import Scope
from backend.domain.plans.approval import Actor
from backend.runs.service import Audit
from backend.stores.repositories.sessions import SessionRecord

ScopeOf = Callable[[str], Awaitable[Scope]]
"""The scope of a run, by its id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionAudit:
    """agentpro's observer that keeps decisions in the audit.

    After a crash between a record and the run's own, the record is there twice, with the same
    ``event_id``.
    """

    audit: Audit
    scope_of: ScopeOf

    async def observe(self, event: GraphEvent) -> None:
        """Add the record of a decision; other events pass.

        Raises:
            JournalUnavailable: it cannot be written now; a decision that is not kept is none.
        """
        detail = _detail(event)
        if detail is None:
            return
        known: JsonObject = {
            "graph_run_id": event.graph_run_id,
            "event_id": event.event_id,
            "agent": event.role,
            "node": event.node,
            **detail,
        }
        try:
            scope = await self.scope_of(event.graph_run_id)
            actor = event.role or "runtime"
            await self.audit.append(event.event_type, actor=actor, scope=scope, detail=known)
        except OperatorMustAct as error:
            raise JournalUnavailable(f"{event.event_type} could not be audited") from error


async def audit_refusal(
    audit: Audit, actor: Actor, session: SessionRecord, message_id: str
) -> None:
    """Keep that a conversation was ended for what was asked in it; the words stay in the turn.

    Raises:
        OperatorMustAct: it cannot be written now.
    """
    detail: JsonObject = {
        "agent": "compliance",
        "reason_code": "E_MALICIOUS_REQUEST",
        "session_id": session.session_id,
        "turn_id": f"turn_{message_id}",
    }
    kind, scope = "conversation_refused", session.scope
    await audit.append(kind, actor=actor.user_id, scope=scope, detail=detail)


def _detail(event: GraphEvent) -> JsonObject | None:
    match event.event_type:
        case "verdict_given":
            return _of_verdict(event.payload.get("verdict"))
        case "guardrail_tripped":
            names = ("guardrail", "reason_code", "reasoning")
            return {name: event.payload.get(name) for name in names}
        case _:
            return None


def _of_verdict(verdict: JsonValue) -> JsonObject:
    found: JsonObject = dict(verdict) if isinstance(verdict, dict) else {}
    findings = found.get("findings")
    codes: list[JsonValue] = [
        each.get("reason_code")
        for each in (findings if isinstance(findings, list) else [])
        if isinstance(each, dict)
    ]
    kept = {name: found.get(name) for name in ("decision", "plan_digest", "policy_version")}
    return {**kept, "reason_code": codes[0] if codes else "NO_FINDING", "reason_codes": codes}
