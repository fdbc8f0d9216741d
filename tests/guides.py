"""The examples of the documentation, taken from its pages to be run as they are printed."""

import re
from typing import Any

from maintenance.files import PROJECT


def page(name: str) -> str:
    """The text of a page of ``docs``."""
    return (PROJECT / "docs" / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The blocks of that language on a page, in their order."""
    return re.findall(rf"```{language}\n(.*?)```", page(name), flags=re.DOTALL)


def run_block(text: str, name: str) -> dict[str, Any]:
    """What a block of Python on that page defines."""
    module: dict[str, Any] = {}
    exec(compile(text, f"docs/{name}", "exec"), module)  # noqa: S102 - our own guide
    return module
