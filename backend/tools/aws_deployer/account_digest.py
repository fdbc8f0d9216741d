"""The account digest: everything in the account that the catalogue can touch, in one canonical
form.

Equal digests before and after mean that nothing stayed behind. Ids and times that AWS makes up are
left out.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject, digest_of

_NO_POLICY = ("ResourceNotFoundException",)
_NO_TAGS = ("NoSuchTagSet",)
Section = Callable[[Reader], Iterator[tuple[str, JsonObject]]]


def account_digest(reader: Reader) -> JsonObject:
    """``{"digest": "sha256:…", "resources": {name: {…}}}`` of the account and region.

    Blocks; only reads.
    """
    resources: JsonObject = {}
    for section in _SECTIONS:
        resources.update(section(reader))
    return {"digest": digest_of(resources), "region": reader.region, "resources": resources}


def pages(
    reader: Reader, service: str, operation: str, token: tuple[str, str], **params: Any
) -> Iterator[dict[str, Any]]:
    """Every page of a listing; ``token`` names the request's and the response's marker."""
    marker: dict[str, str] = {}
    while True:
        page = reader.read(service, operation, **params, **marker)
        yield page
        if not page.get(token[1]):
            return
        marker = {token[0]: page[token[1]]}


def _buckets(reader: Reader) -> Iterator[tuple[str, JsonObject]]:
    for bucket in reader.read("s3", "ListBuckets")["Buckets"]:
        name = bucket["Name"]
        tagging = reader.find("s3", "GetBucketTagging", _NO_TAGS, Bucket=name) or {"TagSet": []}
        tags = {tag["Key"]: tag["Value"] for tag in tagging["TagSet"]}
        token = ("ContinuationToken", "NextContinuationToken")
        objects: JsonObject = {
            item["Key"]: {"etag": item["ETag"], "size_bytes": item["Size"]}
            for page in pages(reader, "s3", "ListObjectsV2", token, Bucket=name)
            for item in page.get("Contents", [])
        }
        yield f"s3:bucket/{name}", {"tags": tags, "objects": objects}


def _roles(reader: Reader) -> Iterator[tuple[str, JsonObject]]:
    for page in pages(reader, "iam", "ListRoles", ("Marker", "Marker")):
        for role in page["Roles"]:
            name = role["RoleName"]
            found = reader.read("iam", "GetRole", RoleName=name)["Role"]
            policies = reader.read("iam", "ListRolePolicies", RoleName=name)["PolicyNames"]
            attached = reader.read("iam", "ListAttachedRolePolicies", RoleName=name)
            yield (
                f"iam:role/{name}",
                {
                    "trust": found["AssumeRolePolicyDocument"],
                    "tags": {tag["Key"]: tag["Value"] for tag in found.get("Tags", [])},
                    "policies": {policy: _role_policy(reader, name, policy) for policy in policies},
                    "attached": [
                        *sorted(item["PolicyArn"] for item in attached["AttachedPolicies"])
                    ],
                },
            )


def _role_policy(reader: Reader, role: str, policy: str) -> JsonObject:
    answer = reader.read("iam", "GetRolePolicy", RoleName=role, PolicyName=policy)
    return answer["PolicyDocument"]


def _log_groups(reader: Reader) -> Iterator[tuple[str, JsonObject]]:
    for page in pages(reader, "logs", "DescribeLogGroups", ("nextToken", "nextToken")):
        for group in page["logGroups"]:
            arn = group["arn"].removesuffix(":*")
            tags = reader.read("logs", "ListTagsForResource", resourceArn=arn)["tags"]
            yield (
                f"logs:group/{group['logGroupName']}",
                {"retention_days": group.get("retentionInDays"), "tags": dict(tags)},
            )


def _functions(reader: Reader) -> Iterator[tuple[str, JsonObject]]:
    for page in pages(reader, "lambda", "ListFunctions", ("Marker", "NextMarker")):
        for function in page["Functions"]:
            name = function["FunctionName"]
            found = reader.read("lambda", "GetFunction", FunctionName=name)
            yield (
                f"lambda:function/{name}",
                {
                    **_code_and_settings(found["Configuration"]),
                    "tags": dict(found.get("Tags", {})),
                    "versions": _versions(reader, name),
                    "aliases": _aliases(reader, name),
                },
            )


def _code_and_settings(configuration: dict[str, Any]) -> JsonObject:
    names = configuration.get("Environment", {}).get("Variables", {})
    return {
        "code_sha256": configuration["CodeSha256"],
        "runtime": configuration.get("Runtime"),
        "handler": configuration.get("Handler"),
        "role": configuration["Role"],
        "memory_mb": configuration.get("MemorySize"),
        "timeout_s": configuration.get("Timeout"),
        "description": configuration.get("Description", ""),
        "environment_names": [*sorted(names)],
    }


def _versions(reader: Reader, name: str) -> JsonObject:
    listing = pages(
        reader, "lambda", "ListVersionsByFunction", ("Marker", "NextMarker"), FunctionName=name
    )
    return {
        version["Version"]: _code_and_settings(version)
        for page in listing
        for version in page["Versions"]
        if version["Version"] != "$LATEST"
    }


def _aliases(reader: Reader, name: str) -> JsonObject:
    listing = pages(reader, "lambda", "ListAliases", ("Marker", "NextMarker"), FunctionName=name)
    return {
        alias["Name"]: {
            "version": alias["FunctionVersion"],
            "url": _url(reader, name, alias["Name"]),
            "policy": _policy(reader, name, alias["Name"]),
        }
        for page in listing
        for alias in page["Aliases"]
    }


def _url(reader: Reader, name: str, alias: str) -> str | None:
    answer = reader.find(
        "lambda", "GetFunctionUrlConfig", _NO_POLICY, FunctionName=name, Qualifier=alias
    )
    return answer["AuthType"] if answer else None


def _policy(reader: Reader, name: str, alias: str) -> list[Any]:
    answer = reader.find("lambda", "GetPolicy", _NO_POLICY, FunctionName=name, Qualifier=alias)
    statements: list[Any] = json.loads(answer["Policy"])["Statement"] if answer else []
    return sorted(statements, key=lambda statement: statement["Sid"])


_SECTIONS: tuple[Section, ...] = (_buckets, _roles, _log_groups, _functions)
