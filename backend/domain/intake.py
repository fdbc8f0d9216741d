"""What must be known before a deployment can be planned, and how it is asked."""

import re

from pydantic import Field, JsonValue

from backend.domain.canonical import JsonObject
from backend.domain.errors import UserCanFix
from backend.domain.identifiers import CredentialId, Value
from backend.domain.plans.actions import Provenance

TARGETS = ("lambda",)
MANDATORY = ("source", "target", "region", "application_name")
_NAME = re.compile(r"^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$")
_VARIABLE = re.compile(r"^[A-Za-z][A-Za-z0-9_]{0,127}$")
RESERVED_VARIABLES = ("AWS_", "LAMBDA_", "_X_AMZN")
"""Prefixes that Lambda keeps for itself (Lambda Developer Guide, "Defined runtime environment
variables").
"""


class DeploymentRequest(Value):
    """What a person wants deployed; ``None`` is what is still to be asked.

    ``environment`` holds references to the vault, never values.
    """

    source: str | None = Field(default=None, min_length=1)
    branch: str | None = None
    target: str | None = None
    region: str | None = None
    application_name: str | None = None
    runtime: str | None = None
    memory_mb: int = Field(default=512, ge=128, le=10240)
    timeout_s: int = Field(default=30, ge=1, le=900)
    environment: dict[str, CredentialId] = Field(default_factory=dict[str, CredentialId])

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the mandatory values that are not known."""
        return tuple(name for name in MANDATORY if getattr(self, name) is None)


def require_valid(request: DeploymentRequest) -> None:
    """Raise where a value that was given cannot be used.

    Raises:
        UserCanFix: ``E_UNKNOWN_TARGET``, ``E_INVALID_NAME`` or ``E_INVALID_VARIABLE``.
    """
    if request.target is not None and request.target not in TARGETS:
        raise UserCanFix(
            "E_UNKNOWN_TARGET",
            f"There is no deployment target {request.target!r}.",
            f"Choose one of: {', '.join(TARGETS)}.",
        )
    if request.application_name is not None and not _NAME.fullmatch(request.application_name):
        raise UserCanFix(
            "E_INVALID_NAME",
            f"The name {request.application_name!r} cannot be used for AWS resources.",
            "Use 1 to 40 lower-case letters, digits and hyphens, a letter first: --name my-app.",
        )
    for name in request.environment:
        if not _VARIABLE.fullmatch(name) or name.startswith(RESERVED_VARIABLES):
            raise UserCanFix(
                "E_INVALID_VARIABLE",
                f"Lambda does not accept an environment variable called {name!r}.",
                "Use letters, digits and underscores; names with AWS_ or LAMBDA_ are Lambda's.",
            )


def name_from(source: str) -> str:
    """An application name derived from a path or URL: its last part, made acceptable."""
    last = source.rstrip("/").removesuffix(".git").rpartition("/")[2]
    name = re.sub(r"[^a-z0-9]+", "-", last.lower()).strip("-")[:40].strip("-")
    return name if _NAME.fullmatch(name) else f"app-{name}"[:40].strip("-")


def intake_form(request: DeploymentRequest) -> JsonObject:
    """One JSON Schema (2020-12) form that asks for all that is missing, prefilled with the rest.

    A prefilled value says in ``x-provenance`` where it is from.
    """
    known = request.model_dump(exclude_none=True, include=set(_FIELDS))
    fields: JsonObject = {
        name: {**schema, **(_prefilled(request, name, known[name]) if name in known else {})}
        for name, schema in _FIELDS.items()
    }
    mandatory: list[JsonValue] = [*MANDATORY]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Deploy an application",
        "type": "object",
        "properties": fields,
        "required": mandatory,
        "additionalProperties": False,
    }


def _prefilled(request: DeploymentRequest, name: str, value: JsonValue) -> JsonObject:
    is_derived = (
        name == "application_name"
        and request.source is not None
        and value == name_from(request.source)
    )
    origin = Provenance.DEFAULT if is_derived else Provenance.USER
    return {"default": value, "x-provenance": origin.value}


_FIELDS: dict[str, JsonObject] = {
    "source": {"type": "string", "title": "Repository or folder", "minLength": 1},
    "branch": {"type": "string", "title": "Branch"},
    "target": {"type": "string", "title": "Target", "enum": [*TARGETS]},
    "region": {"type": "string", "title": "AWS region", "pattern": "^[a-z]{2}(-[a-z]+)+-[0-9]$"},
    "application_name": {"type": "string", "title": "Name", "pattern": _NAME.pattern},
    "environment": {
        "type": "object",
        "title": "Environment variables",
        "additionalProperties": {"type": "string", "writeOnly": True},
    },
}
