"""``copilot graph``: the proofs and the drawings of agentpro."""

import click

from agentpro.drawing import as_mermaid, as_text
from agentpro.errors import GraphError
from agentpro.loading import graph_ids, load_graph, load_parsed, shipped_graphs
from agentpro.validation import KnownNames, validate
from backend.cli.exits import ExitCode


def validate_graphs(known: KnownNames, name: str | None) -> ExitCode:
    """Say of each graph what was proven, or every problem with its line."""
    names = graph_ids(shipped_graphs()) if name is None else (name,)
    return (
        ExitCode.FAILED if [each for each in names if not _is_valid(each, known)] else ExitCode.DONE
    )


def drawing(name: str, *, is_mermaid: bool) -> str:
    """The graph as text or as a Mermaid diagram."""
    definition = load_graph(name)
    return as_mermaid(definition) if is_mermaid else as_text(definition)


def _is_valid(name: str, known: KnownNames) -> bool:
    try:
        parsed = load_parsed(name, shipped_graphs())
        validate(parsed.definition, parsed.source, known)
    except GraphError as error:
        for problem in error.problems:
            click.echo(f"{error.error_code}: {problem}", err=True)
        click.echo(f"  {error.next_step}", err=True)
        return False
    definition = parsed.definition
    gates = sum(node.gate is not None for node in definition.nodes.values())
    click.echo(
        f"{definition.graph_id}: {len(definition.nodes)} nodes and {len(definition.edges)} edges "
        f"are sound; {gates} gates are proven"
    )
    return True
