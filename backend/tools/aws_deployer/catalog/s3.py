"""S3: the staging bucket of an application and the artefacts in it."""

from typing import Annotated, Any

from pydantic import Field, JsonValue

from backend.aws.account import Reader
from backend.domain.plans.actions import Effect, UndoLabel
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    ArtefactBody,
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
_MISSING = ("404", "NoSuchBucket", "NoSuchKey", "NotFound", "NoSuchTagSet")


class BucketParams(Params):
    bucket_name: BucketName
    region: str
    tags: dict[str, str] = Field(default_factory=dict[str, str])


class ObjectParams(Params):
    bucket_name: BucketName
    object_name: ObjectName


class UploadParams(ObjectParams):
    artefact: ArtefactName


def _read_bucket(reader: Reader, params: BucketParams) -> LiveState:
    name = params.bucket_name
    if reader.find("s3", "HeadBucket", _MISSING, Bucket=name) is None:
        return None
    tagging = reader.find("s3", "GetBucketTagging", _MISSING, Bucket=name) or {"TagSet": []}
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


def _read_object(reader: Reader, params: ObjectParams) -> LiveState:
    head = reader.find(
        "s3", "HeadObject", _MISSING, Bucket=params.bucket_name, Key=params.object_name
    )
    if head is None:
        return None
    return {
        "object_name": params.object_name,
        "artefact": head.get("Metadata", {}).get("artefact"),
        "size_bytes": head["ContentLength"],
    }


def _object_needs(*actions: str) -> Any:
    """Without ``s3:ListBucket``, S3 answers 403 for an object that is missing (API Reference,
    ``HeadObject``).
    """

    def needs(params: ObjectParams) -> tuple[IamNeed, ...]:
        bucket = f"arn:aws:s3:::{params.bucket_name}"
        return (
            IamNeed(actions=actions, resources=(f"{bucket}/{params.object_name}",)),
            IamNeed(actions=("s3:ListBucket",), resources=(bucket,)),
        )

    return needs


UPLOAD_S3 = Action(
    name="upload_s3",
    service="s3",
    operation="PutObject",
    kind=ActionKind.CREATE,
    params=UploadParams,
    title=lambda p: f"Upload the package to {p.bucket_name}/{p.object_name}",
    resource=lambda p: f"s3:object/{p.bucket_name}/{p.object_name}",
    request=lambda p: {
        "Bucket": p.bucket_name,
        "Key": p.object_name,
        "Body": ArtefactBody(p.artefact),
        "Metadata": {"artefact": p.artefact},
        "ContentType": "application/zip",
    },
    read=_read_object,
    wanted=lambda p: {"object_name": p.object_name, "artefact": p.artefact},
    outputs=lambda p, live: {"object_name": p.object_name},
    output_names=frozenset({"object_name"}),
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="delete_s3_object",
        params={"bucket_name": p.bucket_name, "object_name": p.object_name},
    ),
    undo_action="delete_s3_object",
    needs=_object_needs("s3:PutObject", "s3:GetObject"),
)

DELETE_S3_OBJECT = Action(
    name="delete_s3_object",
    service="s3",
    operation="DeleteObject",
    kind=ActionKind.DELETE,
    params=ObjectParams,
    title=lambda p: f"Delete {p.bucket_name}/{p.object_name}",
    resource=lambda p: f"s3:object/{p.bucket_name}/{p.object_name}",
    request=lambda p: {"Bucket": p.bucket_name, "Key": p.object_name},
    read=_read_object,
    wanted=lambda p: {},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.IRREVERSIBLE,
    needs=_object_needs("s3:DeleteObject", "s3:GetObject"),
)

ACTIONS = (CREATE_BUCKET, DELETE_BUCKET, UPLOAD_S3, DELETE_S3_OBJECT)
