"""Errors, sorted by who can act on them.

Every error carries a stable ``error_code``, a ``message`` that says what happened in one sentence,
and a ``next_step`` that says what the reader can do. None of them may contain a secret: they travel
to every sink.
"""

from collections.abc import Mapping


class CopilotError(Exception):
    """Base of every error that a person may see; never raised itself."""

    def __init__(
        self,
        error_code: str,
        message: str,
        next_step: str,
        *,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{error_code}: {message}")
        self.fields: Mapping[str, str] = fields or {}
        """Which values of a form are wrong, and why; empty where it is about something else."""
        self.error_code = error_code
        self.message = message
        self.next_step = next_step

    def as_record(self) -> dict[str, str]:
        """The three fields that every sink and every screen shows."""
        return {
            "error_code": self.error_code,
            "message": self.message,
            "next_step": self.next_step,
        }


class UserCanFix(CopilotError):
    """The person asked for something that cannot be done as said."""


class ModelCanFix(CopilotError):
    """An agent produced something invalid; planning again may help."""


class OperatorMustAct(CopilotError):
    """Something outside the conversation needs a person with access: disk, keys, permissions."""


class Bug(CopilotError):
    """A promise of this program did not hold."""


_KINDS: dict[str, type[CopilotError]] = {
    kind.__name__: kind for kind in (UserCanFix, ModelCanFix, OperatorMustAct, Bug)
}


def error_to_value(error: CopilotError) -> dict[str, str]:
    """The error as plain JSON, so that a durable journal returns it unchanged after a replay."""
    return {"kind": type(error).__name__, **error.as_record()}


def error_from_value(value: Mapping[str, str]) -> CopilotError:
    """The inverse of :func:`error_to_value`; an unknown kind becomes a :class:`Bug`."""
    kind = _KINDS.get(value.get("kind", ""), Bug)
    return kind(value["error_code"], value["message"], value["next_step"])
