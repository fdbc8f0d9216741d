"""``copilot deployments``."""

import click

from backend.cli.options import json_option, pass_program, run
from backend.cli.program import Program


@click.command()
@json_option
@pass_program
def command(program: Program, *, as_json: bool) -> None:
    """List what is deployed."""
    from backend.cli.showing.listing import show_deployments

    run(show_deployments(program, as_json=as_json))
