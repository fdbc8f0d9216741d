"""The size gate: what grows beyond its limit asks for a split.

Run as ``python -m maintenance.sizes``. Exit code 1 means that something is too large, or that
nothing was found.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from maintenance.files import PROJECT, PYTHON_FOLDERS, SOURCE_FOLDERS, files_under

MODULE_LINES = 300
FUNCTION_LINES = 40
TSX_LINES = 200
FOLDER_MODULES_ADVISED = 14
FOLDER_MODULES = 16

_FRONTEND = "frontend"


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """The size of one thing, against its limit; above ``advised`` it is only mentioned."""

    what: str
    size: int
    limit: int
    advised: int

    def __str__(self) -> str:
        return f"{self.what}: {self.size}, limit {self.limit}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """All that was measured, by kind of thing."""

    modules: tuple[Measure, ...]
    functions: tuple[Measure, ...]
    folders: tuple[Measure, ...]

    @property
    def too_large(self) -> tuple[Measure, ...]:
        """What breaks its limit."""
        return tuple(each for each in self._all if each.size > each.limit)

    @property
    def growing(self) -> tuple[Measure, ...]:
        """What is within its limit and above what is advised."""
        return tuple(each for each in self._all if each.advised < each.size <= each.limit)

    @property
    def _all(self) -> tuple[Measure, ...]:
        return (*self.modules, *self.functions, *self.folders)


def measure(top: Path) -> Report:
    """Measure every module, function and source folder of the project at ``top``."""
    paths = tuple(files_under(top, (*PYTHON_FOLDERS, _FRONTEND)))
    python = tuple(path for path in paths if path.suffix == ".py")
    tsx = tuple(path for path in paths if path.suffix == ".tsx")
    return Report(
        modules=(
            *(_lines(top, path, MODULE_LINES) for path in python),
            *(_lines(top, path, TSX_LINES) for path in tsx),
        ),
        functions=tuple(each for path in python for each in _functions(top, path)),
        folders=tuple(_folders(top, python)),
    )


def _lines(top: Path, path: Path, limit: int) -> Measure:
    size = len(path.read_text(encoding="utf-8").splitlines())
    return Measure(what=f"{path.relative_to(top)} lines", size=size, limit=limit, advised=limit)


def _functions(top: Path, path: Path) -> Iterator[Measure]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Measure(
                what=f"{path.relative_to(top)}:{node.lineno} {node.name}() lines",
                size=(node.end_lineno or node.lineno) - node.lineno + 1,
                limit=FUNCTION_LINES,
                advised=FUNCTION_LINES,
            )


def _folders(top: Path, modules: tuple[Path, ...]) -> Iterator[Measure]:
    counts = Counter(path.parent for path in modules if path.name != "__init__.py")
    for folder, size in sorted(counts.items()):
        if folder.relative_to(top).parts[0] in SOURCE_FOLDERS:
            yield Measure(
                what=f"{folder.relative_to(top)}/ modules",
                size=size,
                limit=FOLDER_MODULES,
                advised=FOLDER_MODULES_ADVISED,
            )


def main() -> int:
    """Print the counts and what is too large."""
    report = measure(PROJECT)
    for each in report.growing:
        print(f"growing: {each}, advised {each.advised}")
    for each in report.too_large:
        print(f"too large: {each}")
    counts = (len(report.modules), len(report.functions), len(report.folders))
    print("measured {} modules, {} functions, {} folders".format(*counts))
    return 0 if all(counts) and not report.too_large else 1


if __name__ == "__main__":
    sys.exit(main())
