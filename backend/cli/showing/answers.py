"""What the reads of an operation found, as a person reads it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import JsonValue

from backend.cli.showing.surface import Line
from backend.cli.showing.tables import table_lines
from backend.domain.operations import OperationAnswer


def answer_lines(answers: Iterable[OperationAnswer]) -> Iterator[Line]:
    """Each answer under its title: a list as a table, one thing as its facts."""
    for answer in answers:
        yield Line(answer.title, "bold")
        yield from _found(answer.answer)
        yield Line("")


def _found(answer: dict[str, Any]) -> Iterator[Line]:
    match answer:
        case {"facts": dict()}:
            yield from _facts(answer["facts"])
        case {"columns": [*columns], "rows": [*rows], "total": int(total)}:
            yield from _listing([str(name) for name in columns], rows, total)
        case _:
            yield from (Line(row) for row in json.dumps(answer, indent=2).splitlines())


def _facts(facts: dict[str, JsonValue]) -> Iterator[Line]:
    width = max(map(len, facts), default=0)
    for name, value in facts.items():
        yield Line(f"  {name.replace('_', ' ').ljust(width)}  {_cell(value)}")


def _listing(columns: list[str], rows: list[Any], total: int) -> Iterator[Line]:
    if rows:
        header = [name.replace("_", " ").upper() for name in columns]
        yield from table_lines(header, [[_cell(value) for value in row] for row in rows])
    shown = "" if len(rows) == total else f"; the first {len(rows)} are shown"
    yield Line(f"{total} found{shown}", "dim")


def _cell(value: JsonValue) -> str:
    match value:
        case None:
            return "-"
        case str():
            return value
        case _:
            return json.dumps(value, sort_keys=True, ensure_ascii=False)
