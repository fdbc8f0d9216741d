"""``copilot runs``."""

import click

from backend.cli.options import finish, json_option, pass_program, run, run_argument
from backend.cli.program import Program


@click.group()
def command() -> None:
    """List, show, resume and cancel runs."""


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
