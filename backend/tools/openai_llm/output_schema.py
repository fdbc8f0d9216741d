"""JSON Schemas of objects, for answers and for the parameters of tools, and the check against them.

References never lead outside the schema: there is nothing to fetch them with.
"""

import json
from collections.abc import Mapping
from typing import Any, cast

from pydantic import JsonValue

from backend.domain.canonical import canonical_bytes

LONGEST_SCHEMA = 20_000


def schema_problem(schema: Mapping[str, JsonValue]) -> str | None:
    """Why ``schema`` cannot describe an answer, or ``None``."""
    from jsonschema import Draft202012Validator, SchemaError

    if schema.get("type") != "object":
        return "a schema must describe an object"
    if len(json.dumps(schema)) > LONGEST_SCHEMA:
        return "a schema is too long"
    try:
        Draft202012Validator.check_schema(dict(schema))
    except SchemaError:
        return "this is no JSON Schema"
    return None


def fits(schema: Mapping[str, JsonValue], answer: JsonValue) -> bool:
    """Whether ``answer`` is what ``schema`` describes."""
    from jsonschema import Draft202012Validator
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    nothing_elsewhere: Registry[Any] = Registry()
    validator: Any = Draft202012Validator(dict(schema), registry=nothing_elsewhere)
    try:
        return bool(validator.is_valid(answer))
    except Unresolvable:
        return False


def parsed(text: str) -> JsonValue:
    """The JSON in ``text``.

    Raises:
        ValueError: it is no JSON, names a key twice, is nested too deeply, or holds a number or
            a character that others cannot read.
    """
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
        canonical_bytes(found)
        return cast("JsonValue", found)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse(constant: str) -> JsonValue:
    raise ValueError(f"{constant} is no JSON")
