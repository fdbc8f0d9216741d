"""``copilot reject``."""

import click

from backend.cli.options import finish, json_option, pass_program, run_argument
from backend.cli.program import Program


@click.command()
@run_argument
@click.option("--reason", metavar="TEXT", help="Why; it is kept with the answer.")
@json_option
@pass_program
def command(program: Program, *, graph_run_id: str, reason: str | None, as_json: bool) -> None:
    """Reject the plan that a run waits with."""
    from backend.cli.runs.answering import reject

    finish(reject(program, graph_run_id, reason, as_json=as_json))
