"""Answers of operations in plain words."""

from typing import Any

from pydantic import JsonValue


def answers_in_words(answers: Any) -> str:
    """How much each read found; the values stand in the table beside it."""
    return "\n".join(f"{answer['title']}: {_found(answer['answer'])}." for answer in answers)


def _found(answer: dict[str, JsonValue]) -> str:
    facts, total = answer.get("facts"), answer.get("total")
    if isinstance(facts, dict):
        return f"{len(facts)} {_plural('fact', len(facts))}"
    rows = answer.get("rows")
    shown = len(rows) if isinstance(rows, list) else 0
    count = total if isinstance(total, int) else shown
    more = f", of which the first {shown} are shown" if count > shown else ""
    return f"{count} found{more}"


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
