"""Writing the next version of a graph: a copy of another's text under a new name and version.

The text is kept as it is, comments included; only the lines of ``name`` and ``version`` change.
"""

import re
from collections.abc import Iterable

from agentpro.loading import ParsedGraph, parse_graph

_GRAPH_ID = re.compile(r"(?P<name>.+)@(\d+)\.(\d+)\.\d+")


def version_after(graph_ids: Iterable[str], name: str) -> str:
    """The next minor version after the highest of ``name`` among ``graph_ids``, or ``1.0.0``."""
    found = [match for each in graph_ids if (match := _GRAPH_ID.fullmatch(each))]
    versions = [(int(each[2]), int(each[3])) for each in found if each["name"] == name]
    if not versions:
        return "1.0.0"
    major, minor = max(versions)
    return f"{major}.{minor + 1}.0"


def renamed(source: str, name: str, version: str) -> tuple[str, ParsedGraph]:
    """The text of the graph ``name@version``, otherwise equal to ``source``, and what it says.

    Raises:
        GraphError: ``source`` is no graph, or ``name`` or ``version`` is no usable word.
    """
    file = f"{name}-{version}.yaml"
    places = parse_graph(source.encode(), file).source.lines
    lines = source.splitlines(keepends=True)
    for key, value in (("name", name), ("version", version)):
        lines[places[(key,)] - 1] = f"{key}: {value}\n"
    text = "".join(lines)
    return text, parse_graph(text.encode(), file)
