"""The arguments of the catalogue's actions, as other programs and models may give them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import Field, ValidationError, create_model
from pydantic_core import to_json

from backend.domain.errors import ModelCanFix
from backend.domain.plans.drafting import ToolCall
from backend.tools.aws_deployer.catalog.declaration import Params
from backend.tools.aws_deployer.operations.forms import FORMS, catalogue_name


@cache
def arguments_of(action: str) -> type[Params]:
    """What may be said of an action of the catalogue, and the ``region``, which may be left out."""
    form = FORMS[action]
    region: Any = (
        str | None,
        Field(default=None, max_length=32, description="An AWS region, such as eu-central-1."),
    )
    return create_model(f"{form.__name__}WithRegion", __base__=form, region=region)


def known_name(action: str) -> str:
    """The catalogue's name of an action, by any of its names.

    Raises:
        ModelCanFix: ``E_UNKNOWN_ACTION``.
    """
    name = catalogue_name(action)
    if name is None:
        raise ModelCanFix(
            "E_UNKNOWN_ACTION",
            f"There is no action {action!r}.",
            "Use one that `copilot actions` lists.",
        )
    return name


def call_of(action: str, said: str | bytes | Mapping[str, Any]) -> ToolCall:
    """The call with its arguments checked; ``said`` is an object, or its JSON.

    Values that equal their default are left out: the run fills them, and tells that it did.

    Raises:
        ModelCanFix: ``E_UNKNOWN_ACTION`` or ``E_INVALID_STEP``, naming the argument.
    """
    name = known_name(action)
    try:
        text = said if isinstance(said, str | bytes) else to_json(said)
        given = arguments_of(name).model_validate_json(text or "{}")
    except ValidationError as error:
        raise invalid_arguments(name, error) from None
    except ValueError:
        raise _no_json(name) from None
    return ToolCall(tool=name, args=given.model_dump(mode="json", exclude_defaults=True))


def invalid_arguments(action: str, error: ValidationError) -> ModelCanFix:
    """``E_INVALID_STEP`` with the first problem; no value is quoted."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the arguments"
    return ModelCanFix(
        "E_INVALID_STEP", f"{action}: {place}: {first['msg']}.", f"Correct {place} and ask again."
    )


def _no_json(action: str) -> ModelCanFix:
    return ModelCanFix(
        "E_INVALID_STEP",
        f"{action}: the arguments hold something that JSON does not.",
        "Give an object of texts, numbers, lists and objects.",
    )
