"""The IAM roles of the account, with who may use them and what they may do."""

from collections.abc import Iterator
from typing import Any

from pydantic import JsonValue

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject
from backend.tools.aws_deployer.inventory.listing import Found, Section, pages

_GONE = ("NoSuchEntity",)
_TOKEN = ("Marker", "Marker")
_OF_AWS = "/aws-service-role/"
"""The path of service-linked roles, which AWS alone makes and changes (IAM User Guide)."""


def _names(reader: Reader) -> Iterator[tuple[str, Found]]:
    for page in pages(reader, "iam", "ListRoles", _TOKEN):
        for role in page["Roles"]:
            if not str(role.get("Path", "/")).startswith(_OF_AWS):
                yield role["RoleName"], role


def _facts(reader: Reader, name: str, _: Found) -> JsonObject | None:
    found = reader.find("iam", "GetRole", _GONE, RoleName=name)
    if found is None:
        return None
    role = found["Role"]
    return {
        "trust": role["AssumeRolePolicyDocument"],
        "tags": {tag["Key"]: tag["Value"] for tag in role.get("Tags", [])},
        "policies": _policies(reader, name),
        "attached": _attached(reader, name),
    }


def _policies(reader: Reader, role: str) -> JsonObject:
    names = _listed(reader, "ListRolePolicies", "PolicyNames", role)
    read = ((name, _policy(reader, role, name)) for name in names)
    return {name: document for name, document in read if document is not None}


def _policy(reader: Reader, role: str, name: str) -> JsonValue:
    found = reader.find("iam", "GetRolePolicy", _GONE, RoleName=role, PolicyName=name)
    return found and found["PolicyDocument"]


def _attached(reader: Reader, role: str) -> list[JsonValue]:
    found = _listed(reader, "ListAttachedRolePolicies", "AttachedPolicies", role)
    return [*sorted(str(policy["PolicyArn"]) for policy in found)]


def _listed(reader: Reader, operation: str, member: str, role: str) -> list[Any]:
    listing = pages(reader, "iam", operation, _TOKEN, RoleName=role)
    return [item for page in listing for item in page[member]]


SECTION = Section(kind="iam:role", names=_names, facts=_facts)
