"""``copilot graph``: the proofs, the drawings and the comparisons of agentpro."""

import json
from pathlib import Path

import click

from agentpro.authoring.comparing import compare
from agentpro.authoring.drawing import as_mermaid, as_text
from agentpro.authoring.versions import renamed, version_after
from agentpro.definition import GraphDefinition
from agentpro.errors import GraphError
from agentpro.loading import (
    ParsedGraph,
    graph_digest,
    graph_ids,
    load_parsed,
    parse_file,
    shipped_graphs,
)
from agentpro.validation import KnownNames, validate
from backend.cli.exits import ExitCode
from backend.domain.errors import UserCanFix

SKELETON = """\
# What this graph is for. The parts are explained in docs/graphs.md.
name: skeleton
version: 1.0.0
description: Say in one sentence what a run of this graph does.

start: explanation

roles:
  orchestrator:
    tools:
      telemetry_bus: [emit]
    guardrails: [no_secrets]

nodes:
  explanation:
    role: orchestrator
    phase: closure
    handler: orchestrator.explain
  closure:
    role: orchestrator
    phase: closure
    handler: orchestrator.close
    completes: true

edges:
  - { from: explanation, outcome: explained, to: closure }
"""

_NOT_WIDER = ["Nobody may do more than before."]


def validate_graphs(known: KnownNames, reference: str | None) -> ExitCode:
    """Say of each graph what was proven, or every problem with its file and line."""
    references = graph_ids(shipped_graphs()) if reference is None else (reference,)
    invalid = [each for each in references if not _is_valid(each, known)]
    return ExitCode.FAILED if invalid or not references else ExitCode.DONE


def drawing(reference: str, form: str) -> str:
    """The graph as ``text``, ``mermaid`` or ``json``."""
    definition = _read(reference).definition
    match form:
        case "mermaid":
            return as_mermaid(definition)
        case "json":
            described = {"digest": graph_digest(definition), **definition.as_data()}
            return json.dumps(described, indent=2, ensure_ascii=False) + "\n"
        case _:
            return as_text(definition)


def difference(before: str, after: str, *, as_json: bool) -> str:
    """What changes from one graph to the other, and who may do more."""
    graphs = _read(before).definition, _read(after).definition
    found = compare(*graphs)
    ids = [graph.graph_id for graph in graphs]
    if as_json:
        changes = [
            {"kind": each.kind, "what": each.what, "before": each.before, "after": each.after}
            for each in found.changes
        ]
        record = {"graphs": ids, "changes": changes, "widened": found.widened}
        return json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    lines = [" → ".join(ids), *map(str, found.changes)]
    lines += ["Wider:", *(f"  {each}" for each in found.widened)] if found.widened else _NOT_WIDER
    return "\n".join(lines) + "\n"


def new_graph(name: str, source: str | None, folder: Path, known: KnownNames) -> Path:
    """Write the next version of ``name`` into ``folder``: a copy of ``source``, by default of its
    highest version, or a skeleton.

    Raises:
        GraphError: the source, or what would be written, is no valid graph.
        UserCanFix: ``E_FOLDER_UNUSABLE``.
    """
    shipped = graph_ids(shipped_graphs())
    if source is None and any(each.partition("@")[0] == name for each in shipped):
        source = name
    text = SKELETON if source is None else _text(source)
    version = version_after((*shipped, *_ids_in(folder)), name)
    path = folder / f"{name}-{version}.yaml"
    written, parsed = renamed(text, name, version)
    validate(parsed.definition, parsed.source, known)
    _write(path, written)
    return path


def _is_valid(reference: str, known: KnownNames) -> bool:
    try:
        parsed = _read(reference)
        validate(parsed.definition, parsed.source, known)
    except GraphError as error:
        for problem in error.problems:
            click.echo(f"{error.error_code}: {problem}", err=True)
        click.echo(f"  {error.next_step}", err=True)
        return False
    click.echo(_proven(parsed.definition))
    return True


def _proven(definition: GraphDefinition) -> str:
    gates = sum(node.gate is not None for node in definition.nodes.values())
    return (
        f"{definition.graph_id}: {len(definition.nodes)} nodes and {len(definition.edges)} edges "
        f"are sound; {gates} gates are proven"
    )


def _read(reference: str) -> ParsedGraph:
    """A file, or a graph of this program by ``name`` or ``name@version``."""
    if _is_file(reference):
        return parse_file(Path(reference))
    return load_parsed(reference, shipped_graphs())


def _text(reference: str) -> str:
    parsed = _read(reference)
    if _is_file(reference):
        return Path(reference).read_text(encoding="utf-8")
    return shipped_graphs().joinpath(parsed.source.file).read_text(encoding="utf-8")


def _is_file(reference: str) -> bool:
    return reference.endswith((".yaml", ".yml"))


def _ids_in(folder: Path) -> tuple[str, ...]:
    return graph_ids(folder) if folder.is_dir() else ()


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UserCanFix(
            "E_FOLDER_UNUSABLE",
            f"{path} cannot be written: {error.strerror}.",
            "Name a folder that exists and that you may write, with --into.",
        ) from error
