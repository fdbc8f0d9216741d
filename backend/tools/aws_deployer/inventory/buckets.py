"""The buckets of the account in the region, with their tags, versioning and objects.

Not seen: versions that are not the newest, delete markers, the headers of an object beyond its
type, and policies, encryption and other settings of a bucket; in a bucket of more objects than the
bounds below, neither grants nor metadata.
"""

import hashlib
from collections.abc import Iterator

from backend.aws.account import Reader
from backend.domain.canonical import JsonObject, canonical_bytes
from backend.tools.aws_deployer.catalog.s3 import versioning_of
from backend.tools.aws_deployer.catalog.s3_objects import further_grants
from backend.tools.aws_deployer.inventory.listing import Found, Section, pages

MOST_OBJECTS_WITH_METADATA = 200
"""Metadata takes one request for each object; of a larger bucket only bytes and size are compared.
"""
MOST_OBJECTS_WITH_GRANTS = 20
"""Grants take one more request for each object, and a run's look has about 60 in all."""
_GONE = ("NoSuchBucket", "NoSuchTagSet", "404", "NoSuchKey")
_TOKEN = ("ContinuationToken", "NextContinuationToken")


def _names(reader: Reader) -> Iterator[tuple[str, Found]]:
    for page in pages(reader, "s3", "ListBuckets", _TOKEN, BucketRegion=reader.region):
        for bucket in page["Buckets"]:
            yield bucket["Name"], bucket


def _facts(reader: Reader, name: str, _: Found) -> JsonObject | None:
    if reader.find("s3", "HeadBucket", _GONE, Bucket=name) is None:
        return None
    tagging = reader.find("s3", "GetBucketTagging", _GONE, Bucket=name) or {"TagSet": []}
    tags: JsonObject = {tag["Key"]: tag["Value"] for tag in tagging["TagSet"]}
    objects = [
        item
        for page in pages(reader, "s3", "ListObjectsV2", _TOKEN, Bucket=name)
        for item in page.get("Contents", [])
    ]
    return {
        "tags": tags,
        "versioning": versioning_of(reader, name),
        "object_count": len(objects),
        **_content(reader, name, objects),
        **_grants(reader, name, objects),
    }


def _content(reader: Reader, bucket: str, objects: list[Found]) -> JsonObject:
    if len(objects) <= MOST_OBJECTS_WITH_METADATA:
        return {"objects": {item["Key"]: _with_metadata(reader, bucket, item) for item in objects}}
    digests = sorted(_digest_of_object(item) for item in objects)
    return {"objects_digest": f"sha256:{hashlib.sha256(b''.join(digests)).hexdigest()}"}


def _with_metadata(reader: Reader, bucket: str, item: Found) -> JsonObject:
    head = reader.find("s3", "HeadObject", _GONE, Bucket=bucket, Key=item["Key"]) or {}
    return {
        **_bytes_of(item),
        "metadata": dict(head.get("Metadata", {})),
        "content_type": head.get("ContentType"),
    }


def _grants(reader: Reader, bucket: str, objects: list[Found]) -> JsonObject:
    """What is granted beyond the default, by object."""
    if len(objects) > MOST_OBJECTS_WITH_GRANTS:
        return {}
    grants: JsonObject = {}
    for key in (item["Key"] for item in objects):
        acl = reader.find("s3", "GetObjectAcl", _GONE, Bucket=bucket, Key=key)
        granted = further_grants(acl) if acl else []
        if granted:
            grants[key] = [*granted]
    return {"grants": grants}


def _digest_of_object(item: Found) -> bytes:
    return hashlib.sha256(canonical_bytes({"key": item["Key"], **_bytes_of(item)})).digest()


def _bytes_of(item: Found) -> JsonObject:
    return {"etag": item["ETag"], "size_bytes": item["Size"]}


SECTION = Section(kind="s3:bucket", names=_names, facts=_facts)
