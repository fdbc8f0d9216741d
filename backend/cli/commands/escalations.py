"""``copilot escalations``."""

import click

from backend.cli.options import json_option, pass_program, run
from backend.cli.program import Program


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """List the cases that wait for a person, or show one."""
    if ctx.invoked_subcommand is None:
        from backend.cli.showing.cases import show_escalations

        run(show_escalations(ctx.ensure_object(Program), as_json=as_json))


@command.command()
@click.argument("escalation")
@json_option
@pass_program
def show(program: Program, *, escalation: str, as_json: bool) -> None:
    """Show a case: what went wrong, what is left in the account, and what to do.

    ESCALATION is its id or that of its run.
    """
    from backend.cli.showing.cases import show_escalation

    run(show_escalation(program, escalation, as_json=as_json))
