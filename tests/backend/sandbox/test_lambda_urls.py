"""Permissions per qualifier, function URLs, and calling them."""

import base64
import json

import pytest
from botocore.exceptions import ClientError

from tests.backend.sandbox.running import (
    ECHO,
    RunningSandbox,
    allow_public,
    code_of,
    create_function,
    fetch,
    zipped,
)

pytestmark = pytest.mark.slow


def with_url(sandbox: RunningSandbox, name: str, code: bytes = ECHO) -> str:
    create_function(sandbox, name, code, Publish=True)
    client = sandbox.client("lambda")
    client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    config = client.create_function_url_config(FunctionName=name, Qualifier="live", AuthType="NONE")
    return config["FunctionUrl"]


def test_policies_belong_to_their_qualifier(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    with_url(sandbox, "policies")
    allow_public(sandbox, "policies", "live")
    policy = json.loads(client.get_policy(FunctionName="policies", Qualifier="live")["Policy"])
    url, invoke = policy["Statement"]
    assert url["Principal"] == "*"
    assert url["Resource"].endswith(":policies:live")
    assert url["Condition"] == {"StringEquals": {"lambda:FunctionUrlAuthType": "NONE"}}
    assert invoke["Condition"] == {"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}
    with pytest.raises(ClientError) as error:
        client.get_policy(FunctionName="policies")
    assert code_of(error) == "ResourceNotFoundException"
    with pytest.raises(ClientError) as error:
        allow_public(sandbox, "policies", "live")
    assert code_of(error) == "ResourceConflictException"


def test_removing_a_permission_twice_is_not_found(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    with_url(sandbox, "revoked")
    allow_public(sandbox, "revoked", "live")
    for sid in ("url", "invoke"):
        client.remove_permission(FunctionName="revoked", StatementId=sid, Qualifier="live")
    with pytest.raises(ClientError) as error:
        client.remove_permission(FunctionName="revoked", StatementId="url", Qualifier="live")
    assert code_of(error) == "ResourceNotFoundException"
    with pytest.raises(ClientError):
        client.get_policy(FunctionName="revoked", Qualifier="live")


def test_url_configs_are_kept_per_alias(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    url = with_url(sandbox, "urls")
    plain = client.create_function_url_config(FunctionName="urls", AuthType="AWS_IAM")
    assert plain["FunctionUrl"] != url
    listed = client.list_function_url_configs(FunctionName="urls")["FunctionUrlConfigs"]
    assert len(listed) == 2
    with pytest.raises(ClientError) as error:
        client.create_function_url_config(FunctionName="urls", Qualifier="live", AuthType="NONE")
    assert code_of(error) == "ResourceConflictException"
    updated = client.update_function_url_config(FunctionName="urls", AuthType="NONE")
    assert updated["AuthType"] == "NONE"
    client.delete_function_url_config(FunctionName="urls")
    assert (
        client.get_function_url_config(FunctionName="urls", Qualifier="live")["AuthType"] == "NONE"
    )
    client.delete_alias(FunctionName="urls", Name="live")
    assert client.list_function_url_configs(FunctionName="urls")["FunctionUrlConfigs"] == []
    assert fetch(url)[0] == 404


def test_a_url_needs_both_permissions(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    url = with_url(sandbox, "guarded")
    assert fetch(url)[0] == 403
    allow_public(sandbox, "guarded", "live")
    assert fetch(url)[0] == 200
    client.remove_permission(FunctionName="guarded", StatementId="invoke", Qualifier="live")
    status, _headers, body = fetch(url)
    assert status == 403
    assert b"Forbidden" in body


def test_the_event_and_the_answer_have_their_documented_shapes(sandbox: RunningSandbox):
    url = with_url(sandbox, "shapes")
    allow_public(sandbox, "shapes", "live")
    headers = {"Content-Type": "application/json", "X-Mixed": "1", "Cookie": "a=1; b=2"}
    status, reply_headers, body = fetch(f"{url}a%20b/c?x=1&x=2&y=", "POST", b'{"k": 1}', headers)
    event = json.loads(body)["event"]
    assert status == 200
    assert reply_headers["content-type"] == "application/json"
    assert reply_headers["x-copilot-sandbox"] == "simulated"
    assert event["version"] == "2.0"
    assert event["rawPath"] == "/a%20b/c"
    assert event["rawQueryString"] == "x=1&x=2&y="
    assert event["queryStringParameters"] == {"x": "1,2", "y": ""}
    assert event["headers"]["x-mixed"] == "1"
    assert event["cookies"] == ["a=1", "b=2"]
    assert event["requestContext"]["http"]["method"] == "POST"
    assert (event["body"], event["isBase64Encoded"]) == ('{"k": 1}', False)
    binary = {"Content-Type": "application/octet-stream"}
    event = json.loads(fetch(url, "PUT", b"\x00\xff", binary)[2])["event"]
    assert event["isBase64Encoded"]
    assert base64.b64decode(event["body"]) == b"\x00\xff"


ANSWERS = zipped(
    app="""
import base64
def handler(event, context):
    match event["rawPath"]:
        case "/full":
            return {"statusCode": 201, "headers": {"Content-Type": "image/png", "X-A": "b"},
                    "cookies": ["a=1", "b=2"], "isBase64Encoded": True,
                    "body": base64.b64encode(b"\\x89PNG").decode()}
        case "/text":
            return "hello"
        case "/invalid":
            return {"statusCode": "many"}
        case "/split":
            return {"statusCode": 200, "headers": {"X-A": "b\\r\\nX-B: c"}}
        case "/raise":
            raise RuntimeError("broken")
"""
)


def test_answers_are_mapped_as_lambda_maps_them(sandbox: RunningSandbox):
    url = with_url(sandbox, "answers", ANSWERS)
    allow_public(sandbox, "answers", "live")
    status, headers, body = fetch(f"{url}full")
    assert (status, headers["content-type"], body) == (201, "image/png", b"\x89PNG")
    assert headers["x-a"] == "b"
    assert fetch(f"{url}text")[2] == b'"hello"'
    assert [fetch(f"{url}{path}")[0] for path in ("invalid", "split", "raise")] == [502] * 3


def test_an_iam_url_takes_signed_requests_only(sandbox: RunningSandbox):
    client = sandbox.client("lambda")
    create_function(sandbox, "signed")
    url = client.create_function_url_config(FunctionName="signed", AuthType="AWS_IAM")[
        "FunctionUrl"
    ]
    credential = "Credential=AKIAFAKESANDBOXKEY01/20260101/us-east-1/lambda/aws4_request"
    signed = {"Authorization": f"AWS4-HMAC-SHA256 {credential}, SignedHeaders=host, Signature=0"}
    assert fetch(url)[0] == 403
    assert fetch(url, headers=signed)[0] == 200


def test_the_lost_url_of_a_deleted_function_comes_back_with_it(sandbox: RunningSandbox):
    url = with_url(sandbox, "phoenix")
    role = sandbox.client("lambda").get_function_configuration(FunctionName="phoenix")["Role"]
    client = sandbox.client("lambda")
    client.delete_function(FunctionName="phoenix")
    assert fetch(url)[0] == 404
    create_function(sandbox, "phoenix", role=role, Publish=True)
    version = client.list_versions_by_function(FunctionName="phoenix")["Versions"][-1]["Version"]
    client.create_alias(FunctionName="phoenix", Name="live", FunctionVersion=version)
    config = client.create_function_url_config(
        FunctionName="phoenix", Qualifier="live", AuthType="NONE"
    )
    assert config["FunctionUrl"] == url
