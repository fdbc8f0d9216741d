"""Utterances with the frame that is expected of each, apart from the code that they test.

A line of a set is ``{"text", "context"?, "action", "slots"?, "steps"?}``; intent and ``missing``
follow from the contract.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SETS = ("development", "held_out", "held_out_2", "held_out_3", "held_out_4")


def contract() -> dict[str, Any]:
    """The contract of the interpreter: intents, actions, slots."""
    text = (HERE.parent / "spec" / "intent_contract.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """What somebody says, and what it means."""

    text: str
    action: str
    context: dict[str, Any] | None = None
    slots: dict[str, Any] = field(default_factory=dict[str, Any])
    steps: tuple[tuple[str, dict[str, Any]], ...] = ()


def utterances(name: str) -> list[Utterance]:
    """One of :data:`SETS`."""
    return list(_read((HERE / f"{name}.jsonl").read_text(encoding="utf-8")))


def missing_of(action: dict[str, Any], slots: dict[str, Any]) -> list[str]:
    """Required slots without a value or a default."""
    defaults = {name for names in action["defaults"] for name in names.split(", ")}
    return sorted(
        name
        for name in action["required"]
        if name not in defaults and not _same_as(name) & set(slots)
    )


def _same_as(name: str) -> set[str]:
    match name:
        case "instance_id" | "instance_ids":
            return {"instance_id", "instance_ids"}
        case "repository":
            return {"repository", "path"}
        case _:
            return set(name.split("|"))


def _read(text: str) -> Iterator[Utterance]:
    for line in text.splitlines():
        found = json.loads(line)
        steps = tuple((step["action"], step["slots"]) for step in found.get("steps", ()))
        yield Utterance(
            text=found["text"],
            action=found["action"],
            context=found.get("context"),
            slots=found.get("slots", {}),
            steps=steps,
        )
