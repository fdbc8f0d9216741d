"""The assistant's turns about a run, derived from the run's own events.

Few and short: what a person waits for, has to answer, or would otherwise have to look for. The
page shows every step by itself.
"""

from dataclasses import dataclass
from typing import Any

from agentpro.observers import GraphEvent
from backend.agents.explaining import Closing, closing_of, milestone
from backend.domain.conversations.turns import Suggestion, Turn
from backend.runs.conversation.operating import answers_in_words
from backend.runs.conversation.turn_log import TurnLog
from backend.stores.repositories.runs import RunRecord, Runs
from backend.stores.repositories.sessions import Sessions

_ASK_ABOUT_PLAN = (
    Suggestion(label="Explain the plan", text="Explain the plan"),
    Suggestion(label="Is it reversible?", text="Is it reversible?"),
    Suggestion(label="What becomes public?", text="What becomes public?"),
)
_ENDINGS = frozenset(
    {"deployment_succeeded", "deployment_failed", "operation_succeeded", "operation_failed"}
)
_RUN_ENDS = frozenset({"graph_completed", "graph_failed"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrator:
    """Says in a conversation what its runs have come to; runs of no conversation are not told."""

    turns: TurnLog
    sessions: Sessions
    runs: Runs

    async def tell(self, run: RunRecord, event: GraphEvent) -> None:
        """Add a turn for a milestone; most events are none. The same event adds it once.

        The end of a run is noted at its conversation too.

        Raises:
            OperatorMustAct: the turn could not be stored.
        """
        turn, is_end = _turn(run, event), event.event_type in _RUN_ENDS
        if not (turn or is_end) or not await self.sessions.find(run.tenant_id, run.session_id):
            return
        if turn is not None:
            await self.turns.add(run.scope, run.session_id, turn)
        if is_end:
            await self._note_end(run, event)

    async def _note_end(self, run: RunRecord, event: GraphEvent) -> None:
        so_far = await self.runs.of_session(run.tenant_id, run.session_id)
        await self.sessions.change(
            run.tenant_id,
            run.session_id,
            run_count=len(so_far),
            last_outcome=event.payload.get("completion_state") or "escalated",
        )


def _turn(run: RunRecord, event: GraphEvent) -> Turn | None:
    said = _said(run, event)
    if said is None:
        return None
    return Turn(
        turn_id=f"turn_{event.event_id}",
        author="assistant",
        text=said.text,
        graph_run_id=run.graph_run_id,
        suggestions=said.suggestions,
    )


def _said(run: RunRecord, event: GraphEvent) -> Closing | None:
    payload: dict[str, Any] = dict(event.payload)
    match event.event_type:
        case "operation_answered":
            return Closing(text=answers_in_words(payload["answers"]))
        case name if name in _ENDINGS:
            return closing_of(run.graph_id, run.graph_run_id, payload)
        case name:
            text = milestone(name, payload)
            return Closing(text=text, suggestions=_suggested(payload)) if text else None


def _suggested(payload: dict[str, Any]) -> tuple[Suggestion, ...]:
    """Questions about a plan that waits; that about the public where something becomes public."""
    if "exposures" not in payload:
        return ()
    return _ASK_ABOUT_PLAN if payload["exposures"] else _ASK_ABOUT_PLAN[:2]
