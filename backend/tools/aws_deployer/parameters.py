"""Parameters of a step: typed, before its references are known and after."""

from pydantic import JsonValue, ValidationError

from backend.domain.canonical import JsonObject
from backend.domain.errors import ModelCanFix
from backend.domain.plans.plan import Step
from backend.domain.plans.references import Reference, ReferenceKind, resolve
from backend.tools.aws_deployer.catalog import declared
from backend.tools.aws_deployer.catalog.declaration import Params


def draft_params(step_id: str, action_name: str, params: JsonObject) -> Params:
    """Typed parameters, with text in place of outputs that are not known yet.

    Raises:
        ModelCanFix: ``E_UNKNOWN_ACTION`` or ``E_INVALID_STEP``, naming the step and the argument.
    """
    return _validated(step_id, action_name, without_references(params))


def without_references(params: JsonValue) -> JsonValue:
    """``params`` with text in place of outputs that are not known yet; secrets stay references."""
    return resolve(params, _known_after)


def step_params(step: Step) -> Params:
    """:func:`draft_params` of a step of a plan."""
    return draft_params(step.step_id, step.action, step.params)


def resolved_params(step: Step, outputs: dict[str, dict[str, str]]) -> Params:
    """Typed parameters with the outputs of the steps before it; secrets stay references."""

    def lookup(reference: Reference) -> JsonValue:
        if reference.kind is ReferenceKind.SECRET:
            return _kept(reference)
        step_id, _, name = reference.name.partition(".")
        return outputs[step_id][name]

    return _validated(step.step_id, step.action, resolve(step.params, lookup))


def _known_after(reference: Reference) -> JsonValue:
    if reference.kind is ReferenceKind.SECRET:
        return _kept(reference)
    return f"(known after {reference.name})"


def _kept(reference: Reference) -> JsonValue:
    return {reference.kind.value: reference.name}


def _validated(step_id: str, action_name: str, params: JsonValue) -> Params:
    try:
        return declared(action_name).params.model_validate(params)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ModelCanFix(
            "E_INVALID_STEP",
            f"The step {step_id} ({action_name}) is not valid: {place}: {first['msg']}.",
            f"Correct {place} and plan again.",
        ) from None
