"""S3: buckets."""

from typing import Annotated

from pydantic import Field, JsonValue

from backend.aws.account import Reader
from backend.domain.plans.actions import Effect, UndoLabel
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    IamNeed,
    LiveState,
    Params,
    Request,
    Undo,
)

BucketName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
"""S3's rule: 3 to 63 lower-case letters, digits, dots and hyphens (S3 User Guide, bucket naming
rules).
"""
ObjectName = Annotated[str, Field(pattern=r"^[A-Za-z0-9!_.'()/-]{1,1024}$")]
"""S3's safe characters (S3 User Guide, object key names) without ``*``, which means more in a
policy.
"""
ArtefactName = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
MISSING = ("404", "NoSuchBucket", "NoSuchKey", "NotFound", "NoSuchTagSet")


def versioning_of(reader: Reader, bucket_name: str) -> str | None:
    """``Enabled`` or ``Suspended``; ``None`` for a bucket that never kept versions, or is missing.

    In both, a deletion without a version leaves a delete marker (S3 User Guide, deleting objects
    from versioning-enabled and versioning-suspended buckets).
    """
    found = reader.find("s3", "GetBucketVersioning", MISSING, Bucket=bucket_name) or {}
    return found.get("Status")


class BucketParams(Params):
    bucket_name: BucketName
    region: str
    tags: dict[str, str] = Field(default_factory=dict[str, str])


def _read_bucket(reader: Reader, params: BucketParams) -> LiveState:
    name = params.bucket_name
    if reader.find("s3", "HeadBucket", MISSING, Bucket=name) is None:
        return None
    tagging = reader.find("s3", "GetBucketTagging", MISSING, Bucket=name) or {"TagSet": []}
    tags = {tag["Key"]: tag["Value"] for tag in tagging["TagSet"]}
    return {"bucket_name": name, "tags": tags}


def _create_bucket_request(params: BucketParams) -> Request:
    configuration: dict[str, JsonValue] = {
        "Tags": [{"Key": key, "Value": value} for key, value in sorted(params.tags.items())]
    }
    if params.region != "us-east-1":
        configuration["LocationConstraint"] = params.region
    return {"Bucket": params.bucket_name, "CreateBucketConfiguration": configuration}


def _bucket_arn(params: BucketParams) -> str:
    return f"arn:aws:s3:::{params.bucket_name}"


CREATE_BUCKET = Action(
    name="create_bucket",
    service="s3",
    operation="CreateBucket",
    kind=ActionKind.CREATE,
    params=BucketParams,
    title=lambda p: f"Create the private bucket {p.bucket_name}",
    resource=lambda p: f"s3:bucket/{p.bucket_name}",
    request=_create_bucket_request,
    read=_read_bucket,
    wanted=lambda p: {"bucket_name": p.bucket_name, "tags": p.tags},
    outputs=lambda p, live: {"bucket_name": p.bucket_name},
    output_names=frozenset({"bucket_name"}),
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="delete_bucket", params={"bucket_name": p.bucket_name, "region": p.region}
    ),
    undo_action="delete_bucket",
    needs=lambda p: (
        IamNeed(
            actions=(
                "s3:CreateBucket",
                "s3:TagResource",
                "s3:ListBucket",
                "s3:GetBucketTagging",
            ),
            resources=(_bucket_arn(p),),
        ),
    ),
    is_tagged=True,
)

DELETE_BUCKET = Action(
    name="delete_bucket",
    service="s3",
    operation="DeleteBucket",
    kind=ActionKind.DELETE,
    params=BucketParams,
    title=lambda p: f"Delete the bucket {p.bucket_name}",
    resource=lambda p: f"s3:bucket/{p.bucket_name}",
    request=lambda p: {"Bucket": p.bucket_name},
    read=_read_bucket,
    wanted=lambda p: {},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.IRREVERSIBLE,
    needs=lambda p: (
        IamNeed(
            actions=("s3:DeleteBucket", "s3:ListBucket", "s3:GetBucketTagging"),
            resources=(_bucket_arn(p),),
        ),
    ),
    is_tagged=True,
)

ACTIONS = (CREATE_BUCKET, DELETE_BUCKET)
