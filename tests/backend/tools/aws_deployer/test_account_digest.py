"""The account digest: it notices every change, and nothing but changes."""

import asyncio
import json
import random
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.aws.account import Response
from backend.tools.aws_deployer.account_digest import (
    DigestBounds,
    account_digest,
    digest_entries,
)
from backend.tools.aws_deployer.inventory.buckets import (
    MOST_OBJECTS_WITH_GRANTS,
    MOST_OBJECTS_WITH_METADATA,
)
from tests.backend.tools.aws_deployer.hello import SECRET_VALUE, Deployer
from tests.doubles.fake_account import FakeAws

PAGE = 2
LISTINGS = {
    ("s3", "ListBuckets"): ("Buckets", "ContinuationToken", "NextContinuationToken"),
    ("s3", "ListObjectsV2"): ("Contents", "ContinuationToken", "NextContinuationToken"),
    ("iam", "ListRoles"): ("Roles", "Marker", "Marker"),
    ("iam", "ListRolePolicies"): ("PolicyNames", "Marker", "Marker"),
    ("iam", "ListAttachedRolePolicies"): ("AttachedPolicies", "Marker", "Marker"),
    ("logs", "DescribeLogGroups"): ("logGroups", "nextToken", "nextToken"),
    ("lambda", "ListFunctions"): ("Functions", "Marker", "NextMarker"),
    ("lambda", "ListVersionsByFunction"): ("Versions", "Marker", "NextMarker"),
    ("lambda", "ListAliases"): ("Aliases", "Marker", "NextMarker"),
    ("lambda", "ListFunctionUrlConfigs"): ("FunctionUrlConfigs", "Marker", "NextMarker"),
}


@dataclass
class ShuffledReader:
    """The twin's reads with every listing in another order, in pages of two."""

    aws: FakeAws
    seed: int

    @property
    def region(self) -> str:
        return self.aws.account().region

    def read(self, service: str, operation: str, **params: Any) -> Response:
        return self._paged(service, operation, params, self.aws.account().read)

    def find(
        self, service: str, operation: str, missing: Collection[str], **params: Any
    ) -> Response | None:
        answer = self.aws.account().find(service, operation, missing, **params)
        if operation == "GetPolicy" and answer is not None:
            document = json.loads(answer["Policy"])
            random.Random(self.seed).shuffle(document["Statement"])
            return {"Policy": json.dumps(document)}
        return answer

    def _paged(self, service: str, operation: str, params: dict[str, Any], read: Any) -> Response:
        if (service, operation) not in LISTINGS:
            return read(service, operation, **params)
        member, asked, given_ = LISTINGS[service, operation]
        start = int(params.pop(asked, 0))
        items = read(service, operation, **params)[member]
        random.Random(self.seed).shuffle(items)
        page: Response = {member: items[start : start + PAGE]}
        if start + PAGE < len(items):
            page[given_] = str(start + PAGE)
        return page


def an_object() -> dict[str, Any]:
    return {"body": b"1", "metadata": {}, "content_type": "text/plain"}


def an_account() -> FakeAws:
    """A deployment, and things of somebody else."""
    deployer = Deployer()
    asyncio.run(deployer.deploy())
    state = deployer.aws.state
    for number in range(5):
        state.buckets[f"other-{number}"] = {"tags": {"n": str(number)}, "objects": {}}
        state.roles[f"role-{number}"] = {
            "arn": f"arn:aws:iam::123456789012:role/role-{number}",
            "trust": {},
            "tags": {"a": "1", "b": "2"},
            "policies": {f"policy-{each}": {"Statement": []} for each in range(3)},
        }
        state.log_groups[f"/group/{number}"] = {"tags": {}, "retention": number or None}
    for number in range(5):
        state.buckets["other-1"]["objects"][f"key-{number}"] = an_object()
    return deployer.aws


ACCOUNT = an_account()
WHOLE = account_digest(ACCOUNT.account())  # type: ignore[arg-type]
BOUNDS = DigestBounds(most_resources=1_000, seconds=60.0)


def digest_of(aws: FakeAws) -> dict[str, Any]:
    return account_digest(aws.account())  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0, max_value=10_000))
def test_the_order_and_the_pages_of_listings_do_not_count(seed: int) -> None:
    assert account_digest(ShuffledReader(ACCOUNT, seed)) == WHOLE


def test_every_entry_has_its_digest_and_the_whole_is_made_of_them() -> None:
    entries: Any = WHOLE["resources"]
    short: Any = digest_entries(ACCOUNT.account(), bounds=BOUNDS)  # type: ignore[arg-type]
    assert short["resources"] == {name: entry["digest"] for name, entry in entries.items()}
    assert short["digest"] == WHOLE["digest"]
    assert short["resource_count"] == len(entries) == WHOLE["resource_count"]
    assert short["is_complete"] is WHOLE["is_complete"] is True


def test_no_value_of_an_environment_is_in_it() -> None:
    assert SECRET_VALUE not in json.dumps(WHOLE)
    assert "DATABASE_PASSWORD" in json.dumps(WHOLE)


FUNCTION = "lambda:function/hello"


def of(aws: FakeAws) -> Any:
    return aws.state.functions["hello"]


def a_value(aws: FakeAws) -> None:
    of(aws)["settings"]["Environment"]["Variables"]["DATABASE_PASSWORD"] = "another"


def a_version(aws: FakeAws) -> None:
    del of(aws)["aliases"]["live"]


def a_grant(aws: FakeAws) -> None:
    grants = [{"Grantee": {"Type": "Group", "URI": "everybody"}, "Permission": "READ"}]
    aws.state.buckets["other-1"]["objects"]["key-1"]["grants"] = grants


def the_versioning(aws: FakeAws) -> None:
    aws.state.buckets["other-1"]["versioning"] = "Enabled"


def an_auth_type(aws: FakeAws) -> None:
    of(aws)["urls"]["live"] = "AWS_IAM"


def a_permission(aws: FakeAws) -> None:
    of(aws)["policies"]["live"].popitem()


def a_permission_of_the_function(aws: FakeAws) -> None:
    of(aws)["policies"][""] = {"all": {"Sid": "all", "Effect": "Allow"}}


def the_code(aws: FakeAws) -> None:
    of(aws)["code_sha256"] = "another"


def the_tags(aws: FakeAws) -> None:
    of(aws)["tags"]["more"] = "1"


def the_bytes(aws: FakeAws) -> None:
    aws.state.buckets["other-1"]["objects"]["key-1"]["body"] = b"2"


def the_metadata(aws: FakeAws) -> None:
    aws.state.buckets["other-1"]["objects"]["key-1"]["metadata"] = {"artefact": "x"}


def the_trust(aws: FakeAws) -> None:
    aws.state.roles["role-1"]["trust"] = {"Statement": []}


def a_role_policy(aws: FakeAws) -> None:
    aws.state.roles["role-1"]["policies"]["policy-1"] = {"Statement": [1]}


def the_retention(aws: FakeAws) -> None:
    aws.state.log_groups["/group/1"]["retention"] = 30


@pytest.mark.spec("S2-155")
@pytest.mark.parametrize(
    ("change", "entry"),
    [
        (a_value, FUNCTION),
        (a_version, FUNCTION),
        (an_auth_type, FUNCTION),
        (a_permission, FUNCTION),
        (a_permission_of_the_function, FUNCTION),
        (the_code, FUNCTION),
        (the_tags, FUNCTION),
        (the_bytes, "s3:bucket/other-1"),
        (the_metadata, "s3:bucket/other-1"),
        (a_grant, "s3:bucket/other-1"),
        (the_versioning, "s3:bucket/other-1"),
        (the_trust, "iam:role/role-1"),
        (a_role_policy, "iam:role/role-1"),
        (the_retention, "logs:group//group/1"),
    ],
)
def test_a_change_shows_in_its_entry_and_in_no_other(change: Any, entry: str) -> None:
    aws = an_account()
    change(aws)
    after: Any = digest_of(aws)
    before: Any = WHOLE
    differing = {
        name
        for name in before["resources"]
        if before["resources"][name]["digest"] != after["resources"][name]["digest"]
    }
    assert differing == {entry}
    assert after["digest"] != before["digest"]


def test_a_large_bucket_is_compared_by_its_bytes_alone() -> None:
    aws = an_account()
    objects = aws.state.buckets["other-2"]["objects"]
    for number in range(MOST_OBJECTS_WITH_METADATA + 1):
        objects[f"key-{number}"] = an_object()
    before = digest_of(aws)
    assert "objects" not in before["resources"]["s3:bucket/other-2"]["facts"]
    objects["key-7"]["body"] = b"2"
    assert digest_of(aws)["digest"] != before["digest"]


def test_grants_are_looked_at_where_there_are_few_objects() -> None:
    aws = an_account()
    objects = aws.state.buckets["other-2"]["objects"]
    for number in range(MOST_OBJECTS_WITH_GRANTS):
        objects[f"key-{number}"] = an_object()
    assert "grants" in digest_of(aws)["resources"]["s3:bucket/other-2"]["facts"]
    objects["one-more"] = an_object()
    assert "grants" not in digest_of(aws)["resources"]["s3:bucket/other-2"]["facts"]


def test_what_is_wanted_first_is_in_a_bounded_digest() -> None:
    bounds = DigestBounds(most_resources=2, seconds=60.0)
    first = ("s3:bucket/other-4", "iam:role/role-4", "iam:role/never")
    found: Any = digest_entries(ACCOUNT.account(), first, bounds)  # type: ignore[arg-type]
    assert set(found["resources"]) == {"s3:bucket/other-4", "iam:role/role-4"}
    assert (found["is_complete"], found["absent"]) == (False, ["iam:role/never"])


def test_a_digest_ends_when_its_time_is_up() -> None:
    now = iter(range(10_000))
    bounds = DigestBounds(most_resources=1_000, seconds=30, clock=lambda: float(next(now)))
    found: Any = digest_entries(ACCOUNT.account(), (), bounds)  # type: ignore[arg-type]
    assert not found["is_complete"]
    assert 0 < found["resource_count"] < len(WHOLE["resources"])  # type: ignore[arg-type]


def test_what_vanishes_meanwhile_is_not_there() -> None:
    @dataclass
    class Vanishing(ShuffledReader):
        def find(self, service: str, operation: str, missing: Any, **params: Any) -> Any:
            if operation in ("GetRole", "GetFunction", "HeadBucket", "ListTagsForResource"):
                return None
            return super().find(service, operation, missing, **params)

    assert account_digest(Vanishing(ACCOUNT, 1))["resources"] == {}


def test_roles_that_aws_makes_are_left_out() -> None:
    class WithServiceRole(ShuffledReader):
        def read(self, service: str, operation: str, **params: Any) -> Response:
            answer = super().read(service, operation, **params)
            if operation == "ListRoles":
                own = {"RoleName": "AWSServiceRoleForX", "Path": "/aws-service-role/x/"}
                answer["Roles"] = [*answer["Roles"], own]
            return answer

    assert account_digest(WithServiceRole(ACCOUNT, 1)) == WHOLE
