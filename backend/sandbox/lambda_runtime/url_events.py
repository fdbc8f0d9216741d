"""Between HTTP and a function behind a URL: the event (payload format 2.0) and the answer."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import parse_qs

from backend.sandbox.wire.messages import Reply, Request

_TEXT_TYPES = re.compile(r"text/|application/(json|xml|javascript)\b|[\w.-]+/[\w.-]+\+(json|xml)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlRequest:
    """A request to a function's URL; ``raw_path`` starts below the URL and with a slash."""

    url_id: str
    region: str
    raw_path: str
    request: Request
    request_id: str
    at: datetime


def event_of(call: UrlRequest) -> dict[str, Any]:
    """The event that the handler gets."""
    request = call.request
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": call.raw_path,
        "rawQueryString": request.raw_query,
        "headers": _headers(request),
        "requestContext": _context(call),
        **_body(request),
    }
    cookies = [c.strip() for c in request.header("cookie").split(";") if c.strip()]
    if cookies:
        event["cookies"] = cookies
    query = parse_qs(request.raw_query, keep_blank_values=True)
    if query:
        event["queryStringParameters"] = {name: ",".join(v) for name, v in query.items()}
    return event


def reply_of(payload: bytes) -> Reply:
    """The answer that the function's result stands for; 502 when it is not a valid one."""
    result: Any = json.loads(payload)
    if not isinstance(result, dict) or "statusCode" not in result:
        return Reply(status=200, headers=(("content-type", "application/json"),), body=payload)
    try:
        return _mapped(cast("dict[str, Any]", result))
    except (ValueError, TypeError, AttributeError):
        return bad_gateway("Internal Server Error")


def bad_gateway(message: str, **more: str) -> Reply:
    """What the URL answers when the function failed or was not run."""
    body = json.dumps({"Message": message, **more}).encode()
    return Reply(status=502, headers=(("content-type", "application/json"),), body=body)


def _mapped(result: Mapping[str, Any]) -> Reply:
    status = int(result["statusCode"])
    if not 100 <= status <= 599:
        raise ValueError(status)
    body = result.get("body")
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
    data = base64.b64decode(text) if result.get("isBase64Encoded") else text.encode()
    return Reply(status=status, headers=tuple(_reply_headers(result)), body=data)


def _reply_headers(result: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    headers: Mapping[str, Any] = result.get("headers") or {}
    if not any(name.lower() == "content-type" for name in headers):
        yield "content-type", "application/json"
    for name, value in headers.items():
        yield _one_line(name), _one_line(str(value))
    for cookie in result.get("cookies") or ():
        yield "set-cookie", _one_line(str(cookie))


def _one_line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise ValueError("a header holds a line break")
    return text


def _headers(request: Request) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in request.headers:
        key = name.lower()
        if key != "cookie":
            headers[key] = f"{headers[key]},{value}" if key in headers else value
    return headers


def _body(request: Request) -> dict[str, Any]:
    if not request.body:
        return {"isBase64Encoded": False}
    if _TEXT_TYPES.match(request.header("content-type")):
        try:
            return {"body": request.body.decode(), "isBase64Encoded": False}
        except UnicodeDecodeError:
            pass
    return {"body": base64.b64encode(request.body).decode("ascii"), "isBase64Encoded": True}


def _context(call: UrlRequest) -> dict[str, Any]:
    return {
        "accountId": "anonymous",
        "apiId": call.url_id,
        "domainName": f"{call.url_id}.lambda-url.{call.region}.on.aws",
        "domainPrefix": call.url_id,
        "http": {
            "method": call.request.method,
            "path": call.raw_path,
            "protocol": "HTTP/1.1",
            "sourceIp": "127.0.0.1",
            "userAgent": call.request.header("user-agent"),
        },
        "requestId": call.request_id,
        "routeKey": "$default",
        "stage": "$default",
        "time": call.at.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(call.at.timestamp() * 1000),
    }
