"""From the bytes of a graph file to a definition."""

import json
from dataclasses import dataclass
from functools import lru_cache

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from agentpro.definition import GraphDefinition
from agentpro.errors import GraphError, Problem
from agentpro.loading.document import Document, Source, read_document


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedGraph:
    """A definition and where each of its parts was written."""

    definition: GraphDefinition
    source: Source


@lru_cache(maxsize=16)
def parse_graph(content: bytes, file: str) -> ParsedGraph:
    """Read a graph file; ``file`` is the name that problems are reported under.

    Every start of a run reads its graph: what was read last is remembered by its very bytes.

    Raises:
        GraphError: with the line and reason of every unknown, missing or wrong field.
    """
    document = read_document(content, file)
    try:
        definition = GraphDefinition.model_validate_json(json.dumps(document.data))
    except ValidationError as error:
        raise GraphError(*(_problem(document, each) for each in error.errors())) from error
    return ParsedGraph(definition=definition, source=document.source)


def _problem(document: Document, error: ErrorDetails) -> Problem:
    where = tuple(part for part in error["loc"] if part != "[key]")
    name = ".".join(map(str, where)) or "the file"
    if error["type"] == "extra_forbidden":
        return document.source.problem(f"unknown key {where[-1]!r} in {name}", *where)
    return document.source.problem(f"{name}: {error['msg'].lower()}", *where)
