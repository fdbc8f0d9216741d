"""S3: the objects in a bucket, uploaded from artefacts."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject
from backend.domain.plans.actions import Effect, UndoLabel
from backend.tools.aws_deployer.catalog.declaration import (
    Action,
    ActionKind,
    ArtefactBody,
    IamNeed,
    LiveState,
    Params,
    Undo,
)
from backend.tools.aws_deployer.catalog.s3 import MISSING, ArtefactName, BucketName, ObjectName

ZIP = "application/zip"
_SETTINGS = (
    "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Expires",
    "WebsiteRedirectLocation", "StorageClass", "TagCount", "SSECustomerAlgorithm", "SSEKMSKeyId",
    "ObjectLockMode", "ObjectLockLegalHoldStatus", "VersionId",
)  # fmt: skip
"""What a later upload would not give back (S3 API Reference, ``HeadObject``); where a bucket keeps
versions, each upload leaves one more.
"""


class ObjectParams(Params):
    bucket_name: BucketName
    object_name: ObjectName


class UploadParams(ObjectParams):
    artefact: ArtefactName
    content_type: str = Field(default=ZIP, max_length=256)


class StoredObject(Params):
    """The whole of an object: its bytes, as an artefact, its type and its metadata; ``etag`` is
    S3's own mark of the bytes, where it was read.
    """

    artefact: ArtefactName
    content_type: str = Field(max_length=256)
    metadata: dict[str, str]
    etag: str | None = None


class ReplaceObjectParams(ObjectParams):
    content: StoredObject
    previous: StoredObject


def _read_object(reader: Reader, params: ObjectParams) -> LiveState:
    head = reader.find(
        "s3", "HeadObject", MISSING, Bucket=params.bucket_name, Key=params.object_name
    )
    if head is None:
        return None
    metadata = head.get("Metadata", {})
    return {
        "object_name": params.object_name,
        "artefact": metadata.get("artefact"),
        "size_bytes": head["ContentLength"],
        "etag": head.get("ETag"),
        "content_type": head.get("ContentType"),
        "metadata": {**metadata},
        "further_settings": [name for name in _SETTINGS if head.get(name)],
    }


def further_grants(acl: Mapping[str, Any]) -> list[str]:
    """What an object's list of access grants beyond the whole to its owner, as ``PERMISSION to
    WHOM``, sorted: a later upload would not give it back (S3 User Guide, access control lists).
    """
    owner = f"FULL_CONTROL to {acl['Owner'].get('ID')}"
    grants = {
        f"{grant['Permission']} to {_grantee(grant['Grantee'])}" for grant in acl.get("Grants", [])
    }
    return sorted(grants - {owner})


def _grantee(grantee: Mapping[str, Any]) -> str | None:
    return grantee.get("ID") or grantee.get("URI") or grantee.get("EmailAddress")


def _read_with_grants(reader: Reader, params: ObjectParams) -> LiveState:
    """What is to be replaced, and so to be given back, is looked at with its grants."""
    live = _read_object(reader, params)
    acl = reader.find(
        "s3", "GetObjectAcl", MISSING, Bucket=params.bucket_name, Key=params.object_name
    )
    if live is None or acl is None:
        return None
    settings = live["further_settings"]
    assert isinstance(settings, list)
    return {**live, "further_settings": [*settings, *further_grants(acl)]}


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


def _resource(params: ObjectParams) -> str:
    return f"s3:object/{params.bucket_name}/{params.object_name}"


UPLOAD_S3 = Action(
    name="upload_s3",
    service="s3",
    operation="PutObject",
    kind=ActionKind.CREATE,
    params=UploadParams,
    title=lambda p: (
        f"Upload the {'package' if p.content_type == ZIP else 'file'} "
        f"to {p.bucket_name}/{p.object_name}"
    ),
    resource=_resource,
    part_of=lambda p: f"s3:bucket/{p.bucket_name}",
    request=lambda p: {
        "Bucket": p.bucket_name,
        "Key": p.object_name,
        "Body": ArtefactBody(p.artefact),
        "Metadata": {"artefact": p.artefact},
        "ContentType": p.content_type,
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


def _state_of(stored: StoredObject) -> JsonObject:
    """An object that we uploaded names its bytes in its metadata."""
    return {
        "content_type": stored.content_type,
        "metadata": {**stored.metadata},
        "further_settings": [],
    }


REPLACE_S3_OBJECT = Action(
    name="replace_s3_object",
    service="s3",
    operation="PutObject",
    kind=ActionKind.UPDATE,
    params=ReplaceObjectParams,
    title=lambda p: f"Replace the object {p.bucket_name}/{p.object_name}",
    resource=_resource,
    part_of=lambda p: f"s3:bucket/{p.bucket_name}",
    request=lambda p: {
        "Bucket": p.bucket_name,
        "Key": p.object_name,
        "Body": ArtefactBody(p.content.artefact),
        "Metadata": {**p.content.metadata},
        "ContentType": p.content.content_type,
    },
    read=_read_with_grants,
    wanted=lambda p: _state_of(p.content),
    replaces=lambda p: {
        **_state_of(p.previous),
        **({"etag": p.previous.etag} if p.previous.etag else {}),
    },
    outputs=lambda p, live: {"object_name": p.object_name},
    output_names=frozenset({"object_name"}),
    effect=Effect.WRITE,
    label=UndoLabel.EXACT,
    undo=lambda p, before, outputs: Undo(
        action="replace_s3_object",
        params={
            "bucket_name": p.bucket_name,
            "object_name": p.object_name,
            "content": p.previous.model_dump(),
            "previous": p.content.model_dump(),
        },
    ),
    undo_action="replace_s3_object",
    needs=_object_needs("s3:PutObject", "s3:GetObject", "s3:GetObjectAcl"),
)

DELETE_S3_OBJECT = Action(
    name="delete_s3_object",
    service="s3",
    operation="DeleteObject",
    kind=ActionKind.DELETE,
    params=ObjectParams,
    title=lambda p: f"Delete {p.bucket_name}/{p.object_name}",
    resource=_resource,
    request=lambda p: {"Bucket": p.bucket_name, "Key": p.object_name},
    read=_read_object,
    wanted=lambda p: {},
    effect=Effect.DESTRUCTIVE,
    label=UndoLabel.IRREVERSIBLE,
    needs=_object_needs("s3:DeleteObject", "s3:GetObject"),
)

ACTIONS = (UPLOAD_S3, REPLACE_S3_OBJECT, DELETE_S3_OBJECT)
