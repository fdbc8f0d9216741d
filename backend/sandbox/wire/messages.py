"""The two values that travel through the gateway: an HTTP request and its reply, both immutable."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request. ``target`` is path and query exactly as sent, still percent-encoded."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first value of a header, whatever its case; empty when it is absent."""
        return _first_header(self.headers, name)

    @property
    def raw_path(self) -> str:
        """The path without the query, still percent-encoded."""
        return self.target.partition("?")[0]

    @property
    def path(self) -> str:
        return unquote(self.raw_path)

    @property
    def raw_query(self) -> str:
        return self.target.partition("?")[2]

    @property
    def query(self) -> dict[str, str]:
        """The query; of a repeated name the last value, without value the empty string."""
        return dict(parse_qsl(self.raw_query, keep_blank_values=True))

    def json(self) -> dict[str, Any]:
        """The body as a JSON object; empty when it is none."""
        try:
            value: Any = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return cast("dict[str, Any]", value) if isinstance(value, dict) else {}

    def origin_host(self) -> str:
        """The host that the client believes it is talking to, without port."""
        return urlsplit("//" + self.header("host")).hostname or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One HTTP reply; content length and connection headers are the server's business."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first value of a header, whatever its case; empty when it is absent."""
        return _first_header(self.headers, name)

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


def json_reply(status: int, value: Mapping[str, Any], **headers: str) -> Reply:
    """A reply whose body is ``value``; an underscore in a header's name stands for a dash."""
    extra = tuple((name.replace("_", "-"), text) for name, text in headers.items())
    body = b"" if status == 204 else json.dumps(value).encode()
    return Reply(status=status, headers=(("content-type", "application/json"), *extra), body=body)


def _first_header(headers: tuple[tuple[str, str], ...], name: str) -> str:
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), "")
