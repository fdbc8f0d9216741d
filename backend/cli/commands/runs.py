"""``copilot runs``."""

import click

from backend.cli.options import (
    confirm_option,
    finish,
    json_option,
    pass_program,
    policy_option,
    run,
    run_argument,
)
from backend.cli.program import Program


@click.group()
def command() -> None:
    """List, show, replay, resume, cancel, fork and undo runs."""


@command.command("list")
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True)
@json_option
@pass_program
def list_(program: Program, *, limit: int, as_json: bool) -> None:
    """List the newest runs."""
    from backend.cli.showing.listing import show_runs

    run(show_runs(program, limit, as_json=as_json))


@command.command()
@run_argument
@json_option
@pass_program
def show(program: Program, *, graph_run_id: str, as_json: bool) -> None:
    """Show a run, with the plan that waits for an answer."""
    from backend.cli.showing.listing import show_run

    run(show_run(program, graph_run_id, as_json=as_json))


@command.command()
@run_argument
@json_option
@pass_program
def replay(program: Program, *, graph_run_id: str, as_json: bool) -> None:
    """Rebuild a run from its events alone, and compare.

    Prints the state and the digest of the events. The exit code is 1 if events are missing or the
    records say something else.
    """
    from backend.cli.showing.replays import show_replay

    finish(show_replay(program, graph_run_id, as_json=as_json))


@command.command()
@run_argument
@click.option("--at", "node", metavar="NODE", required=True, help="The node to begin at.")
@click.option("--visit", type=click.IntRange(min=1), help="Which visit of it; by default the last.")
@json_option
@pass_program
def fork(
    program: Program, *, graph_run_id: str, node: str, visit: int | None, as_json: bool
) -> None:
    """Start a run where another one had come to a node.

    It begins with what that run knew. Approvals are never reused: it asks again.
    """
    from backend.cli.runs.answering import fork

    finish(fork(program, graph_run_id, node, visit, as_json=as_json))


@command.command()
@run_argument
@confirm_option
@policy_option
@json_option
@pass_program
def undo(
    program: Program,
    *,
    graph_run_id: str,
    confirm: tuple[str, ...],
    show_policy: bool,
    as_json: bool,
) -> None:
    """Take back what a run that has ended has left.

    For a run that ended as escalated, once the cause is out of the way. The plan is shown first;
    --confirm with the name that it asks for approves it.
    """
    from backend.cli.runs.answering import undo
    from backend.cli.runs.consent import Consent
    from backend.cli.runs.following import Manner

    manner = Manner(consent=Consent(confirmations=frozenset(confirm)), is_policy_shown=show_policy)
    finish(undo(program, graph_run_id, manner, as_json=as_json))


@command.command()
@run_argument
@json_option
@pass_program
def resume(program: Program, *, graph_run_id: str, as_json: bool) -> None:
    """Follow a run again, to its end or its next question."""
    from backend.cli.runs.answering import resume

    finish(resume(program, graph_run_id, as_json=as_json))


@command.command()
@run_argument
@json_option
@pass_program
def cancel(program: Program, *, graph_run_id: str, as_json: bool) -> None:
    """Stop a run; what it applied is undone first."""
    from backend.cli.runs.answering import cancel

    finish(cancel(program, graph_run_id, as_json=as_json))
