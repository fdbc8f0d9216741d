"""What only the reads of the catalogue, the drafting of operations and what concerns versions and
grants ask; see ``fake_services``.
"""

import json
from io import BytesIO

from tests.doubles.fake_services import ACCOUNT_ID, Members, Operation, State, found

LINES = ("START", "hello from the function", "the key is AKIAFAKEFAKEFAKEFAKE", "END")
OWNER = "owner-of-the-account"
"""S3's own id of the account, as in lists of grants."""


def get_object(state: State, asked: Members) -> Members:
    objects = found(state.buckets, asked["Bucket"], "NoSuchBucket")["objects"]
    return {"Body": BytesIO(found(objects, asked["Key"], "NoSuchKey")["body"])}


def get_bucket_versioning(state: State, asked: Members) -> Members:
    status = found(state.buckets, asked["Bucket"], "NoSuchBucket").get("versioning")
    return {"Status": status} if status else {}


def get_object_acl(state: State, asked: Members) -> Members:
    objects = found(state.buckets, asked["Bucket"], "NoSuchBucket")["objects"]
    held = found(objects, asked["Key"], "NoSuchKey")
    whole = {"Grantee": {"ID": OWNER, "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}
    return {"Owner": {"ID": OWNER}, "Grants": [whole, *held.get("grants", [])]}


def get_bucket_policy(state: State, asked: Members) -> Members:
    bucket = found(state.buckets, asked["Bucket"], "NoSuchBucket")
    return {"Policy": json.dumps(found(bucket, "policy", "NoSuchBucketPolicy"))}


def list_users(_state: State, _asked: Members) -> Members:
    name = "somebody"
    return {"Users": [{"UserName": name, "Arn": f"arn:aws:iam::{ACCOUNT_ID}:user/{name}"}]}


def list_policies(_state: State, asked: Members) -> Members:
    assert asked["Scope"] == "Local"
    return {"Policies": []}


def log_streams(state: State, asked: Members) -> Members:
    found(state.log_groups, asked["logGroupName"], "ResourceNotFoundException", 400)
    return {"logStreams": [{"logStreamName": "1"}, {"logStreamName": "0"}]}


def log_events(_state: State, asked: Members) -> Members:
    """Two streams: the newer one begins where the older one ends."""
    start = 1000 * len(LINES) * int(asked["logStreamName"])
    events = [
        {"timestamp": start + 1000 * number, "message": line} for number, line in enumerate(LINES)
    ]
    return {"events": events[-asked["limit"] :]}


OPERATIONS: dict[tuple[str, str], Operation] = {
    ("s3", "GetObject"): get_object,
    ("s3", "GetBucketVersioning"): get_bucket_versioning,
    ("s3", "GetObjectAcl"): get_object_acl,
    ("s3", "GetBucketPolicy"): get_bucket_policy,
    ("iam", "ListUsers"): list_users,
    ("iam", "ListPolicies"): list_policies,
    ("logs", "DescribeLogStreams"): log_streams,
    ("logs", "GetLogEvents"): log_events,
}
