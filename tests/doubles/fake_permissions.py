"""Which IAM permissions an operation asks for, and whether a policy allows them.

From the Service Authorization Reference, and for what a call needs beyond its own name from the API
references: tags at creation, the package and the role of a function, and the answers that AWS keeps
to itself without a permission (a missing object, a function's tags).
"""

import re
from collections.abc import Iterator
from typing import Any

from tests.doubles.fake_services import ACCOUNT_ID, REGION, Members

FROM_NAME = {"HeadBucket": "ListBucket", "HeadObject": "GetObject", "ListObjectsV2": "ListBucket"}
PLAIN_NAME = {"Invoke": "InvokeFunction", "ListBuckets": "ListAllMyBuckets"}


def asked_for(service: str, operation: str, asked: Members) -> Iterator[tuple[str, str]]:
    """The permissions, as action and resource."""
    name = FROM_NAME.get(operation) or PLAIN_NAME.get(operation, operation)
    resource = _RESOURCES[service](asked)
    yield f"{service}:{name}", resource
    match service, operation:
        case "s3", "CreateBucket" if asked["CreateBucketConfiguration"].get("Tags"):
            yield "s3:TagResource", resource
        case "iam", "CreateRole":
            yield "iam:TagRole", resource
        case "logs", "CreateLogGroup":
            yield "logs:TagResource", resource
        case "lambda", "CreateFunction":
            yield "lambda:TagResource", resource
            yield "iam:PassRole", asked["Role"]
            yield from _package(asked["Code"])
        case "lambda", "UpdateFunctionCode":
            yield from _package(asked)
        case _:
            pass


def _package(code: Members) -> Iterator[tuple[str, str]]:
    """A package that is sent with the call needs no permission of its own."""
    if "S3Bucket" in code:
        yield "s3:GetObject", f"arn:aws:s3:::{code['S3Bucket']}/{code['S3Key']}"


def is_allowed(policy: Any, action: str, resource: str) -> bool:
    """Whether a statement of the policy allows the action on the resource."""
    return any(
        statement["Effect"] == "Allow"
        and action in statement["Action"]
        and any(_matches(pattern, resource) for pattern in statement["Resource"])
        for statement in policy["Statement"]
    )


def _matches(pattern: str, resource: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), resource) is not None


def _bucket(asked: Members) -> str:
    key = f"/{asked['Key']}" if "Key" in asked else ""
    return f"arn:aws:s3:::{asked.get('Bucket', '')}{key}"


def _role(asked: Members) -> str:
    return f"arn:aws:iam::{ACCOUNT_ID}:role/{asked.get('RoleName', '')}"


def _log_group(asked: Members) -> str:
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT_ID}:log-group:{asked.get('logGroupName', '')}"
    return asked.get("resourceArn", arn)


def _function(asked: Members) -> str:
    arn = f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{asked.get('FunctionName', '')}"
    qualifier = asked.get("Qualifier")
    return f"{arn}:{qualifier}" if qualifier else arn


_RESOURCES = {"s3": _bucket, "iam": _role, "logs": _log_group, "lambda": _function}
