"""``copilot approve``, ``reject``, ``rollback`` and ``runs resume|cancel|fork|undo``: one run, from
where it is.
"""

from dataclasses import replace
from datetime import UTC, datetime

from backend.api.owner import LOCAL_OWNER
from backend.cli.connection import service
from backend.cli.exits import ExitCode
from backend.cli.program import Program
from backend.cli.runs.consent import Consent, rejection
from backend.cli.runs.following import Ending, Follower, Manner
from backend.cli.runs.report import present
from backend.cli.showing.surface import Surface
from backend.domain.commands import CancelRun, ForkRun, StartRollback, UndoRun
from backend.domain.copilot import Copilot
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import DeploymentId, GraphRunId
from backend.domain.views import ApprovalQuestion


async def approve(program: Program, run_id: str, manner: Manner, *, as_json: bool) -> int:
    """Answer the open question of a run, and follow it."""
    async with service(program, "copilot approve") as copilot:
        await _question(copilot, GraphRunId(run_id))
        return await _followed(copilot, program, run_id, manner, as_json=as_json)


async def resume(program: Program, run_id: str, *, as_json: bool) -> int:
    """Follow a run from now on."""
    async with service(program, "copilot runs resume") as copilot:
        return await _followed(copilot, program, run_id, Manner(consent=Consent()), as_json=as_json)


async def reject(program: Program, run_id: str, reason: str | None, *, as_json: bool) -> int:
    """Say no; done when the run has ended."""
    async with service(program, "copilot reject") as copilot:
        question = await _question(copilot, GraphRunId(run_id))
        await copilot.decide_approval(LOCAL_OWNER, rejection(question, reason))
        return await _stopped(copilot, program, run_id, as_json=as_json)


async def cancel(program: Program, run_id: str, *, as_json: bool) -> int:
    """Ask a run to stop; done when it has undone what it applied."""
    async with service(program, "copilot runs cancel") as copilot:
        await copilot.cancel_run(LOCAL_OWNER, CancelRun(graph_run_id=GraphRunId(run_id)))
        return await _stopped(copilot, program, run_id, as_json=as_json)


async def rollback(program: Program, deployment: str, manner: Manner, *, as_json: bool) -> int:
    """Undo the newest release of a deployment, named by its id or its application."""
    surface = Surface(as_json=as_json)
    async with service(program, "copilot rollback") as copilot:
        found = await copilot.deployment(DeploymentId(deployment))
        command = StartRollback(deployment_id=found.deployment_id)
        graph_run_id = await copilot.start_rollback(LOCAL_OWNER, command)
        follower = Follower(copilot, surface, program.terminal(), manner)
        return present(await follower.follow(graph_run_id), surface)


async def fork(
    program: Program, run_id: str, node: str, visit: int | None, *, as_json: bool
) -> int:
    """Start a run where another one had come to a node, and follow it to its question."""
    command = ForkRun(graph_run_id=GraphRunId(run_id), node=node, visit=visit)
    async with service(program, "copilot runs fork") as copilot:
        graph_run_id = await copilot.fork_run(LOCAL_OWNER, command)
        manner = Manner(consent=Consent())
        return await _followed(copilot, program, graph_run_id, manner, as_json=as_json)


async def undo(program: Program, run_id: str, manner: Manner, *, as_json: bool) -> int:
    """Take back what a run that has ended has left."""
    surface = Surface(as_json=as_json)
    async with service(program, "copilot runs undo") as copilot:
        command = UndoRun(graph_run_id=GraphRunId(run_id))
        graph_run_id = await copilot.undo_run(LOCAL_OWNER, command)
        follower = Follower(copilot, surface, program.terminal(), manner)
        return present(await follower.follow(graph_run_id), surface)


async def _followed(
    copilot: Copilot, program: Program, run_id: str, manner: Manner, *, as_json: bool
) -> int:
    surface = Surface(as_json=as_json)
    return present(await _end_of(copilot, program, run_id, manner, surface), surface)


async def _stopped(copilot: Copilot, program: Program, run_id: str, *, as_json: bool) -> int:
    """The end of a run that was told to stop: an end with nothing left is what was wanted."""
    surface = Surface(as_json=as_json)
    manner = Manner(consent=Consent(), is_answering=False)
    exit_code = present(await _end_of(copilot, program, run_id, manner, surface), surface)
    return ExitCode.DONE if exit_code == ExitCode.FAILED else exit_code


async def _end_of(
    copilot: Copilot, program: Program, run_id: str, manner: Manner, surface: Surface
) -> Ending:
    news = replace(manner, news_since=datetime.now(UTC))
    follower = Follower(copilot, surface, program.terminal(), news)
    return await follower.follow(GraphRunId(run_id))


async def _question(copilot: Copilot, run_id: GraphRunId) -> ApprovalQuestion:
    question = (await copilot.run(run_id)).question
    if question is None:
        raise UserCanFix(
            "E_NO_QUESTION",
            f"The run {run_id} does not wait for an answer.",
            f"See how it stands with: copilot runs show {run_id}",
        )
    return question
