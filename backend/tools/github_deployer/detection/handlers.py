"""Finding where an application is entered: an AWS Lambda handler, or an ASGI application."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from backend.tools.github_deployer.detection.facts import Framework, HandlerFact, HandlerKind
from backend.tools.github_deployer.detection.python_source import (
    PythonFile,
    assignments,
    called_name,
    imported_names,
)

LOOKED_FOR = (
    "a function lambda_handler(event, context) or handler(event, context)",
    "a module variable that is Mangum(...)",
    "a module variable that is FastAPI(...), Starlette(...), Litestar(...) or Quart(...)",
    "app = create_app() in a file that imports one of them",
)
_FRAMEWORKS: dict[str, Framework] = {
    "FastAPI": "fastapi",
    "Starlette": "starlette",
    "Litestar": "litestar",
    "Quart": "quart",
}
_FACTORIES = frozenset({"create_app", "make_app", "build_app", "get_app", "get_application"})
_FILES = (
    "main",
    "app",
    "lambda_function",
    "handler",
    "application",
    "asgi",
    "api",
    "server",
    "index",
)

_Entry = tuple[HandlerKind, Framework, str, int]


def find_handler(files: tuple[PythonFile, ...]) -> HandlerFact | None:
    """The best entry: a Lambda handler before an ASGI application, a usual file name before
    others.
    """
    inner = [file for file in files if not file.is_aside]
    found = [(file, entry) for file in inner for entry in _entries(file)]
    if not found:
        return None
    file, (kind, framework, attribute, line) = min(found, key=lambda pair: _rank(*pair))
    import_root = _import_root(file, files)
    return HandlerFact(
        kind=kind,
        framework=framework,
        module=_module(file.path, import_root),
        attribute=attribute,
        import_root=import_root,
        path=file.path,
        line=line,
    )


def _entries(file: PythonFile) -> Iterator[_Entry]:
    for statement in file.tree.body:
        if isinstance(statement, ast.FunctionDef) and _is_lambda_handler(statement):
            yield "lambda", "lambda_handler", statement.name, statement.lineno
    for name, call in assignments(file):
        called = called_name(call)
        if called == "Mangum":
            yield "lambda", "lambda_handler", name, call.lineno
        elif called in _FRAMEWORKS:
            yield "asgi", _FRAMEWORKS[called], name, call.lineno
        elif called in _FACTORIES and (framework := _imported_framework(file)) is not None:
            yield "asgi", framework, name, call.lineno


def _is_lambda_handler(function: ast.FunctionDef) -> bool:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    if len(names) < 2:
        return False
    return function.name == "lambda_handler" or (function.name == "handler" and names[0] == "event")


def _imported_framework(file: PythonFile) -> Framework | None:
    imported = imported_names(file)
    return next((known for known in _FRAMEWORKS.values() if known in imported), None)


def _rank(file: PythonFile, entry: _Entry) -> tuple[bool, int, int, str, int]:
    pure = PurePosixPath(file.path)
    usual = _FILES.index(pure.stem) if pure.stem in _FILES else len(_FILES)
    return entry[0] != "lambda", usual, len(pure.parts), file.path, entry[3]


def _import_root(file: PythonFile, files: tuple[PythonFile, ...]) -> str:
    """The folder from which the file's module is imported.

    A folder belongs to the module's name when it is a package, or when the application imports it
    by name.
    """
    packages = {
        str(PurePosixPath(each.path).parent) for each in files if each.path.endswith("__init__.py")
    }
    imported = frozenset[str]().union(
        *(imported_names(each) for each in files if not each.is_aside)
    )
    folder = PurePosixPath(file.path).parent
    while folder.name and (str(folder) in packages or folder.name in imported):
        folder = folder.parent
    return str(folder)


def _module(path: str, import_root: str) -> str:
    pure = PurePosixPath(path).relative_to(import_root).with_suffix("")
    parts = pure.parts[:-1] if pure.name == "__init__" else pure.parts
    return ".".join(parts)
