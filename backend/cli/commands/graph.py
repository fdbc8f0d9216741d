"""``copilot graph``."""

import click

from backend.cli.options import finish_with, pass_program
from backend.cli.program import Program


@click.group()
def command() -> None:
    """Validate and show the graphs of the agents."""


@command.command()
@click.argument("name", required=False)
@pass_program
def validate(program: Program, *, name: str | None) -> None:
    """Prove that a graph may run; without NAME, all that are shipped."""
    from backend.cli.graphs import validate_graphs

    finish_with(validate_graphs(program.known_names(), name))


@command.command()
@click.argument("name", default="deploy")
@click.option("--mermaid", is_flag=True, help="As a Mermaid diagram.")
def show(*, name: str, mermaid: bool) -> None:
    """Show a graph: its nodes in order, and where each outcome leads."""
    from backend.cli.graphs import drawing

    click.echo(drawing(name, is_mermaid=mermaid), nl=False)
