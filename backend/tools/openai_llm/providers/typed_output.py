"""The SDK's view of schemas that came with a request."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from agents import AgentOutputSchemaBase, ModelBehaviorError
from agents.exceptions import UserError
from agents.strict_schema import ensure_strict_json_schema
from pydantic import JsonValue

from backend.tools.openai_llm.output_schema import fits, parsed


def vendor_can_enforce(schema: Mapping[str, JsonValue]) -> bool:
    """Whether the vendor can hold a model to ``schema`` while it writes."""
    wanted: dict[str, Any] = dict(schema)
    try:
        return ensure_strict_json_schema(deepcopy(wanted)) == wanted
    except (UserError, TypeError, ValueError):
        return False


class TypedOutput(AgentOutputSchemaBase):
    """An answer that is an object."""

    def __init__(self, schema: Mapping[str, JsonValue]) -> None:
        self._schema: dict[str, Any] = dict(schema)

    def is_plain_text(self) -> bool:
        """Never: a request without a schema has no typed output."""
        return False

    def name(self) -> str:
        """How the schema is called in the request."""
        return "answer"

    def json_schema(self) -> dict[str, Any]:
        """The schema as it was given."""
        return self._schema

    def is_strict_json_schema(self) -> bool:
        """Whether the vendor can hold the model to it while it writes."""
        return vendor_can_enforce(self._schema)

    def validate_json(self, json_str: str) -> JsonValue:
        """The object, checked here whatever the service promised."""
        try:
            answer = parsed(json_str)
        except ValueError:
            raise ModelBehaviorError("no JSON") from None
        if not fits(self._schema, answer):
            raise ModelBehaviorError("breaks its schema")
        return answer
