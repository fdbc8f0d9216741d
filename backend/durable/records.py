"""What the engine's database may hold: redacted JSON of limited size, and errors as values.

A value is brought into its recorded form before its first use, so that a replay returns the same.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import JsonValue

from agentpro.journal import RunInput
from backend.domain.errors import Bug, CopilotError, error_from_value, error_to_value

MAX_RECORD_BYTES = 1_000_000
"""The engine reads whole records at every replay: large things are kept as artefacts, by digest."""

Redact = Callable[[JsonValue], JsonValue]
Envelope = dict[str, JsonValue]
"""``{"value": …}`` of what succeeded, or ``{"error": …}`` of what did not."""


def unredacted(value: JsonValue) -> JsonValue:
    """The default of hosts that never see a secret."""
    return value


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorder:
    """Brings values into the form in which they are recorded."""

    redact: Redact

    def value(self, value: JsonValue) -> JsonValue:
        """The redacted value, as it will come back from the database.

        Raises:
            Bug: ``E_NOT_JSON``, or ``E_RECORD_TOO_LARGE`` above ``MAX_RECORD_BYTES``.
        """
        text = strict_json(self.redact(value))
        if len(text) > MAX_RECORD_BYTES:
            raise Bug(
                "E_RECORD_TOO_LARGE",
                f"A step returned {len(text)} bytes, and the journal takes {MAX_RECORD_BYTES}.",
                "Report this: large results belong into the artefact store.",
            )
        return json.loads(text)

    def success(self, value: JsonValue) -> Envelope:
        """An envelope around a value, or around the reason why it cannot be recorded."""
        try:
            return {"value": self.value(value)}
        except Bug as error:
            return self.failure(error)

    def failure(self, error: Exception) -> Envelope:
        """An envelope around an error; one that is not ours becomes a ``Bug`` with its message."""
        known = error if isinstance(error, CopilotError) else _unexpected(error)
        return {"error": self.redact({**error_to_value(known)})}

    def run_input(self, run: RunInput) -> dict[str, JsonValue]:
        """What a run is started with, as JSON."""
        fork: dict[str, JsonValue] = {} if run.fork is None else {"fork": run.fork}
        recorded = self.value(
            {"schema_version": run.schema_version, "graph": run.graph, "inputs": run.inputs, **fork}
        )
        assert isinstance(recorded, dict)
        return recorded


def strict_json(value: object) -> str:
    """Plain JSON in ASCII.

    Raises:
        Bug: ``E_NOT_JSON`` for any other type, a number that is not finite, or a name that is no
            text.
    """
    try:
        return json.dumps(value, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise Bug(
            "E_NOT_JSON",
            f"A value cannot be recorded: {error}.",
            "Report this with the message: only plain JSON may enter the journal.",
        ) from error


def opened(envelope: Envelope) -> JsonValue:
    """The value in an envelope; an error in it is raised, the same at every replay."""
    match envelope:
        case {"error": dict(error)}:
            raise error_from_value({name: str(part) for name, part in error.items()})
        case _:
            return envelope["value"]


def _unexpected(error: Exception) -> Bug:
    return Bug(
        "E_UNEXPECTED",
        f"{type(error).__name__}: {str(error)[:2_000]}",
        "Report this with the message and the id of the run.",
    )
