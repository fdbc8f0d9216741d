"""Runs that the engine does not go on with: each ends in its record as what became of it.

Whether such a run has changed anything, its journal knows, even where the engine has lost it.
"""

from datetime import datetime

from agentpro.journal import RunHost
from backend.domain.errors import Bug, CopilotError, OperatorMustAct, UserCanFix
from backend.domain.identifiers import GraphRunId
from backend.stores.repositories.everything import Repositories
from backend.stores.repositories.runs import CompletionState, RunRecord


async def end_lost_run(
    repositories: Repositories, host: RunHost, run: RunRecord, ended_at: datetime
) -> None:
    """End the run's record, with the reason, and give back its locks: it will never do so."""
    reason = await _reason(host, run.graph_run_id)
    state: CompletionState = "escalated"
    if reason.error_code == "E_RUN_UNKNOWN":
        has_begun = await repositories.journal_entries.of_run(run.tenant_id, run.graph_run_id)
        reason = _forgotten(run.graph_run_id) if has_begun else _nothing_done()
        state = "escalated" if has_begun else "cancelled"
    await repositories.locks.release(run.tenant_id, run.graph_run_id)
    await repositories.runs.end(
        run.tenant_id,
        run.graph_run_id,
        completion_state=state,
        ended_at=ended_at,
        error={**reason.as_record()},
    )


async def _reason(host: RunHost, graph_run_id: GraphRunId) -> CopilotError:
    try:
        await host.result(graph_run_id)
    except CopilotError as reason:
        return reason
    return Bug("E_RUN_LOST", "The run ended without a word.", "Look at its events.")


def _forgotten(graph_run_id: GraphRunId) -> OperatorMustAct:
    return OperatorMustAct(
        "E_RUN_LOST",
        "The durable engine has lost this run, which had begun to change the account.",
        f"Take back what it has left: copilot runs undo {graph_run_id}",
    )


def _nothing_done() -> UserCanFix:
    return UserCanFix(
        "E_NOT_STARTED",
        "The program was stopped before this run had changed anything.",
        "Nothing was done; start it again.",
    )
