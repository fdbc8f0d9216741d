"""What the Lambda service asks of moto's IAM and S3, as requests that are never recorded."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote, urlencode

from backend.sandbox.account.access_keys import ACCESS_KEY_ID
from backend.sandbox.account.moto_app import MotoAccount
from backend.sandbox.lambda_service.refusals import invalid
from backend.sandbox.wire.messages import Request

_DOCUMENT = re.compile(r"<AssumeRolePolicyDocument>(.*?)</AssumeRolePolicyDocument>", re.DOTALL)
_ARN = re.compile(r"<Arn>(.*?)</Arn>")
_S3_ERROR = re.compile(r"<Code>(\w+)</Code>\s*<Message>(.*?)</Message>", re.DOTALL)


class MotoNeighbours:
    """:class:`backend.sandbox.lambda_service.call.Neighbours` over moto."""

    def __init__(self, moto: MotoAccount) -> None:
        self._moto = moto

    def trust_policy(self, role_arn: str) -> Mapping[str, Any] | None:
        name = role_arn.rpartition("/")[2]
        form = urlencode({"Action": "GetRole", "Version": "2010-05-08", "RoleName": name})
        content_type = ("content-type", "application/x-www-form-urlencoded")
        headers = (signed_header("iam", "us-east-1"), content_type)
        request = Request(method="POST", target="/", headers=headers, body=form.encode())
        text = self._moto.call(request, "neighbours").body.decode()
        document, arn = _DOCUMENT.search(text), _ARN.search(text)
        if document is None or arn is None or arn.group(1) != role_arn:
            return None
        return json.loads(unquote(document.group(1)))

    def object_bytes(self, bucket: str, key: str, version_id: str) -> bytes:
        query = f"?versionId={quote(version_id)}" if version_id else ""
        target = f"/{quote(bucket)}/{quote(key)}{query}"
        headers = (signed_header("s3", "us-east-1"), ("host", "127.0.0.1"))
        reply = self._moto.call(Request(method="GET", target=target, headers=headers), "neighbours")
        if reply.is_success:
            return reply.body
        found = _S3_ERROR.search(reply.body.decode("utf-8", "replace"))
        code, message = found.groups() if found else ("InternalError", "")
        raise invalid(
            f"Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {message}"
        )


def signed_header(service: str, region: str) -> tuple[str, str]:
    """An authorization header that says who asks which service, as moto reads it."""
    scope = f"{ACCESS_KEY_ID}/20260101/{region}/{service}/aws4_request"
    return "authorization", f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"
