"""Frames as JSON: the way from the conversation into a run, and out of it."""

from typing import Any

from pydantic import JsonValue

from backend.agents.interpreter.frame import Frame, Step
from backend.domain.canonical import JsonObject


def frame_to_json(frame: Frame) -> JsonObject:
    """The frame with all of its parts; :func:`frame_from_json` gives it back."""
    steps: list[JsonValue] = [
        {"action": step.action, "slots": {**step.slots}} for step in frame.steps
    ]
    return {
        "intent": frame.intent,
        "action": frame.action,
        "slots": {**frame.slots},
        "missing": [*frame.missing],
        "steps": steps,
        "reason": frame.reason,
    }


def frame_from_json(value: Any) -> Frame:
    """The inverse of :func:`frame_to_json`."""
    return Frame(
        intent=value["intent"],
        action=value["action"],
        slots=value["slots"],
        missing=tuple(value["missing"]),
        steps=tuple(Step(action=each["action"], slots=each["slots"]) for each in value["steps"]),
        reason=value["reason"],
    )
