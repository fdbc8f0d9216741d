"""JSON of others, by the shape that is expected of it."""

from pydantic import JsonValue

from backend.domain.canonical import JsonObject


def object_of(value: JsonValue) -> JsonObject:
    """``value`` as an object; empty where it is none."""
    return value if isinstance(value, dict) else {}


def list_of(value: JsonValue) -> list[JsonValue]:
    """``value`` as a list; empty where it is none."""
    return value if isinstance(value, list) else []
