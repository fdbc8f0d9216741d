"""Taking back what a run has left: a new plan from its journal, previewed and approved.

The undo inside a run is covered by the run's approval; once the run has ended, it is not. What was
taken back already is not in the new plan, so that it may be tried again as often as needed.
"""

from pydantic import JsonValue

from backend.domain.commands import UndoRun
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import GraphRunId
from backend.domain.plans.approval import Actor
from backend.domain.plans.plan import Plan
from backend.runs.past.records import events_of
from backend.runs.places import TENANT, new_place
from backend.runs.replay import replayed
from backend.runs.service import RunService


async def undo_run(service: RunService, actor: Actor, command: UndoRun) -> GraphRunId:
    """Start a run of the newest ``rollback`` graph over what the run has left.

    Raises:
        UserCanFix: ``E_NOT_FOUND``, ``E_RUN_GOES_ON``, ``E_NOTHING_TO_UNDO``, or ``E_IS_RELEASED``
            where the run has made a release.
    """
    run = await service.repositories.runs.get(TENANT, command.graph_run_id)
    if run.status != "ended":
        raise UserCanFix(
            "E_RUN_GOES_ON",
            f"The run {run.graph_run_id} has not ended; it undoes by itself what it must.",
            f"Stop it first: copilot runs cancel {run.graph_run_id}",
        )
    release = await service.repositories.deployments.release_of_run(TENANT, run.graph_run_id)
    if release is not None:
        raise UserCanFix(
            "E_IS_RELEASED",
            f"The run {run.graph_run_id} made a release of {run.application_id}.",
            f"Undo the release: copilot rollback {release.deployment_id}",
        )
    plan = await _last_plan(service, command.graph_run_id)
    left: dict[str, JsonValue] = {
        "deployment_id": plan.deployment_id,
        "release_id": plan.release_id,
        "graph_run_id": run.graph_run_id,
    }
    inputs: dict[str, JsonValue] = {
        "release": left,
        "region": plan.account.region,
        "credential_id": plan.account.credential_id,
        "is_sandbox": plan.account.is_sandbox,
    }
    place = new_place(run.session_id)
    return await service.begin("rollback", actor, run.scope, inputs, place)


async def _last_plan(service: RunService, graph_run_id: GraphRunId) -> Plan:
    state = replayed(await events_of(service.repositories, graph_run_id))
    if state.plan is None:
        raise UserCanFix(
            "E_NOTHING_TO_UNDO",
            f"The run {graph_run_id} never had a plan, so it has changed nothing.",
            "Look at it with: copilot runs show.",
        )
    return Plan.from_json(state.plan)
