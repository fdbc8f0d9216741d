"""The AWS operations of the catalogue, over plain dictionaries: the behaviour that apply relies on.

Every handler takes the account's state and the members of the request, and gives the members of the
response or raises :class:`Refusal` with AWS's own code.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

ACCOUNT_ID = "123456789012"
REGION = "eu-central-1"
CALLER_ARN = f"arn:aws:iam::{ACCOUNT_ID}:user/somebody"
Members = dict[str, Any]


class Refusal(Exception):
    """AWS says no, with a code and a message."""

    def __init__(self, code: str, message: str = "Refused.", status: int = 400) -> None:
        super().__init__(code)
        self.code, self.message, self.status = code, message, status


@dataclass
class State:
    """All resources of one account and region."""

    buckets: dict[str, Members] = field(default_factory=dict)
    roles: dict[str, Members] = field(default_factory=dict)
    log_groups: dict[str, Members] = field(default_factory=dict)
    functions: dict[str, Members] = field(default_factory=dict)
    archives: dict[str, bytes] = field(default_factory=dict)
    invocation: Members = field(default_factory=lambda: {"Payload": b'{"greeting": "hello"}'})
    """What a function answers."""
    busy_reads: int = 1
    """How many reads a function takes to become ready after it was made or changed."""
    is_failing: bool = False
    """Whether functions end as ``Failed`` instead of becoming ready."""

    def resources(self) -> Members:
        """A copy of everything that the owner of the account could notice."""
        copy: Members = deepcopy(
            {
                "buckets": self.buckets,
                "roles": self.roles,
                "log_groups": self.log_groups,
                "functions": self.functions,
            }
        )
        for function in copy["functions"].values():
            del function["busy"], function["published"]
        return copy


def found(table: dict[str, Members], name: str, code: str, status: int = 404) -> Members:
    if name not in table:
        raise Refusal(code, f"{name} does not exist", status)
    return table[name]


def absent(table: dict[str, Any], name: str, code: str) -> None:
    if name in table:
        raise Refusal(code, f"{name} already exists", 409)


def tags_of(pairs: list[dict[str, str]]) -> dict[str, str]:
    return {pair["Key"]: pair["Value"] for pair in pairs}


def pairs_of(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


# --- S3 ---


def create_bucket(state: State, asked: Members) -> Members:
    absent(state.buckets, asked["Bucket"], "BucketAlreadyOwnedByYou")
    tags = tags_of(asked.get("CreateBucketConfiguration", {}).get("Tags", []))
    state.buckets[asked["Bucket"]] = {"tags": tags, "objects": {}}
    return {}


def delete_bucket(state: State, asked: Members) -> Members:
    if found(state.buckets, asked["Bucket"], "NoSuchBucket")["objects"]:
        raise Refusal("BucketNotEmpty", status=409)
    del state.buckets[asked["Bucket"]]
    return {}


def head_bucket(state: State, asked: Members) -> Members:
    found(state.buckets, asked["Bucket"], "404")
    return {}


def list_buckets(state: State, asked: Members) -> Members:
    return {"Buckets": [{"Name": name} for name in state.buckets]}


def get_bucket_tagging(state: State, asked: Members) -> Members:
    tags = found(state.buckets, asked["Bucket"], "NoSuchBucket")["tags"]
    if not tags:
        raise Refusal("NoSuchTagSet", status=404)
    return {"TagSet": pairs_of(tags)}


def put_object(state: State, asked: Members) -> Members:
    objects = found(state.buckets, asked["Bucket"], "NoSuchBucket")["objects"]
    objects[asked["Key"]] = {
        "body": asked["Body"],
        "metadata": dict(asked["Metadata"]),
        "content_type": asked["ContentType"],
    }
    return {}


def delete_object(state: State, asked: Members) -> Members:
    found(state.buckets, asked["Bucket"], "NoSuchBucket")["objects"].pop(asked["Key"], None)
    return {}


def head_object(state: State, asked: Members) -> Members:
    objects = found(state.buckets, asked["Bucket"], "404")["objects"]
    held = found(objects, asked["Key"], "404")
    return {
        "Metadata": dict(held["metadata"]),
        "ContentLength": len(held["body"]),
        "ContentType": held["content_type"],
        "ETag": f'"{hashlib.md5(held["body"], usedforsecurity=False).hexdigest()}"',
        **held.get("settings", {}),
    }


def list_objects(state: State, asked: Members) -> Members:
    objects = found(state.buckets, asked["Bucket"], "NoSuchBucket")["objects"]
    return {
        "Contents": [
            {"Key": key, "ETag": hashlib.sha256(held["body"]).hexdigest(), "Size": 1}
            for key, held in objects.items()
            if key.startswith(asked.get("Prefix", ""))
        ]
    }


# --- IAM ---


def create_role(state: State, asked: Members) -> Members:
    absent(state.roles, asked["RoleName"], "EntityAlreadyExists")
    state.roles[asked["RoleName"]] = {
        "arn": f"arn:aws:iam::{ACCOUNT_ID}:role/{asked['RoleName']}",
        "trust": json.loads(asked["AssumeRolePolicyDocument"]),
        "tags": tags_of(asked["Tags"]),
        "policies": {},
    }
    return {}


def delete_role(state: State, asked: Members) -> Members:
    if found(state.roles, asked["RoleName"], "NoSuchEntity")["policies"]:
        raise Refusal("DeleteConflict", status=409)
    del state.roles[asked["RoleName"]]
    return {}


def get_role(state: State, asked: Members) -> Members:
    role = found(state.roles, asked["RoleName"], "NoSuchEntity")
    return {
        "Role": {
            "RoleName": asked["RoleName"],
            "Arn": role["arn"],
            "AssumeRolePolicyDocument": deepcopy(role["trust"]),
            "Tags": pairs_of(role["tags"]),
        }
    }


def list_roles(state: State, asked: Members) -> Members:
    return {"Roles": [{"RoleName": name, "Arn": role["arn"]} for name, role in state.roles.items()]}


def put_role_policy(state: State, asked: Members) -> Members:
    role = found(state.roles, asked["RoleName"], "NoSuchEntity")
    role["policies"][asked["PolicyName"]] = json.loads(asked["PolicyDocument"])
    return {}


def delete_role_policy(state: State, asked: Members) -> Members:
    policies = found(state.roles, asked["RoleName"], "NoSuchEntity")["policies"]
    found(policies, asked["PolicyName"], "NoSuchEntity")
    del policies[asked["PolicyName"]]
    return {}


def get_role_policy(state: State, asked: Members) -> Members:
    policies = found(state.roles, asked["RoleName"], "NoSuchEntity")["policies"]
    return {"PolicyDocument": deepcopy(found(policies, asked["PolicyName"], "NoSuchEntity"))}


def list_role_policies(state: State, asked: Members) -> Members:
    return {"PolicyNames": [*found(state.roles, asked["RoleName"], "NoSuchEntity")["policies"]]}


def list_attached_role_policies(state: State, asked: Members) -> Members:
    return {"AttachedPolicies": []}


# --- CloudWatch Logs ---


def group_arn(name: str) -> str:
    return f"arn:aws:logs:{REGION}:{ACCOUNT_ID}:log-group:{name}"


def create_log_group(state: State, asked: Members) -> Members:
    absent(state.log_groups, asked["logGroupName"], "ResourceAlreadyExistsException")
    state.log_groups[asked["logGroupName"]] = {"tags": dict(asked["tags"]), "retention": None}
    return {}


def delete_log_group(state: State, asked: Members) -> Members:
    found(state.log_groups, asked["logGroupName"], "ResourceNotFoundException", 400)
    del state.log_groups[asked["logGroupName"]]
    return {}


def put_retention(state: State, asked: Members) -> Members:
    group = found(state.log_groups, asked["logGroupName"], "ResourceNotFoundException", 400)
    group["retention"] = asked["retentionInDays"]
    return {}


def delete_retention(state: State, asked: Members) -> Members:
    group = found(state.log_groups, asked["logGroupName"], "ResourceNotFoundException", 400)
    group["retention"] = None
    return {}


def describe_log_groups(state: State, asked: Members) -> Members:
    groups: list[Members] = []
    for name, group in sorted(state.log_groups.items()):
        if name.startswith(asked.get("logGroupNamePrefix", "")):
            days = {"retentionInDays": group["retention"]} if group["retention"] else {}
            groups.append({"logGroupName": name, "arn": f"{group_arn(name)}:*", **days})
    return {"logGroups": groups}


def list_log_tags(state: State, asked: Members) -> Members:
    name = asked["resourceArn"].removeprefix(group_arn(""))
    return {"tags": dict(found(state.log_groups, name, "ResourceNotFoundException", 400)["tags"])}


def caller_identity(state: State, asked: Members) -> Members:
    return {"Account": ACCOUNT_ID, "Arn": CALLER_ARN}


def sha256_of(body: bytes) -> str:
    """Lambda's ``CodeSha256`` of a package."""
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


Operation = Callable[[State, Members], Members]

OPERATIONS: dict[tuple[str, str], Operation] = {
    ("s3", "CreateBucket"): create_bucket,
    ("s3", "DeleteBucket"): delete_bucket,
    ("s3", "HeadBucket"): head_bucket,
    ("s3", "ListBuckets"): list_buckets,
    ("s3", "GetBucketTagging"): get_bucket_tagging,
    ("s3", "PutObject"): put_object,
    ("s3", "DeleteObject"): delete_object,
    ("s3", "HeadObject"): head_object,
    ("s3", "ListObjectsV2"): list_objects,
    ("iam", "CreateRole"): create_role,
    ("iam", "DeleteRole"): delete_role,
    ("iam", "GetRole"): get_role,
    ("iam", "ListRoles"): list_roles,
    ("iam", "PutRolePolicy"): put_role_policy,
    ("iam", "DeleteRolePolicy"): delete_role_policy,
    ("iam", "GetRolePolicy"): get_role_policy,
    ("iam", "ListRolePolicies"): list_role_policies,
    ("iam", "ListAttachedRolePolicies"): list_attached_role_policies,
    ("logs", "CreateLogGroup"): create_log_group,
    ("logs", "DeleteLogGroup"): delete_log_group,
    ("logs", "PutRetentionPolicy"): put_retention,
    ("logs", "DeleteRetentionPolicy"): delete_retention,
    ("logs", "DescribeLogGroups"): describe_log_groups,
    ("logs", "ListTagsForResource"): list_log_tags,
    ("sts", "GetCallerIdentity"): caller_identity,
}
