"""``copilot deployments``."""

import click

from backend.cli.options import json_option, pass_program, run
from backend.cli.program import Program


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """List what is deployed, or show one deployment."""
    if ctx.invoked_subcommand is None:
        from backend.cli.showing.listing import show_deployments

        run(show_deployments(ctx.ensure_object(Program), as_json=as_json))


@command.command()
@click.argument("deployment")
@json_option
@pass_program
def show(program: Program, *, deployment: str, as_json: bool) -> None:
    """Show a deployment, and what its newest release changed in the account.

    DEPLOYMENT is an id or the application's name.
    """
    from backend.cli.showing.listing import show_deployment

    run(show_deployment(program, deployment, as_json=as_json))
