"""Where moto's S3 differs from AWS when a bucket is created: existing buckets, and tags."""

import re
from collections.abc import Callable
from dataclasses import replace

from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.messages import Reply, Request
from backend.sandbox.wire.recognition import Operation

_TAGS = re.compile(rb"<Tags>(.*?)</Tags>", re.DOTALL)
_TAG = re.compile(rb"<Tag>.*?</Tag>", re.DOTALL)
_LOCATION = re.compile(rb"<LocationConstraint>\s*(\S+?)\s*</LocationConstraint>")
_S3_NAMESPACE = b"http://s3.amazonaws.com/doc/2006-03-01/"


def create_bucket(
    operation: Operation, request: Request, moto: Callable[[Request], Reply]
) -> Reply:
    """CreateBucket as AWS answers it.

    A bucket that the account already owns: success in us-east-1, BucketAlreadyOwnedByYou elsewhere;
    neither changes the bucket. Tags in the configuration are applied to a new bucket.
    """
    bucket = operation.text("Bucket")
    if moto(_about(request, "HEAD", f"/{bucket}")).is_success:
        return _already_owned(operation.region, bucket)
    reply = moto(_without_tags(request))
    tags = b"".join(_TAG.findall(b"".join(_TAGS.findall(request.body))))
    if reply.is_success and tags:
        body = b'<Tagging xmlns="%b"><TagSet>%b</TagSet></Tagging>' % (_S3_NAMESPACE, tags)
        tagged = moto(_about(request, "PUT", f"/{bucket}?tagging", body))
        return reply if tagged.is_success else tagged
    return reply


def _already_owned(region: str, bucket: str) -> Reply:
    if region == "us-east-1":
        return Reply(status=200, headers=(("location", f"/{bucket}"),))
    message = "Your previous request to create the named bucket succeeded and you already own it."
    raise AwsError("BucketAlreadyOwnedByYou", message, 409)


def _without_tags(request: Request) -> Request:
    """The same request as moto understands it: without tags, in us-east-1 without configuration."""
    body = _TAGS.sub(b"", request.body) if _LOCATION.search(request.body) else b""
    return replace(request, headers=_plain_headers(request), body=body)


def _about(request: Request, method: str, target: str, body: bytes = b"") -> Request:
    return Request(method=method, target=target, headers=_plain_headers(request), body=body)


def _plain_headers(request: Request) -> tuple[tuple[str, str], ...]:
    """The headers that still hold when the body is another one."""
    kept = ("authorization", "host", "x-amz-security-token", "x-amz-bucket", "x-amz-acl")
    return tuple((k, v) for k, v in request.headers if k.lower().startswith(kept))
