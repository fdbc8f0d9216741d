"""What the exit code of ``copilot`` says."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.domain.views import RunView


class ExitCode(IntEnum):
    """``USAGE`` is click's own; scripts may rely on all of them."""

    DONE = 0
    FAILED = 1
    """Failed, rejected, cancelled or expired, and nothing is left of it."""
    USAGE = 2
    NEEDS_PERSON = 3
    NOT_UNDONE = 4
    """Failed, and something is left: a person must look."""


def exit_code_of(view: RunView) -> ExitCode:
    """The code for a run as it stands."""
    match view.completion_state:
        case None:
            return ExitCode.NEEDS_PERSON
        case "succeeded":
            return ExitCode.DONE
        case "escalated":
            return ExitCode.NOT_UNDONE
        case _:
            return ExitCode.NOT_UNDONE if view.undo.get("left") else ExitCode.FAILED
