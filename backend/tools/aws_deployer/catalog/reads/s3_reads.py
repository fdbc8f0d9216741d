"""S3: the account's buckets, what is in one of them, and who may use it."""

import json

from pydantic import Field

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject
from backend.tools.aws_deployer.catalog.declaration import IamNeed, NoParams, Params, ReadAction
from backend.tools.aws_deployer.catalog.reads.answers import facts, items, listing, moment
from backend.tools.aws_deployer.catalog.s3 import BucketName

_NO_POLICY = ("NoSuchBucketPolicy",)
_PAGES = ("ContinuationToken", "NextContinuationToken")


class BucketOnly(Params):
    bucket_name: BucketName


class ListObjectsParams(BucketOnly):
    prefix: str = Field(default="", max_length=1024)


def _list_buckets(reader: Reader, _params: NoParams) -> JsonObject:
    buckets = reader.read("s3", "ListBuckets")["Buckets"]
    rows = ([bucket["Name"], moment(bucket, "CreationDate")] for bucket in buckets)
    return listing(("bucket_name", "created_at"), rows)


def _list_objects(reader: Reader, params: ListObjectsParams) -> JsonObject:
    found = items(
        reader,
        ("s3", "ListObjectsV2"),
        _PAGES,
        "Contents",
        Bucket=params.bucket_name,
        Prefix=params.prefix,
    )
    rows = ([item["Key"], item["Size"], moment(item, "LastModified")] for item in found)
    return listing(("object_name", "size_bytes", "changed_at"), rows)


def _bucket_policy(reader: Reader, params: BucketOnly) -> JsonObject:
    found = reader.find("s3", "GetBucketPolicy", _NO_POLICY, Bucket=params.bucket_name)
    policy = json.loads(found["Policy"]) if found else None
    return facts(bucket_name=params.bucket_name, policy=policy)


def _on_bucket(params: BucketOnly) -> str:
    return f"s3:bucket/{params.bucket_name}"


def _bucket_arn(params: BucketOnly) -> str:
    return f"arn:aws:s3:::{params.bucket_name}"


READS = (
    ReadAction(
        name="list_buckets",
        service="s3",
        operation="ListBuckets",
        params=NoParams,
        title=lambda p: "List the buckets of the account",
        resource=lambda p: "s3:buckets/all",
        answer=_list_buckets,
        needs=lambda p: (IamNeed(actions=("s3:ListAllMyBuckets",), resources=("*",)),),
    ),
    ReadAction(
        name="list_s3_objects",
        service="s3",
        operation="ListObjectsV2",
        params=ListObjectsParams,
        title=lambda p: f"List the objects in {p.bucket_name}/{p.prefix}",
        resource=_on_bucket,
        answer=_list_objects,
        needs=lambda p: (IamNeed(actions=("s3:ListBucket",), resources=(_bucket_arn(p),)),),
    ),
    ReadAction(
        name="get_bucket_policy",
        service="s3",
        operation="GetBucketPolicy",
        params=BucketOnly,
        title=lambda p: f"Show the policy of the bucket {p.bucket_name}",
        resource=_on_bucket,
        answer=_bucket_policy,
        needs=lambda p: (IamNeed(actions=("s3:GetBucketPolicy",), resources=(_bucket_arn(p),)),),
    ),
)
