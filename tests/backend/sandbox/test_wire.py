"""Recognising operations, the words of errors, and moments."""

import json
from datetime import UTC, datetime

import pytest

from backend.sandbox.wire.errors import AwsError, error_reply
from backend.sandbox.wire.messages import Request
from backend.sandbox.wire.moments import Moment
from backend.sandbox.wire.recognition import recognise


def signed(service: str, method: str, target: str, body: bytes = b"", **headers: str) -> Request:
    scope = f"AKIAFAKESANDBOXKEY01/20260101/eu-west-1/{service}/aws4_request"
    authorization = f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
    more = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Request(
        method=method, target=target, headers=(("Authorization", authorization), *more), body=body
    )


@pytest.mark.parametrize(
    ("method", "target", "headers", "name"),
    [
        ("GET", "/", {}, "ListBuckets"),
        ("PUT", "/bucket", {}, "CreateBucket"),
        ("PUT", "/bucket/", {}, "CreateBucket"),
        ("PUT", "/bucket?tagging", {}, "PutBucketTagging"),
        ("GET", "/bucket?list-type=2&prefix=a", {}, "ListObjectsV2"),
        ("GET", "/bucket", {}, "ListObjects"),
        ("PUT", "/bucket/a/b", {}, "PutObject"),
        ("PUT", "/bucket/a/b", {"x_amz_copy_source": "/c/d"}, "CopyObject"),
        ("PUT", "/bucket/a?partNumber=1&uploadId=u", {}, "UploadPart"),
        ("GET", "/bucket/a?uploadId=u", {}, "ListParts"),
        ("GET", "/bucket/a?x-id=GetObject", {}, "GetObject"),
        ("GET", "/bucket?lifecycle", {}, "GetBucketLifecycleConfiguration"),
        ("POST", "/bucket?delete", {}, "DeleteObjects"),
        ("DELETE", "/bucket/a", {}, "DeleteObject"),
    ],
)
def test_s3_operations_are_told_apart(method: str, target: str, headers: dict, name: str):
    assert recognise(signed("s3", method, target, **headers)).name == name


def test_lambda_parameters_come_from_path_query_and_body():
    body = json.dumps({"Action": "lambda:InvokeFunction", "StatementId": "s"}).encode()
    target = "/2015-03-31/functions/arn%3Aaws%3Alambda%3Af/policy?Qualifier=live"
    operation = recognise(signed("lambda", "POST", target, body))
    assert (operation.name, operation.region) == ("AddPermission", "eu-west-1")
    assert operation.params == {
        "FunctionName": "arn:aws:lambda:f",
        "Qualifier": "live",
        "Action": "lambda:InvokeFunction",
        "StatementId": "s",
    }
    keys = recognise(signed("lambda", "DELETE", "/2017-03-31/tags/a?tagKeys=x&tagKeys=y"))
    assert keys.params["TagKeys"] == ["x", "y"]


def test_query_and_json_protocols_name_their_operation():
    form = {"content_type": "application/x-www-form-urlencoded; charset=utf-8"}
    body = b"Action=CreateRole&RoleName=a%20b"
    operation = recognise(signed("iam", "POST", "/", body, **form))
    assert (operation.name, operation.protocol) == ("CreateRole", "query")
    assert operation.text("RoleName") == "a b"
    target = {"x_amz_target": "Logs_20140328.PutRetentionPolicy"}
    operation = recognise(signed("logs", "POST", "/", b'{"retentionInDays": 7}', **target))
    assert (operation.name, operation.protocol) == ("PutRetentionPolicy", "json")
    assert operation.params == {"retentionInDays": 7}


def test_a_presigned_request_is_signed():
    credential = "AKIAFAKESANDBOXKEY01%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
    operation = recognise(Request(method="GET", target=f"/b/k?X-Amz-Credential={credential}"))
    assert (operation.name, operation.access_key_id) == ("GetObject", "AKIAFAKESANDBOXKEY01")


@pytest.mark.parametrize("target", ["/bucket", "/moto-api/reset"])
def test_an_unsigned_request_is_refused(target: str):
    with pytest.raises(AwsError):
        recognise(Request(method="GET", target=target))


def test_moto_cannot_be_reached_beside_the_gateway():
    with pytest.raises(AwsError):
        recognise(signed("s3", "POST", "/moto-api/reset"))


@pytest.mark.parametrize(
    ("service", "method", "target", "is_mutating"),
    [
        ("s3", "GET", "/bucket/key", False),
        ("s3", "HEAD", "/bucket", False),
        ("s3", "PUT", "/bucket", True),
        ("lambda", "GET", "/2015-03-31/functions", False),
        ("lambda", "POST", "/2015-03-31/functions", True),
        ("unheard-of", "GET", "/x", False),
        ("unheard-of", "POST", "/x", True),
    ],
)
def test_reads_are_told_from_changes(service: str, method: str, target: str, is_mutating: bool):
    assert recognise(signed(service, method, target)).is_mutating is is_mutating


@pytest.mark.parametrize("protocol", ["rest-xml", "query", "ec2", "json", "rest-json"])
def test_every_protocol_carries_code_and_message(protocol: str):
    reply = error_reply(protocol, AwsError("SomeCode", "a < b", 409), "request-id")
    assert reply.status == 409
    assert b"SomeCode" in reply.body
    assert (b"a < b" if "json" in protocol else b"a &lt; b") in reply.body


def test_ids_depend_on_seed_and_purpose_alone():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    moment = Moment(at=at, seed="s:1")
    assert moment.new_id("a") == Moment(at=at, seed="s:1").new_id("a")
    assert len({moment.new_id("a"), moment.new_id("b"), Moment(at=at, seed="s:2").new_id("a")}) == 3
