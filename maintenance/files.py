"""Where the project's files are."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
"""The top folder of the working tree."""

SOURCE_FOLDERS = ("agentpro", "backend", "maintenance")
PYTHON_FOLDERS = (*SOURCE_FOLDERS, "tests")

_MADE_HERE = frozenset({"__pycache__", "build", "dist", "node_modules"})
_HIDDEN_BUT_OURS = frozenset({".ci", ".github"})


def files_under(top: Path, folders: Iterable[str] = (".",)) -> Iterator[Path]:
    """Every file of ours below ``top``, sorted: nothing that tools made or a dot folder hides."""
    for folder in folders:
        for path, subfolders, names in os.walk(top / folder):
            subfolders[:] = sorted(name for name in subfolders if _is_ours(name))
            yield from (Path(path) / name for name in sorted(names))


def python_modules(top: Path, folders: Iterable[str] = PYTHON_FOLDERS) -> tuple[Path, ...]:
    """The Python modules in ``folders`` of the project at ``top``."""
    return tuple(path for path in files_under(top, folders) if path.suffix == ".py")


def _is_ours(folder: str) -> bool:
    hidden = folder.startswith(".") and folder not in _HIDDEN_BUT_OURS
    return not hidden and folder not in _MADE_HERE
