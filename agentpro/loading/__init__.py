"""Reading graph files: YAML with line numbers, strict schema, published digests."""

from agentpro.loading.digest import graph_digest
from agentpro.loading.document import Source
from agentpro.loading.parsing import ParsedGraph, parse_graph
from agentpro.loading.resources import (
    graph_ids,
    load_graph,
    load_parsed,
    locked_digests,
    parse_file,
    parse_named,
    shipped_graphs,
)

__all__ = [
    "ParsedGraph",
    "Source",
    "graph_digest",
    "graph_ids",
    "load_graph",
    "load_parsed",
    "locked_digests",
    "parse_file",
    "parse_graph",
    "parse_named",
    "shipped_graphs",
]
