"""``copilot memory``."""

import click

from backend.cli.options import json_option, pass_program, run
from backend.cli.program import Program

_limit_option = click.option(
    "--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="How many, at most."
)


@click.group()
def command() -> None:
    """List, search and forget what earlier runs have taught."""


@command.command("list")
@_limit_option
@json_option
@pass_program
def list_(program: Program, *, limit: int, as_json: bool) -> None:
    """List the newest memories."""
    from backend.cli.showing.listing import show_memories

    run(show_memories(program, "", limit, as_json=as_json))


@command.command()
@click.argument("text")
@_limit_option
@json_option
@pass_program
def search(program: Program, *, text: str, limit: int, as_json: bool) -> None:
    """Search the memories; what fits TEXT best comes first."""
    from backend.cli.showing.listing import show_memories

    run(show_memories(program, text, limit, as_json=as_json))


@command.command()
@click.argument("memory_id")
@json_option
@pass_program
def forget(program: Program, *, memory_id: str, as_json: bool) -> None:
    """Delete a memory for good."""
    from backend.cli.storing import forget_memory

    run(forget_memory(program, memory_id, as_json=as_json))
