"""Every error code that the source can give, with the files that give it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[4]
_CODE = re.compile(r"(?:E_[A-Z_]+|[A-Z]+(?:_[A-Z]+)+|REPLAY)")


@cache
def source_codes() -> dict[str, frozenset[str]]:
    """Codes that stand before a message in a call, by the files of this program."""
    found: dict[str, set[str]] = {}
    for package in ("backend", "agentpro"):
        for path in sorted((_ROOT / package).rglob("*.py")):
            if "sandbox" in path.relative_to(_ROOT).parts:
                continue
            for code in _codes(ast.parse(path.read_text(encoding="utf-8"))):
                found.setdefault(code, set()).add(path.relative_to(_ROOT).as_posix())
    return {code: frozenset(paths) for code, paths in found.items()}


def _codes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.args) > 1:
            first = node.args[0]
            text = first.value if isinstance(first, ast.Constant) else None
            if isinstance(text, str) and _CODE.fullmatch(text):
                yield text
