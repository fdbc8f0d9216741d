"""What a model is told of a conversation, cut to a length before every call.

What matters most stays: the requirements, the plan, the newest outputs of tools, and then as many
of the newest turns as there is room for. Nothing is cut in the middle: a part is there or is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from backend.domain.canonical import JsonObject, canonical_bytes

LIMIT = 8_000
"""Tokens that no prompt reaches."""
_BYTES_PER_TOKEN = 3
"""Fewer than tokenisers need on English, code and JSON (about 4), so that it errs upwards."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Material:
    """All that could be told; ``outputs`` and ``turns`` in their order, the newest last."""

    requirements: JsonValue = None
    plan: JsonValue = None
    outputs: tuple[JsonValue, ...] = ()
    turns: tuple[JsonValue, ...] = ()

    def as_json(self) -> JsonObject:
        """As a model reads it."""
        return {
            "requirements": self.requirements,
            "plan": self.plan,
            "outputs": [*self.outputs],
            "turns": [*self.turns],
        }


def tokens_of(value: JsonValue) -> int:
    """A third of the bytes of ``value`` as JSON, rounded up."""
    return -(-len(canonical_bytes(value)) // _BYTES_PER_TOKEN)


def prune(material: Material, limit: int = LIMIT) -> Material:
    """What of ``material`` stays below ``limit`` tokens; nothing at all where there is no room."""
    left = _Room(limit - tokens_of(Material().as_json()) - 1)
    requirements = left.take(material.requirements)
    plan = left.take(material.plan)
    outputs = left.newest(material.outputs)
    turns = left.newest(material.turns)
    return Material(requirements=requirements, plan=plan, outputs=outputs, turns=turns)


@dataclass(slots=True)
class _Room:
    """Tokens that are left; each part is charged for its comma."""

    tokens: int

    def take(self, value: JsonValue) -> JsonValue:
        cost = tokens_of(value) + 1
        if value is None or cost > self.tokens:
            return None
        self.tokens -= cost
        return value

    def newest(self, values: Sequence[JsonValue]) -> tuple[JsonValue, ...]:
        """The newest that fit one after the other, without a gap, in their order."""
        kept: list[JsonValue] = []
        for value in reversed(values):
            if self.take(value) is None:
                break
            kept.append(value)
        return tuple(reversed(kept))
