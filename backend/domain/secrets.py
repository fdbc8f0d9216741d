"""A text that cannot be shown by accident."""

import hmac
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from backend.domain.redaction.finding import PLACEHOLDER


class Secret:
    """Holds a secret text; only :meth:`reveal` gives it out.

    ``repr``, ``str``, formatting and JSON say ``***``; pickling, copying and hashing are refused.
    As a field of a model it is read from text.
    """

    __slots__ = ("_value",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The secret itself: for the one call that needs it, never to be kept."""
        return self._value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value.encode(), other._value.encode())

    def __len__(self) -> int:
        return len(self._value)

    def __repr__(self) -> str:
        return PLACEHOLDER

    def __str__(self) -> str:
        return PLACEHOLDER

    def __format__(self, format_spec: str) -> str:
        return PLACEHOLDER

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled or copied")

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _as_secret,
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "format": "password", "writeOnly": True}


def _as_secret(value: Any) -> Secret:
    secret = Secret(value) if isinstance(value, str) else value
    if not isinstance(secret, Secret):
        raise ValueError("a secret must be a text")
    try:
        secret.reveal().encode()
    except UnicodeEncodeError:
        raise ValueError("a secret must be a text that has an encoding") from None
    return secret


def _require_filled(secret: Secret) -> Secret:
    if not secret.reveal().strip():
        raise ValueError("a secret must not be empty")
    return secret


FilledSecret = Annotated[Secret, AfterValidator(_require_filled)]
"""A secret that has something in it."""
