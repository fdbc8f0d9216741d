"""``copilot graph``."""

from pathlib import Path

import click

from backend.cli.options import finish_with, json_option, pass_program
from backend.cli.program import Program

_GRAPH = "GRAPH"
"""``deploy``, ``deploy@1.0.0`` or a file that ends in ``.yaml``."""


@click.group()
def command() -> None:
    """Validate, show, compare and write the graphs of the agents.

    GRAPH is a name, name@version, or a file that ends in .yaml.
    """


@command.command()
@click.argument("graph", required=False, metavar=f"[{_GRAPH}]")
@pass_program
def validate(program: Program, *, graph: str | None) -> None:
    """Prove that a graph may run; without GRAPH, all that are shipped."""
    from backend.cli.graphs import validate_graphs

    finish_with(validate_graphs(program.known_names(), graph))


@command.command()
@click.argument("graph", default="deploy", metavar=f"[{_GRAPH}]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "mermaid", "json"]),
    default="text",
    help="An ordered list, a Mermaid diagram, or the whole definition with its digest.",
)
def show(*, graph: str, form: str) -> None:
    """Show a graph: phases, roles, nodes in order, gates, and where each outcome leads."""
    from backend.cli.graphs import drawing

    click.echo(drawing(graph, form), nl=False)


@command.command()
@click.argument("before")
@click.argument("after")
@json_option
def diff(*, before: str, after: str, as_json: bool) -> None:
    """Compare two graphs, and say whether anybody may do more in AFTER than in BEFORE."""
    from backend.cli.graphs import difference

    click.echo(difference(before, after, as_json=as_json), nl=False)


@command.command()
@click.argument("name")
@click.option("--from", "source", metavar=_GRAPH, help="Copy this graph instead of NAME's own.")
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where the file goes; by default the current folder.",
)
@pass_program
def new(program: Program, *, name: str, source: str | None, folder: Path) -> None:
    """Write the next version of a graph, ready to be changed.

    It is a copy of --from, or of the highest version of NAME; of a new NAME it is a skeleton.
    """
    from backend.cli.graphs import new_graph

    path = new_graph(name, source, folder, program.known_names())
    click.echo(f"{path}\n  Change it, then prove it: copilot graph validate {path}")
