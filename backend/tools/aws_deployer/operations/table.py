"""The catalogue as a table: what can be asked for, with which arguments, and what it does."""

from typing import Any, get_args

from pydantic import BaseModel, JsonValue
from pydantic.fields import FieldInfo

from backend.domain.canonical import JsonObject
from backend.tools.aws_deployer.catalog import CATALOGUE
from backend.tools.aws_deployer.catalog.declaration import Action, Declaration, Params
from backend.tools.aws_deployer.operations.forms import FORMS, REACHED_THROUGH


def catalogue_table() -> list[JsonObject]:
    """One row for each entry of the catalogue, reads first, then by name.

    ``{"name", "kind", "effect", "label", "service", "operation", "title", "resource", "params",
    "iam_actions", "compensation", "asked_as"}``: ``title`` and ``resource`` name parameters as
    ``<name>``, ``params`` are ``{"name", "type", "required", "default"}``, and ``asked_as`` is the
    tool that becomes this entry where something is there already (``None`` for all others).
    """
    return [_row(action) for action in sorted(CATALOGUE.values(), key=_place)]


def _place(action: Declaration) -> tuple[bool, str, str]:
    return isinstance(action, Action), action.service, action.name


def _row(action: Declaration) -> JsonObject:
    example = _example(action.params)
    asked_as = REACHED_THROUGH.get(action.name)
    iam_actions = {name for need in action.needs(example) for name in need.actions}
    return {
        "name": action.name,
        "kind": action.kind.value if isinstance(action, Action) else "read",
        "effect": action.effect.value,
        "label": action.label.value,
        "service": action.service,
        "operation": action.operation,
        "title": action.title(example),
        "resource": action.resource(example),
        "params": [*_params(FORMS[asked_as or action.name])],
        "iam_actions": [*sorted(iam_actions)],
        "compensation": action.undo_action,
        "asked_as": asked_as,
    }


def _params(form: type[Params]) -> list[JsonObject]:
    properties: dict[str, dict[str, Any]] = form.model_json_schema().get("properties", {})
    return [
        {
            "name": name,
            "type": _type_of(described),
            "required": form.model_fields[name].is_required(),
            "default": described.get("default"),
        }
        for name, described in properties.items()
    ]


def _type_of(described: dict[str, Any]) -> str:
    """JSON's word for the type, or the values where only some are taken."""
    if "enum" in described:
        return " | ".join(str(value) for value in described["enum"])
    kinds: list[dict[str, Any]] = described.get("anyOf", [described])
    return " | ".join(kind["type"] for kind in kinds if kind.get("type", "null") != "null")


def _example(params: type[BaseModel]) -> Any:
    """Parameters whose every value is its own name, to be shown and never to be used."""
    values: dict[str, Any] = {
        name: _value(name, field) for name, field in params.model_fields.items()
    }
    return params.model_construct(None, **values)


def _value(name: str, field: FieldInfo) -> JsonValue | BaseModel:
    for kind in (field.annotation, *get_args(field.annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return _example(kind)
    return f"<{name}>"
