"""The project's source, parsed once for all house rules."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from maintenance.files import PROJECT, files_under, python_modules


@dataclass(frozen=True, kw_only=True, slots=True)
class Module:
    """One parsed module; ``path`` is relative to the project."""

    path: Path
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        """Where ``node`` stands, as an editor understands it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """The modules in ``folders``; a rule that finds none has looked in the wrong place."""
    found = tuple(
        Module(path=path.relative_to(PROJECT), tree=ast.parse(path.read_text(encoding="utf-8")))
        for path in python_modules(PROJECT, folders)
    )
    assert found, f"nothing to examine in {folders}"
    return found


def texts() -> Iterator[tuple[Path, str]]:
    """Every file of the project that is text, with its content."""
    for path in files_under(PROJECT):
        try:
            yield path.relative_to(PROJECT), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def imported_names(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Each import in ``tree``, also inside functions, with the dotted name that it brings."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from ((node, name.name) for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from ((node, f"{module}.{name.name}") for name in names)
            case _:
                pass


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Each call in ``tree`` with what is called, as written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)
