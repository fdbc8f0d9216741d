"""``copilot sandbox``."""

import json

import click

from backend.cli.exits import ExitCode
from backend.cli.options import finish_with, json_option, pass_program
from backend.cli.program import Program, Sandbox


@click.group()
def command() -> None:
    """Manage the simulated account of this machine."""


@command.command()
@json_option
@pass_program
def status(program: Program, *, as_json: bool) -> None:
    """Show whether it runs, and where; exit 1 if not."""
    found = _sandbox(program).status()
    if as_json:
        click.echo(json.dumps(found or {"is_running": False}, indent=2))
    elif found is None:
        click.echo("The sandbox is not running; `copilot deploy --sandbox` starts it.")
    else:
        for name, value in found.items():
            click.echo(f"{name:<20} {value}")
    finish_with(ExitCode.FAILED if found is None else ExitCode.DONE)


@command.command()
@pass_program
def stop(program: Program) -> None:
    """Stop it; its account stays and comes back with the next start."""
    was_running = _sandbox(program).stop()
    click.echo("Stopped." if was_running else "It was not running.")


@command.command()
@click.confirmation_option(prompt="Empty the simulated account?")
@pass_program
def reset(program: Program) -> None:
    """Empty the account; deployments in it are gone."""
    _sandbox(program).reset()
    click.echo("The simulated account is empty.")


def _sandbox(program: Program) -> Sandbox:
    return program.sandbox(program.settings())
