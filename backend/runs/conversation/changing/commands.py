"""Wishes as text that a person can send: the interpreter reads just that of it."""

import json
from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from backend.agents.interpreter import Step
from backend.agents.interpreter.turns.rules import read
from backend.domain.intake import DeploymentRequest, name_from


def command_of(steps: Sequence[Step]) -> str | None:
    """Operations in the notation of the contract; ``None`` where that would be read otherwise."""
    text = ", then ".join(f"{step.action} {_said(step.slots)}".strip() for step in steps)
    frame = read(text).frame
    found = frame.steps or (Step(action=frame.action, slots=frame.slots),)
    return text if tuple(found) == tuple(steps) else None


def deployment_command(request: DeploymentRequest, credential_name: str | None) -> str | None:
    """A deployment in plain words; ``None`` where they would be read otherwise.

    Values of environment variables are not part of it: nobody has them any more.
    """
    source = request.source or ""
    name = request.application_name
    parts = (
        f"Deploy {source}",
        request.branch and f"branch {request.branch}",
        "to Lambda",
        request.region and f"in {request.region}",
        name and name != name_from(source) and f"as {name}",
        request.runtime and f"with runtime {request.runtime}",
        credential_name and f"with credentials {credential_name}",
    )
    text = " ".join(part for part in parts if part)
    slots, runtime = read(text).slots, read(text).frame.slots.get("runtime")
    read_again = (slots.source, slots.branch, slots.region, runtime, slots.credential_name)
    meant = (source, request.branch, request.region, request.runtime, credential_name)
    is_named = (slots.name or name_from(source)) == name
    return text if read_again == meant and is_named else None


def _said(slots: Mapping[str, JsonValue]) -> str:
    return " ".join(f"{name}={_value(value)}" for name, value in slots.items())


def _value(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value)
