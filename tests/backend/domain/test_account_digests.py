"""Two looks at an account: what can be told from them."""

import pytest

from backend.domain.account_digests import (
    AccountDigest,
    DigestMoment,
    account_change,
    changed_entries,
    entries_of,
    entry_of,
)
from backend.tools.aws_deployer.catalog import ACTIONS
from backend.tools.aws_deployer.inventory import SECTIONS
from tests.backend.tools.aws_deployer.samples import samples_of


def look(moment: str = "before", complete: bool = True, **resources: str) -> AccountDigest:
    return AccountDigest(
        moment=DigestMoment(moment),
        digest="sha256:1",
        resource_count=len(resources),
        is_complete=complete,
        resources=resources,
        absent=(),
        reason=None,
    )


UNKNOWN = AccountDigest.unavailable(DigestMoment.AFTER, "E_AWS_REFUSED: no.")


def test_what_came_went_and_changed_is_named() -> None:
    before = look(gone="1", changed="1", same="1")
    assert changed_entries(before, look(came="1", changed="2", same="1")) == (
        "came",
        "changed",
        "gone",
    )


def test_of_incomplete_looks_only_what_both_know_is_compared() -> None:
    before = look(complete=False, known="1", changed="1")
    assert changed_entries(before, look(known="1", changed="2", new="1")) == ("changed",)


def test_what_was_looked_for_in_vain_is_known_to_be_absent() -> None:
    before = look(complete=False).model_copy(update={"absent": ("ours",)})
    assert changed_entries(before, look(complete=False, ours="1")) == ("ours",)


def test_without_a_look_nothing_is_told() -> None:
    assert changed_entries(look(), UNKNOWN) is None
    change = account_change(look().to_json(), UNKNOWN.to_json())
    assert change is not None
    assert (change.is_equal, change.reason) == (None, UNKNOWN.reason)


def test_a_run_that_never_began_a_plan_has_no_change() -> None:
    assert account_change(None, None) is None


@pytest.mark.parametrize(
    ("after", "is_equal"), [(look("after", a="1"), True), (look("after"), False)]
)
def test_equal_looks_are_called_equal(after: AccountDigest, is_equal: bool) -> None:
    change = account_change(look(a="1").to_json(), after.to_json())
    assert change is not None
    assert change.is_equal is is_equal


@pytest.mark.parametrize(
    ("resource", "entry"),
    [
        ("s3:bucket/b", "s3:bucket/b"),
        ("s3:object/b/folder/key", "s3:bucket/b"),
        ("iam:role/r/policy/p", "iam:role/r"),
        ("logs:group//aws/lambda/f", "logs:group//aws/lambda/f"),
        ("logs:group//aws/lambda/f/retention", "logs:group//aws/lambda/f"),
        ("lambda:alias/f/live", "lambda:function/f"),
        ("lambda:permission/f/live/all", "lambda:function/f"),
        ("lambda:function/f/code", "lambda:function/f"),
    ],
)
def test_a_resource_is_part_of_an_entry(resource: str, entry: str) -> None:
    assert entry_of(resource) == entry
    assert entries_of([resource, resource]) == (entry,)


@pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))
def test_every_resource_of_the_catalogue_is_in_the_inventory(action: object) -> None:
    kinds = {section.kind for section in SECTIONS}
    resources = [action.resource(params) for params in samples_of(action)]  # type: ignore[attr-defined, arg-type]
    assert {entry_of(resource).partition("/")[0] for resource in resources} <= kinds
