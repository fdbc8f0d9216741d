"""Python files read as syntax trees; nothing is imported or executed."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from backend.tools.github_deployer.checkout.walk import Tree
from backend.tools.github_deployer.detection.facts import SyntaxIssue

_LONGEST_FILE = 1024 * 1024
_ASIDE = frozenset(
    {"test", "tests", "docs", "doc", "examples", "scripts", "migrations", "benchmarks"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PythonFile:
    """One file with its syntax tree; the tree is empty where ``issue`` says why it cannot be
    read.
    """

    path: str
    tree: ast.Module
    issue: SyntaxIssue | None

    @property
    def is_aside(self) -> bool:
        """Whether the file is a test, example or script rather than part of the application."""
        pure = PurePosixPath(self.path)
        return (
            any(part in _ASIDE for part in pure.parts[:-1])
            or pure.name.startswith("test_")
            or pure.stem.endswith("_test")
            or pure.name in {"conftest.py", "setup.py", "noxfile.py"}
        )

    @property
    def stem(self) -> str:
        """The name under which other files import it: the folder's for ``__init__.py``."""
        pure = PurePosixPath(self.path)
        return pure.parent.name if pure.stem == "__init__" else pure.stem


def read_python_files(tree: Tree) -> tuple[PythonFile, ...]:
    """All ``.py`` files of ``tree``, in its order."""
    return tuple(
        _read(entry.path, entry.source) for entry in tree.entries if entry.path.endswith(".py")
    )


def _read(path: str, source: Path) -> PythonFile:
    try:
        if source.stat().st_size > _LONGEST_FILE:
            raise ValueError("the file is longer than 1 MB")
        parsed = ast.parse(source.read_bytes(), path)
        # The compiler finds more than the parser (a stray `return`) and still runs nothing.
        compile(parsed, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        return _broken(path, error.lineno or 1, error.msg)
    except (ValueError, RecursionError, MemoryError) as error:
        return _broken(path, 1, str(error) or "the file is nested too deeply")
    return PythonFile(path=path, tree=parsed, issue=None)


def _broken(path: str, line: int, message: str) -> PythonFile:
    issue = SyntaxIssue(path=path, line=line, message=message)
    return PythonFile(path=path, tree=ast.Module(body=[], type_ignores=[]), issue=issue)


def imported_names(file: PythonFile) -> frozenset[str]:
    """The first word of every absolute import that is not behind ``try`` or ``TYPE_CHECKING``."""
    return frozenset(_imports(file.tree.body))


def _imports(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.Import(names=names):
                yield from (alias.name.split(".", 1)[0] for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".", 1)[0]
            case (
                ast.FunctionDef(body=inner)
                | ast.AsyncFunctionDef(body=inner)
                | ast.ClassDef(body=inner)
            ):
                yield from _imports(inner)
            case _:
                pass


def assignments(file: PythonFile) -> Iterator[tuple[str, ast.Call]]:
    """Module-level ``name = call(...)``, also with an annotation."""
    for statement in file.tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                yield name, call
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call):
                yield name, call
            case _:
                pass


def called_name(call: ast.Call) -> str:
    """The last word of what is called: ``FastAPI`` in ``fastapi.FastAPI(...)``."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def keyword_text(call: ast.Call, name: str) -> str:
    """The literal text of a keyword argument, or nothing."""
    for keyword in call.keywords:
        if keyword.arg == name and isinstance(keyword.value, ast.Constant):
            return keyword.value.value if isinstance(keyword.value.value, str) else ""
    return ""
