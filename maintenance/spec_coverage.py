"""How much of the checklist the tests cite: ``make spec``.

A test cites an id with ``@pytest.mark.spec("S2-41")``. Citations are read from the source, without
running anything. Exit code 1 means that a test cites an id which the checklist does not have.
"""

import ast
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from maintenance.files import PROJECT, python_modules


class Item(TypedDict):
    """One capability that was asked for."""

    id: str
    title: str


class Checklist(TypedDict):
    """The content of ``tests/spec/checklist.json``."""

    documents: dict[str, str]
    items: list[Item]


def load_checklist(top: Path) -> Checklist:
    """Read the checklist of the project at ``top``."""
    text = (top / "tests/spec/checklist.json").read_text(encoding="utf-8")
    checklist: Checklist = json.loads(text)
    return checklist


def document_of(spec_id: str) -> str:
    """The document that an id belongs to: ``S2`` of ``S2-41``, ``G`` of ``G7``."""
    return spec_id.split("-")[0] if "-" in spec_id else spec_id[:1]


def citations(top: Path) -> Mapping[str, tuple[str, ...]]:
    """Each cited id, with the test modules that cite it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in python_modules(top, ("tests",)):
        for spec_id in _cited_in(ast.parse(path.read_text(encoding="utf-8"))):
            found[spec_id].append(str(path.relative_to(top)))
    return {spec_id: tuple(sorted(set(paths))) for spec_id, paths in found.items()}


def _cited_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.spec":
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def main() -> int:
    """Print one line per document, and the unknown ids."""
    checklist = load_checklist(PROJECT)
    known = [item["id"] for item in checklist["items"]]
    cited = citations(PROJECT)
    for document, title in checklist["documents"].items():
        asked = [spec_id for spec_id in known if document_of(spec_id) == document]
        print(_row(document, sum(spec_id in cited for spec_id in asked), len(asked), title))
    print(_row("all", sum(spec_id in cited for spec_id in known), len(known), ""))
    unknown = sorted(set(cited) - set(known))
    for spec_id in unknown:
        print(f"not on the checklist: {spec_id}, cited in {', '.join(cited[spec_id])}")
    return 1 if unknown else 0


def _row(document: str, cited: int, asked: int, title: str) -> str:
    return f"{document:<4} {cited * 100 // asked:3d} %  {cited:3d} of {asked:3d}  {title}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
