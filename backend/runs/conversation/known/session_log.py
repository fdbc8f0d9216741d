"""A conversation's log, read once for each message: no call to AWS, and nothing of other sessions.

What the interpreter is told and what questions are answered from are the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from backend.agents.interpreter import REFERENTS, Referent
from backend.domain.canonical import JsonObject
from backend.domain.events import Event, EventType
from backend.domain.identifiers import GraphRunId, SessionId
from backend.domain.operations import is_operation
from backend.domain.views import RunView
from backend.runs.answers import as_answered
from backend.runs.conversation.known.told_runs import ToldRun, told_runs
from backend.runs.conversation.known.touched import touched
from backend.runs.places import TENANT
from backend.runs.views import event_of, run_view
from backend.stores.repositories.everything import Repositories
from backend.stores.repositories.runs import RunRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class SessionLog:
    """``run`` is the one that asks, or else the newest; ``told`` is what its events say of it."""

    run: RunView | None = None
    told: ToldRun | None = None
    is_running: bool = False
    last_state: str | None = None
    """How the run that ended last has ended."""
    undoable: GraphRunId | None = None
    """The newest run but for reads, where it is an operation that has changed something."""
    referents: tuple[Referent, ...] = ()
    """What its runs have worked on and what is still there, the newest last."""
    turns: tuple[JsonValue, ...] = ()

    @property
    def asking(self) -> RunView | None:
        """The newest run that waits for an approval, whatever ran after it."""
        return self.run if self.run is not None and self.run.question is not None else None

    def as_context(self) -> dict[str, object]:
        """What the interpreter is told; see its contract, and ``turns.referents``."""
        return {
            "pending_plan": self.asking is not None,
            "running_plan": self.is_running,
            "last_plan": self.last_state,
            "pending_action": self._planned_action,
            REFERENTS: self.referents,
        }

    @property
    def _planned_action(self) -> str | None:
        """The one action of the plan that waits, so that a change of it is read in its slots."""
        operation: Any = (self.told.operation if self.told else None) or {}
        calls = operation.get("calls", ())
        return calls[0]["tool"] if self.asking is not None and len(calls) == 1 else None


async def session_log(repositories: Repositories, session_id: SessionId) -> SessionLog:
    """What a conversation has come to so far."""
    runs = await repositories.runs.of_session(TENANT, session_id)
    records = await repositories.events.after(TENANT, session_id, 0)
    events = [event_of(record) for record in records]
    told = told_runs(events)
    ended = [run for run in runs if run.status == "ended"]
    meant = ([run for run in runs if run.status == "waiting"] or runs)[-1:]
    return SessionLog(
        run=await _view(repositories, meant[0], events) if meant else None,
        told=told.get(meant[0].graph_run_id) if meant else None,
        is_running=any(run.status == "running" for run in runs),
        last_state=max(ended, key=_end).completion_state if ended else None,
        undoable=_undoable(runs, told),
        referents=touched(told.values()),
        turns=tuple(each.payload for each in events if each.type is EventType.TURN_ADDED),
    )


async def _view(repositories: Repositories, run: RunRecord, events: list[Event]) -> RunView:
    return await as_answered(repositories.approvals, run_view(run, events))


def _undoable(runs: Sequence[RunRecord], told: dict[GraphRunId, ToldRun]) -> GraphRunId | None:
    for run in reversed(runs):
        so_far = told.get(run.graph_run_id, ToldRun())
        if not is_operation(run.graph_id) or not so_far.has_succeeded:
            return None
        if so_far.has_changed:
            return run.graph_run_id
    return None


def _end(run: RunRecord) -> float:
    return run.ended_at.timestamp() if run.ended_at else 0.0


def documents_of(told: ToldRun | None) -> JsonObject:
    """``{plan, verdict, change_set}`` of a run, null where there is none."""
    nothing: JsonObject = dict.fromkeys(("plan", "verdict", "change_set"))
    return nothing if told is None else {**nothing, **told.documents}
