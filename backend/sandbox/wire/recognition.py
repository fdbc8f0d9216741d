"""From an HTTP request to the AWS operation that it asks for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from backend.sandbox.wire.errors import AwsError
from backend.sandbox.wire.messages import Request
from backend.sandbox.wire.service_models import routes_of

_CREDENTIAL = re.compile(r"Credential=([^,\s]+)")
_RPC_PATH = re.compile(r"/service/\w+/operation/(\w+)")
_READ_VERBS = re.compile(
    r"(Get|List|Describe|Head|Lookup|Query|Scan|Search|Filter|BatchGet|Simulate|Decode|Select|"
    r"Estimate|Validate|Test)(?=[A-Z]|$)|(GET|HEAD|OPTIONS) "
)
_ISSUES_KEYS = frozenset({"GetSessionToken", "GetFederationToken"})
_FORBIDDEN_PATHS = ("/moto-api", "/latest/meta-data", "/latest/api")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What a request asks for. ``params`` are merged from path, query and JSON or form body."""

    service: str
    name: str
    region: str
    protocol: str
    access_key_id: str
    params: Mapping[str, Any]

    @property
    def is_mutating(self) -> bool:
        """Whether it may change the account (unknown means yes). Issuing keys is a change too."""
        return self.name in _ISSUES_KEYS or not _READ_VERBS.match(self.name)

    def text(self, name: str) -> str:
        """One parameter as text; empty when it is absent."""
        value = self.params.get(name)
        return "" if value is None else str(value)


def recognise(request: Request) -> Operation:
    """The operation of a signed request.

    Raises :class:`AwsError` for an unsigned one: nothing in this account is anonymous.
    """
    access_key_id, region, service = _credential_scope(request)
    if request.path.startswith(_FORBIDDEN_PATHS):
        raise AwsError("AccessDenied", "Not a path of an AWS service.", 403)
    protocol, name, params = _named(request, service)
    return Operation(
        service=service,
        name=name,
        region=region,
        protocol=protocol,
        access_key_id=access_key_id,
        params=params,
    )


def _credential_scope(request: Request) -> tuple[str, str, str]:
    found = _CREDENTIAL.search(request.header("authorization"))
    scope = found.group(1) if found else request.query.get("X-Amz-Credential", "")
    parts = unquote(scope).split("/")
    if len(parts) != 5:
        raise AwsError("AccessDenied", "Requests to the sandbox account must be signed.", 403)
    access_key_id, _day, region, service, _terminator = parts
    return access_key_id, region, service.lower()


def _named(request: Request, service: str) -> tuple[str, str, Mapping[str, Any]]:
    target = request.header("x-amz-target")
    if target:
        return "json", target.rpartition(".")[2], request.json()
    rpc = _RPC_PATH.fullmatch(request.path)
    if rpc:
        return "smithy-rpc-v2-cbor", rpc.group(1), {}
    form = _form(request)
    if "Action" in form:
        return "ec2" if service == "ec2" else "query", form["Action"], form
    return _rest(request, service)


def _form(request: Request) -> dict[str, str]:
    if request.header("content-type").startswith("application/x-www-form-urlencoded"):
        body = request.body.decode("utf-8", "replace")
        return request.query | dict(parse_qsl(body, keep_blank_values=True))
    return request.query


def _rest(request: Request, service: str) -> tuple[str, str, Mapping[str, Any]]:
    routes = routes_of(service)
    found = routes.match(request) if routes else None
    if routes is None or found is None:
        return "rest-json", f"{request.method} {request.path}", {}
    name, params = found
    body = request.json() if routes.protocol == "rest-json" and name != "Invoke" else {}
    return routes.protocol, name, {**body, **params}
