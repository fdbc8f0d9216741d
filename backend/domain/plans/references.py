"""References: how a plan names values that it does not contain.

A plan is data, so a value that only exists later, or that must not be shown, stands in it as an
object with one key: ``{"$output": "step_id.name"}`` or ``{"$secret": "credential_id.NAME"}``.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum

from pydantic import JsonValue

from backend.domain.canonical import JsonObject
from backend.domain.identifiers import CredentialId, StepId, Value


class ReferenceKind(StrEnum):
    """What a reference points to."""

    OUTPUT = "$output"
    SECRET = "$secret"  # noqa: S105 - a kind of reference


class Reference(Value):
    """One reference: its kind, and the name that it points to."""

    kind: ReferenceKind
    name: str


def output_of(step_id: StepId, name: str) -> JsonObject:
    """A value that an earlier step will give."""
    return {ReferenceKind.OUTPUT.value: f"{step_id}.{name}"}


def secret_of(credential_id: CredentialId, name: str) -> JsonObject:
    """One value of a vault record, which stays there until the call that uses it."""
    return {ReferenceKind.SECRET.value: f"{credential_id}.{name}"}


def as_reference(value: JsonValue) -> Reference | None:
    """The reference that ``value`` is, or ``None`` for an ordinary value."""
    if not isinstance(value, dict) or len(value) != 1:
        return None
    key, name = next(iter(value.items()))
    if key not in set(ReferenceKind) or not isinstance(name, str):
        return None
    return Reference(kind=ReferenceKind(key), name=name)


def references_in(value: JsonValue) -> Iterator[Reference]:
    """Every reference inside ``value``, in order."""
    reference = as_reference(value)
    if reference is not None:
        yield reference
    elif isinstance(value, dict):
        for item in value.values():
            yield from references_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from references_in(item)


def resolve(value: JsonValue, lookup: Callable[[Reference], JsonValue]) -> JsonValue:
    """``value`` with every reference replaced by what ``lookup`` gives for it."""
    reference = as_reference(value)
    if reference is not None:
        return lookup(reference)
    if isinstance(value, dict):
        return {key: resolve(item, lookup) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item, lookup) for item in value]
    return value
