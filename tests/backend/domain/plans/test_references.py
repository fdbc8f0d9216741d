"""References: exactly one key, one of two names, and a text."""

from typing import Any

import pytest

from backend.domain.identifiers import CredentialId, StepId
from backend.domain.plans.references import (
    Reference,
    ReferenceKind,
    as_reference,
    output_of,
    references_in,
    resolve,
    secret_of,
)

OUTPUT = output_of(StepId("create_role"), "role_arn")
SECRET = secret_of(CredentialId("cred_0"), "PASSWORD")


def test_references_are_written_as_documented() -> None:
    assert OUTPUT == {"$output": "create_role.role_arn"}
    assert SECRET == {"$secret": "cred_0.PASSWORD"}


def test_references_are_recognised() -> None:
    assert as_reference(OUTPUT) == Reference(kind=ReferenceKind.OUTPUT, name="create_role.role_arn")
    assert as_reference(SECRET) == Reference(kind=ReferenceKind.SECRET, name="cred_0.PASSWORD")


@pytest.mark.parametrize(
    "value",
    [
        None,
        "$secret",
        [],
        {},
        {"$secret": 5},
        {"$secret": None},
        {"$secret": "a", "more": "b"},
        {"$other": "a"},
        {"secret": "a"},
    ],
)
def test_everything_else_is_an_ordinary_value(value: Any) -> None:
    assert as_reference(value) is None
    assert list(references_in(value)) == []
    assert resolve(value, lambda _: "resolved") == value


def test_references_are_found_at_every_depth_in_order() -> None:
    found = [each.name for each in references_in({"a": [OUTPUT, {"b": SECRET}], "c": OUTPUT})]
    assert found == ["create_role.role_arn", "cred_0.PASSWORD", "create_role.role_arn"]


def test_resolving_replaces_each_and_leaves_the_rest() -> None:
    value: Any = {"a": [OUTPUT, 1], "b": {"c": SECRET, "d": None}}
    assert resolve(value, lambda each: each.kind.value) == {
        "a": ["$output", 1],
        "b": {"c": "$secret", "d": None},
    }


def test_what_a_reference_resolves_to_is_not_resolved_again() -> None:
    assert resolve(OUTPUT, lambda _: dict(SECRET)) == SECRET
