"""The tables of ``AGENTS.md``, written from what they describe.

Run as ``python -m maintenance.agents_md [--check]``. A table stands between two marks,
``<!-- generated: NAME -->`` and ``<!-- end of NAME -->``; people write the text around it. With
``--check`` nothing is written, and exit code 1 means that a table is stale.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence

from agentpro.definition import GraphDefinition
from agentpro.loading import graph_ids, parse_named, shipped_graphs
from backend.tools.aws_deployer.catalog import ACTIONS
from maintenance.files import PROJECT
from maintenance.tables import actions_table, edges_table, nodes_table, roles_table

FILE = "AGENTS.md"

_START = re.compile(r"<!-- generated: (\w+) -->")


def current_tables() -> Mapping[str, str]:
    """Every table by the name in its marks."""
    graphs = [
        parse_named(graph_id, shipped_graphs()).definition
        for graph_id in graph_ids(shipped_graphs())
    ]
    return {
        "roles": _for_each(graphs, roles_table),
        "nodes": _for_each(graphs, nodes_table),
        "edges": _for_each(graphs, edges_table),
        "actions": actions_table(ACTIONS),
    }


def render(text: str, tables: Mapping[str, str]) -> str:
    """``text`` with every table between its marks replaced.

    Raises:
        ValueError: if the marks in ``text`` are not those of ``tables``, or one is not closed.
    """
    marked = _START.findall(text)
    if sorted(marked) != sorted(tables):
        raise ValueError(f"{FILE} has marks for {marked}, the tables are {list(tables)}")
    for name, table in tables.items():
        start, end = f"<!-- generated: {name} -->", f"<!-- end of {name} -->"
        before, _, rest = text.partition(start)
        _, closed, after = rest.partition(end)
        if not closed:
            raise ValueError(f"{FILE} lacks {end}")
        text = f"{before}{start}\n\n{table}\n\n{end}{after}"
    return text


def _for_each(graphs: Sequence[GraphDefinition], table: Callable[[GraphDefinition], str]) -> str:
    return "\n\n".join(f"`{graph.graph_id}`\n\n{table(graph)}" for graph in graphs)


def main(arguments: Sequence[str]) -> int:
    """Write the file, or compare it with what would be written."""
    path = PROJECT / FILE
    text = path.read_text(encoding="utf-8")
    wanted = render(text, current_tables())
    if wanted != text and "--check" in arguments:
        print(f"{FILE}: stale")
        return 1
    if wanted != text:
        path.write_text(wanted, encoding="utf-8")
    print(f"{FILE}: current")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
