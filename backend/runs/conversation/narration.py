"""The assistant's turns about a run, derived from the run's own events."""

from dataclasses import dataclass
from typing import Any

from agentpro.observers import GraphEvent
from backend.domain.conversations.turns import Suggestion, Turn
from backend.domain.plans.plan import Plan
from backend.runs.conversation.operating import answers_in_words, operation_in_words
from backend.runs.conversation.turn_log import TurnLog
from backend.runs.conversation.wording import ending_in_words, plan_ready
from backend.stores.repositories.runs import RunRecord
from backend.stores.repositories.sessions import Sessions


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrator:
    """Says in a conversation what its runs have come to; runs of no conversation are not told."""

    turns: TurnLog
    sessions: Sessions

    async def tell(self, run: RunRecord, event: GraphEvent) -> None:
        """Add a turn for a milestone; most events are none. The same event adds it once.

        Raises:
            OperatorMustAct: the turn could not be stored.
        """
        turn = _turn(run, event)
        if turn is None or await self.sessions.find(run.tenant_id, run.session_id) is None:
            return
        await self.turns.add(run.scope, run.session_id, turn)


def _turn(run: RunRecord, event: GraphEvent) -> Turn | None:
    said = _said(run, event)
    if said is None:
        return None
    return Turn(
        turn_id=f"turn_{event.event_id}",
        author="assistant",
        text=said,
        graph_run_id=run.graph_run_id,
        suggestions=_suggestions(event),
    )


def _said(run: RunRecord, event: GraphEvent) -> str | None:
    payload: dict[str, Any] = dict(event.payload)
    match event.event_type:
        case "intake_requested":
            missing = ", ".join(name.replace("_", " ") for name in payload["missing"])
            return f"Please fill in the form. Still missing: {missing}."
        case "approval_requested":
            return plan_ready(Plan.from_json(payload["plan"]))
        case "step_failed":
            failure = payload["failure"]
            return f"A step failed: {failure['message']} I am undoing what was applied."
        case "deployment_succeeded" | "deployment_failed":
            return ending_in_words(run.graph_id, payload)
        case "operation_answered":
            return answers_in_words(payload["answers"])
        case "operation_succeeded" | "operation_failed":
            return operation_in_words(payload)
        case "graph_failed":
            return f"The run broke off: {payload.get('message')} {payload.get('next_step') or ''}"
        case _:
            return None


def _suggestions(event: GraphEvent) -> tuple[Suggestion, ...]:
    match event.event_type:
        case "approval_requested":
            return (Suggestion(label="Explain the plan", text="Explain the plan"),)
        case "deployment_succeeded":
            return (Suggestion(label="What is running?", text="What is running?"),)
        case _:
            return ()
