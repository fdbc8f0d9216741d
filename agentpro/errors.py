"""Errors of graphs and of their runs.

Each carries a stable ``error_code``, a ``message`` that says what happened in one sentence, and a
``next_step`` that says what the reader can do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@runtime_checkable
class ExplainedError(Protocol):
    """An error that can be shown to a person; an application's own errors fit it, too."""

    error_code: str
    message: str
    next_step: str


class AgentproError(Exception):
    """Base of every error of this library; never raised itself."""

    def __init__(self, error_code: str, message: str, next_step: str) -> None:
        super().__init__(f"{error_code}: {message}")
        self.error_code = error_code
        self.message = message
        self.next_step = next_step


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong in a graph file; lines count from 1."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class GraphError(AgentproError):
    """A graph that cannot be used, with every problem that was found; there is at least one."""

    def __init__(
        self,
        *problems: Problem,
        error_code: str = "GRAPH_INVALID",
        next_step: str = "Correct the named lines of the graph file.",
    ) -> None:
        super().__init__(error_code, "; ".join(map(str, problems)), next_step)
        self.problems = problems

    @property
    def file(self) -> str:
        """The file of the first problem."""
        return self.problems[0].file

    @property
    def line(self) -> int:
        """The line of the first problem."""
        return self.problems[0].line

    @property
    def reason(self) -> str:
        """The reason of the first problem."""
        return self.problems[0].reason


class RunError(AgentproError):
    """A run that cannot go on; it ends as ``graph_failed``."""


class JournalError(AgentproError):
    """The journal was asked for something that it cannot do."""


def error_record(error: Exception) -> Mapping[str, str]:
    """``error_code``, ``message`` and ``next_step`` of any exception.

    Of an exception that does not explain itself only the type is told: its text was not written for
    people.
    """
    if isinstance(error, ExplainedError):
        return explain(error.error_code, error.message, error.next_step)
    return explain(
        "HANDLER_FAILED",
        f"An unexpected {type(error).__name__} ended the work.",
        "Report this with the run's id; the log of the process has the details.",
    )


def explain(error_code: str, message: str, next_step: str) -> dict[str, str]:
    """The three fields that every reader of an error gets."""
    return {"error_code": error_code, "message": message, "next_step": next_step}
