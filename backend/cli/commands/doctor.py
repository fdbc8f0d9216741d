"""``copilot doctor``."""

import json

import click

from backend.cli.options import finish_with, json_option, pass_program
from backend.cli.program import Program


@click.command()
@json_option
@pass_program
def command(program: Program, *, as_json: bool) -> None:
    """Check whether everything needed is there; exit 1 if something must be done."""
    from backend.cli.checks import SIGNS, State, examined

    findings = examined(program)
    if as_json:
        click.echo(json.dumps([finding.as_record() for finding in findings], indent=2))
    else:
        for finding in findings:
            sign, colour = SIGNS[finding.state]
            click.secho(f"{sign} {finding.name:<16} {finding.found}", fg=colour)
            if finding.next_step:
                click.echo(f"  {'':<16} {finding.next_step}")
    finish_with(int(any(finding.state is State.FAILED for finding in findings)))
