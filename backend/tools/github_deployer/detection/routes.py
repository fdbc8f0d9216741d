"""Finding the paths that an application answers, and the one that tells its health."""

import ast
from collections.abc import Iterator

from backend.tools.github_deployer.detection.python_source import (
    PythonFile,
    assignments,
    called_name,
    keyword_text,
)

_HEALTH_PATHS = ("/api/health", "/health", "/healthz", "/api/healthz")
_METHODS = frozenset({"get", "api_route", "route", "add_api_route", "add_route"})

_Router = tuple[str, str]
"""A router by the name of its module and its variable there."""


def health_path(routes: tuple[str, ...]) -> str:
    """The best known health path among ``routes``; the root page when there is none."""
    return next((path for path in _HEALTH_PATHS if path in routes), "/")


def find_routes(files: tuple[PythonFile, ...]) -> tuple[str, ...]:
    """The literal paths of reading routes, with the prefixes of the routers that are included."""
    inner = [file for file in files if not file.is_aside]
    included = dict(pair for file in inner for pair in _inclusions(file))
    return tuple(sorted({path for file in inner for path in _file_routes(file, included)}))


def _file_routes(file: PythonFile, included: dict[_Router, str]) -> Iterator[str]:
    routers = {
        name: keyword_text(call, "prefix")
        for name, call in assignments(file)
        if called_name(call) == "APIRouter"
    }
    for variable, path in _declared(file):
        if variable not in routers:
            yield path
        elif (file.stem, variable) in included:
            yield included[file.stem, variable] + routers[variable] + path


def _declared(file: PythonFile) -> Iterator[tuple[str, str]]:
    for node in ast.walk(file.tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=variable), attr=method),
                args=[ast.Constant(value=str(path)), *_],
            ) if method in _METHODS and (path.startswith("/") or not path):
                yield variable, path
            case ast.Call(func=ast.Name(id="Route"), args=[ast.Constant(value=str(path)), *_]):
                yield "", path
            case _:
                pass


def _inclusions(file: PythonFile) -> Iterator[tuple[_Router, str]]:
    """Which routers ``include_router`` names, with the prefix given there."""
    aliases = dict(_aliases(file))
    for node in ast.walk(file.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="include_router"), args=[argument, *_]):
                prefix = keyword_text(node, "prefix")
            case _:
                continue
        match argument:
            case ast.Name(id=name):
                yield aliases.get(name, (file.stem, name)), prefix
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                yield (aliases.get(module, ("", module))[1], name), prefix
            case ast.Attribute(value=ast.Attribute(attr=module), attr=name):
                yield (module, name), prefix
            case _:
                pass


def _aliases(file: PythonFile) -> Iterator[tuple[str, _Router]]:
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom):
            module = (node.module or "").rpartition(".")[2]
            for alias in node.names:
                yield alias.asname or alias.name, (module, alias.name)
