"""Finding graphs by name, among the files of this package or of an application.

Published graphs are named in ``graphs.lock``: JSON, graph id to digest.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from agentpro.definition import GraphDefinition
from agentpro.errors import GraphError, Problem
from agentpro.loading.digest import graph_digest
from agentpro.loading.document import MAX_BYTES
from agentpro.loading.parsing import ParsedGraph, parse_graph

LOCK_FILE = "graphs.lock"


def shipped_graphs() -> Traversable:
    """The folder of the graphs that come with this package."""
    return files("agentpro")


def graph_ids(folder: Traversable) -> tuple[str, ...]:
    """The ids that the file names in ``folder`` stand for, in order of name and version."""
    stems = [
        item.name.removesuffix(".yaml") for item in folder.iterdir() if item.name.endswith(".yaml")
    ]
    return tuple(sorted(("@".join(stem.rsplit("-", 1)) for stem in stems), key=_order))


def parse_named(graph_id: str, folder: Traversable) -> ParsedGraph:
    """Read the file of ``name@version`` without asking the lock.

    Raises:
        GraphError: if the file cannot be read, is invalid, or says another name or version than
            its file name.
    """
    file = f"{graph_id.replace('@', '-')}.yaml"
    parsed = parse_graph(_content(folder.joinpath(file), file), file)
    if parsed.definition.graph_id != graph_id:
        reason = f"the file holds {parsed.definition.graph_id}, its name says {graph_id}"
        raise GraphError(parsed.source.problem(reason, "version"))
    return parsed


def parse_file(path: Path) -> ParsedGraph:
    """Read any graph file; one that the ``graphs.lock`` beside it names must be what it names.

    Raises:
        GraphError: as :func:`load_parsed`; what is not published yet is fine.
    """
    parsed = parse_graph(_content(path, str(path)), str(path))
    published = locked_digests(path.parent)
    if parsed.definition.graph_id in published:
        _check_digest(parsed, published)
    return parsed


def load_parsed(name: str, folder: Traversable) -> ParsedGraph:
    """Find ``name`` (its highest version) or ``name@version`` and check it against the lock.

    Raises:
        GraphError: ``GRAPH_NOT_FOUND``, ``GRAPH_INVALID``, or ``GRAPH_SIGNATURE`` if its digest is
            not the published.
    """
    parsed = parse_named(_resolve(name, folder), folder)
    _check_digest(parsed, locked_digests(folder))
    return parsed


def load_graph(name: str, folder: Traversable | None = None) -> GraphDefinition:
    """The definition of :func:`load_parsed`, by default of a graph of this package."""
    return load_parsed(name, shipped_graphs() if folder is None else folder).definition


def locked_digests(folder: Traversable) -> dict[str, str]:
    """What ``graphs.lock`` says; nothing is published where there is none.

    Raises:
        GraphError: if the lock cannot be read.
    """
    lock = folder.joinpath(LOCK_FILE)
    if not lock.is_file():
        return {}
    try:
        return TypeAdapter(dict[str, str]).validate_json(lock.read_bytes())
    except ValidationError as error:
        reason = "not a JSON object of graph ids and digests"
        raise GraphError(Problem(file=LOCK_FILE, line=1, reason=reason)) from error


def _content(path: Traversable, file: str) -> bytes:
    """The bytes of a regular file, as far as they matter: a pipe or a device may never end."""
    unreadable = GraphError(
        Problem(file=file, line=1, reason="the file cannot be read"),
        error_code="GRAPH_NOT_FOUND",
        next_step="Name a graph file that you may read.",
    )
    try:
        if not path.is_file():
            raise unreadable
        with path.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise unreadable from error


def _resolve(name: str, folder: Traversable) -> str:
    known = graph_ids(folder)
    matching = [each for each in known if name in (each, each.partition("@")[0])]
    if not matching:
        raise GraphError(
            Problem(file=name, line=1, reason="there is no such graph"),
            error_code="GRAPH_NOT_FOUND",
            next_step=f"Choose one of: {', '.join(known) or 'none'}.",
        )
    return matching[-1]


def _check_digest(parsed: ParsedGraph, published: dict[str, str]) -> None:
    expected = published.get(parsed.definition.graph_id)
    if expected == graph_digest(parsed.definition):
        return
    reason = "the graph is not in graphs.lock" if expected is None else "the graph was changed"
    raise GraphError(
        parsed.source.problem(reason, "version"),
        error_code="GRAPH_SIGNATURE",
        next_step="Publish a change as a new version; `python -m agentpro.lock` writes its digest.",
    )


def _order(graph_id: str) -> tuple[str, tuple[int, ...]]:
    name, _, version = graph_id.partition("@")
    numbers = version.split(".")
    return name, tuple(int(each) if each.isdigit() else -1 for each in numbers)
